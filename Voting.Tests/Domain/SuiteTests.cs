using Org.BouncyCastle.Math;
using Voting.Domain.Sealing;

namespace Voting.Tests.Domain;

/// <summary>The parts that sealing is made of, at their edges.</summary>
public class SuiteTests
{
    private static byte[] Range(int from, int count) => [.. Enumerable.Range(from, count).Select(i => (byte)i)];

    // RFC 5869, appendix A.2 and A.3.
    [Fact]
    public void Keys_of_more_than_one_block_and_of_no_salt_are_derived_as_in_rfc_5869()
    {
        var suite = Suite.Standard;
        Assert.Equal(
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
            Convert.ToHexStringLower(suite.Expand(suite.Extract(Range(0x60, 0x50), Range(0, 0x50)), Range(0xb0, 0x50), 82)));
        Assert.Equal(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
            Convert.ToHexStringLower(suite.Expand(suite.Extract([], [.. Enumerable.Repeat((byte)0x0b, 22)]), [], 42)));
    }

    [Fact]
    public void No_more_than_255_blocks_are_derived()
    {
        Assert.Equal(255 * 32, Suite.Standard.Expand([1], [], 255 * 32).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => Suite.Standard.Expand([1], [], 255 * 32 + 1));
        Assert.Empty(Suite.Standard.Expand([1], [], 0));
    }

    [Theory]
    [InlineData("standard", "4b454d0010", "48504b45001000010001")]
    [InlineData("sm", "4b454dff10", "48504b45ff10ff01ff01")]
    public void A_suite_is_named_in_what_it_derives_by_its_three_numbers(string name, string kem, string hpke)
    {
        var suite = Suite.Find(name)!;
        Assert.Equal((kem, hpke, name), (Convert.ToHexStringLower(suite.KemId), Convert.ToHexStringLower(suite.HpkeId), suite.ToString()));
        Assert.Null(Suite.Find("other"));
        Assert.Null(Suite.Find(null));
    }

    // GB/T 32905, example 1.
    [Fact]
    public void The_hash_of_the_sm_suite_is_sm3() =>
        Assert.Equal("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", Convert.ToHexStringLower(Suite.Sm.Hash("abc"u8.ToArray())));

    [Theory]
    [InlineData("standard")]
    [InlineData("sm")]
    public void Nothing_at_all_may_be_sealed_and_less_than_a_tag_does_not_open(string name)
    {
        var suite = Suite.Find(name)!;
        var (key, nonce) = (Range(0, 16), Range(0, 12));
        var seal = suite.Gcm(true, key, nonce, [7], [])!;
        Assert.Equal(16, seal.Length);
        Assert.Empty(suite.Gcm(false, key, nonce, [7], seal)!);
        Assert.Null(suite.Gcm(false, key, nonce, [7], seal[..15]));
        Assert.Null(suite.Gcm(false, key, nonce, [8], seal));
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("sm")]
    public void An_envelope_of_nothing_opens_and_one_that_is_shorter_does_not(string name)
    {
        var keys = Hpke.DeriveKeyPair(Range(0, 32), Suite.Find(name)!);
        var envelope = Hpke.Seal(keys.Public, [], [], [], Range(1, 32), keys.Suite);
        Assert.Equal(Hpke.Overhead, envelope.Length);
        Assert.Empty(Hpke.Open(keys, [], [], envelope)!);
        Assert.Null(Hpke.Open(keys, [], [], envelope.AsSpan(0, envelope.Length - 1)));
        Assert.Throws<ArgumentException>(() => Hpke.DeriveKeyPair(Range(0, 31), Suite.Find(name)!));
    }

    // Whoever signs two texts with one secret number gives the key away: it is found from signature and key, k = s + (s + r)·d.
    [Fact]
    public void No_two_texts_and_no_two_keys_are_signed_with_one_secret_number()
    {
        static BigInteger Secret(KeyPair pair, byte[] text)
        {
            var value = Signer.Sign(pair, text);
            var r = value[4..(4 + value[3])];
            var (first, second) = (new BigInteger(r), new BigInteger(value[(4 + r.Length + 2)..]));
            return second.Add(second.Add(first).Multiply(new BigInteger(1, pair.Private))).Mod(pair.Suite.Curve.N);
        }

        var (one, other) = (Hpke.DeriveKeyPair(Range(0, 32), Suite.Sm), Hpke.DeriveKeyPair(Range(1, 32), Suite.Sm));
        BigInteger[] secrets = [Secret(one, "a"u8.ToArray()), Secret(one, "b"u8.ToArray()), Secret(other, "a"u8.ToArray()), Secret(other, "b"u8.ToArray())];
        Assert.Equal(4, secrets.Distinct().Count());
        Assert.Equal(secrets[0], Secret(one, "a"u8.ToArray()));
    }
}
