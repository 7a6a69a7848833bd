using Org.BouncyCastle.Math;
using Voting.Domain.Sealing;

namespace Voting.Tests.Domain;

public class SignerTests
{
    private static readonly byte[] Text = "sample"u8.ToArray();

    public static TheoryData<string> Suites => [.. Suite.All.Select(s => s.Name)];

    private static KeyPair Pair(string suite, byte seed = 1) => Hpke.DeriveKeyPair([.. Enumerable.Repeat(seed, Hpke.SeedSize)], Suite.Find(suite));

    // RFC 6979, appendix A.2.5, SHA-256.
    [Theory]
    [InlineData("sample", "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716", "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")]
    [InlineData("test", "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367", "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083")]
    public void Es256_signs_as_published(string text, string r, string s)
    {
        var pair = new KeyPair(Convert.FromHexString("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"), Convert.FromHexString(
            "0460FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB67903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"));
        var bytes = System.Text.Encoding.ASCII.GetBytes(text);
        var value = Signer.Sign(pair, bytes);
        Assert.Equal(Convert.ToHexString(Signer.Der(Convert.FromHexString(r + s))), Convert.ToHexString(value));
        Assert.True(Signer.IsSigned(Signer.PublicKey(pair), bytes, value));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void What_was_signed_is_signed_and_one_text_is_signed_alike_every_time(string suite)
    {
        var pair = Pair(suite);
        var value = Signer.Sign(pair, Text);
        Assert.True(Signer.IsSigned(Signer.PublicKey(pair), Text, value));
        Assert.Equal(value, Signer.Sign(pair, Text));
        Assert.NotEqual(value, Signer.Sign(pair, "Sample"u8.ToArray()));
        Assert.Equal(suite == "sm" ? "SM2-SM3" : "ES256", Signer.PublicKey(pair).Algorithm);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_pair_that_was_forgotten_signs_nothing(string suite)
    {
        var pair = Pair(suite);
        pair.Forget();
        Assert.Throws<InvalidOperationException>(() => Signer.Sign(pair, Text));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Another_key_another_text_and_another_algorithm_refuse_it(string suite)
    {
        var pair = Pair(suite);
        var value = Signer.Sign(pair, Text);
        Assert.False(Signer.IsSigned(Signer.PublicKey(Pair(suite, 2)), Text, value));
        Assert.False(Signer.IsSigned(Signer.PublicKey(pair), "samples"u8.ToArray(), value));
        Assert.False(Signer.IsSigned(Signer.PublicKey(pair) with { Algorithm = suite == "sm" ? Signer.Es256 : Signer.Sm2 }, Text, value));
        Assert.False(Signer.IsSigned(Signer.PublicKey(pair) with { Algorithm = "none" }, Text, value));
        for (var bit = 0; bit < value.Length * 8; bit++)
        {
            byte[] altered = [.. value];
            altered[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(Signer.IsSigned(Signer.PublicKey(pair), Text, altered), $"bit {bit}");
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_signature_has_one_form(string suite)
    {
        var key = Signer.PublicKey(Pair(suite));
        var value = Signer.Sign(Pair(suite), Text);
        var (r, s) = Numbers(value);
        var n = Suite.Find(suite)!.Curve.N;
        Assert.Equal(value, Der(r.ToByteArray(), s.ToByteArray()));
        byte[][] others =
        [
            [], [0x30, 0], [.. value, 0], value[..^1],
            [0x30, 0x81, value[1], .. value[2..]],
            Der([0, .. r.ToByteArray()], s.ToByteArray()), Der(r.ToByteArray(), [0, .. s.ToByteArray()]),
            Der(r.Add(n).ToByteArray(), s.ToByteArray()), Der(r.ToByteArray(), s.Add(n).ToByteArray()),
            Der(r.Negate().ToByteArray(), s.ToByteArray()), Der([0], s.ToByteArray()), Der(r.ToByteArray(), [0]), Der([0], [0]),
            Der(s.ToByteArray(), r.ToByteArray()),
        ];
        Assert.All(others, other => Assert.False(Signer.IsSigned(key, Text, other), Convert.ToHexString(other)));
        // ECDSA itself takes n − s for s, which is why nothing is told apart by a signature's bytes; SM2 does not.
        Assert.Equal(suite != "sm", Signer.IsSigned(key, Text, Der(r.ToByteArray(), n.Subtract(s).ToByteArray())));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Only_an_uncompressed_point_of_the_curve_behind_its_own_algorithm_is_a_key(string suite)
    {
        var key = Signer.PublicKey(Pair(suite));
        Assert.True(Signer.IsKey(key));
        byte[] off = [.. key.Spki];
        off[^1] ^= 1;
        byte[] compressed = [.. key.Spki[..^65], 2, .. key.Spki[^64..^32]];
        byte[][] none = [[], off, compressed, [.. key.Spki, 0], key.Spki[..^1], key.Spki[^65..], Signer.PublicKey(Pair(suite == "sm" ? "standard" : "sm")).Spki];
        Assert.All(none, spki => Assert.False(Signer.IsKey(key with { Spki = spki })));
    }

    [Fact]
    public void Two_numbers_of_a_browser_take_64_bytes_and_lie_below_the_order()
    {
        Assert.Throws<ArgumentException>(() => Signer.Der(new byte[63]));
        Assert.Throws<ArgumentException>(() => Signer.Der([.. Enumerable.Repeat((byte)255, 64)]));
    }

    private static (BigInteger R, BigInteger S) Numbers(byte[] value)
    {
        var r = value[4..(4 + value[3])];
        return (new BigInteger(r), new BigInteger(value[(4 + r.Length + 2)..]));
    }

    private static byte[] Der(byte[] r, byte[] s) => [0x30, (byte)(r.Length + s.Length + 4), 2, (byte)r.Length, .. r, 2, (byte)s.Length, .. s];
}
