using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Sealing;

namespace Voting.Tests.Domain;

/// <summary>Sealing with SM2, SM3 and SM4: the same construction, so the same guarantees.</summary>
public class SmEnvelopeTests
{
    private static readonly KeyPair Keys = Hpke.DeriveKeyPair([.. Enumerable.Range(0, 32).Select(i => (byte)i)], Suite.Sm);
    private static readonly EnvelopeBinding Binding = new("meeting", "V01", 1, Envelope.Fingerprint(Keys.Public));
    private static readonly byte[] Ballot = [1, 4];
    private static readonly byte[] Sealed = Seal(1);

    private static byte[] Seal(byte seed) => Envelope.Seal(Keys.Public, Binding, Ballot, [.. Enumerable.Repeat(seed, 32)], Suite.Sm);

    // No one publishes vectors of this suite. These were computed by a program of other parts: Python's integers for the curve, its HMAC
    // over OpenSSL's SM3, and OpenSSL's SM4-GCM.
    [Fact]
    public void An_envelope_is_as_another_program_computed_it()
    {
        Assert.Equal("59471339eb9da2ed6d2bf0a3274a1ee889ed05af7927d3ae1f6b8d6268319b53", Convert.ToHexStringLower(Keys.Private));
        Assert.Equal(
            "044a145f8494986afe939f4313281cfd9be5e1cabce4b42546c39a7956efd2f7b037b0db532eb8fd3fc0a7d225c47824759a0bf50ffb8f79610ab80c9059e676be",
            Convert.ToHexStringLower(Keys.Public));
        Assert.Equal(
            "04d8c7ec71b2ce1134b8bd9399c3fc4134c69a3f5edb61564a4314805ec1f0ef0ffe929779c5c31a886d6a9875b91339d163a7b3b32b793d75f11a9ae553b8d7ea"
            + "b3fad7c97c49bd996546d1119a1a9b1780d22e1838",
            Convert.ToHexStringLower(Envelope.Seal(
                Keys.Public, new EnvelopeBinding("meeting", "V01", 1, "AAAAAAAAAAAA"), "marks"u8.ToArray(), [.. Enumerable.Range(32, 32).Select(i => (byte)i)], Suite.Sm)));
    }

    [Fact]
    public void What_is_sealed_opens_to_the_same_bytes_and_is_as_long_as_in_the_standard_suite()
    {
        Assert.Equal(Ballot, Envelope.Open(Keys, Binding, Sealed));
        Assert.Equal(Ballot.Length + Hpke.Overhead, Sealed.Length);
    }

    [Theory]
    [InlineData("other", "V01", 1, null)]
    [InlineData("meeting", "V02", 1, null)]
    [InlineData("meeting", "V01", 2, null)]
    [InlineData("meeting", "V01", 1, "AAAAAAAAAAAA")]
    public void It_does_not_open_in_another_meeting_paper_or_round_or_under_another_fingerprint(string meeting, string paper, int round, string? fingerprint) =>
        Assert.Null(Envelope.Open(Keys, new EnvelopeBinding(meeting, paper, round, fingerprint ?? Binding.Fingerprint), Sealed));

    [Fact]
    public void No_suite_opens_what_the_other_sealed()
    {
        var standard = World.Keys(7);
        var binding = Binding with { Fingerprint = Envelope.Fingerprint(standard.Public) };
        var envelope = Envelope.Seal(standard.Public, binding, Ballot, new byte[32]);

        Assert.Equal(Ballot, Envelope.Open(standard, binding, envelope));
        Assert.Null(Envelope.Open(Keys, Binding, envelope));
        Assert.Null(Envelope.Open(standard with { Suite = Suite.Sm }, binding, envelope));
        Assert.Null(Envelope.Open(standard, binding, Sealed));
        Assert.Null(Envelope.Open(Keys with { Suite = Suite.Standard }, Binding, Sealed));
        Assert.Throws<ArgumentException>(() => Envelope.Seal(standard.Public, binding, Ballot, new byte[32], Suite.Sm));
        Assert.Throws<ArgumentException>(() => Envelope.Seal(Keys.Public, Binding, Ballot, new byte[32]));
    }

    [Fact]
    public void Nothing_truncated_lengthened_or_changed_in_any_one_bit_opens()
    {
        for (var length = 0; length < Sealed.Length; length++) Assert.Null(Envelope.Open(Keys, Binding, Sealed.AsSpan(0, length)));
        Assert.Null(Envelope.Open(Keys, Binding, [.. Sealed, 0]));
        for (var bit = 0; bit < Sealed.Length * 8; bit++)
        {
            byte[] changed = [.. Sealed];
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Null(Envelope.Open(Keys, Binding, changed));
        }
    }

    [Fact]
    public void A_point_that_is_off_the_curve_or_nowhere_or_written_otherwise_does_not_open_and_does_not_throw()
    {
        var p = Convert.FromHexString("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF");
        byte[][] coordinates = [new byte[32], p, Enumerable.Repeat((byte)255, 32).ToArray(), [.. new byte[31], 1], [.. p[..31], 0xFE], World.Keys(7).Public[1..33], Keys.Public[33..]];
        foreach (var x in coordinates)
            foreach (var y in coordinates)
                foreach (var first in new byte[] { 0, 2, 3, 4, 6, 7, 255 })
                    Assert.Null(Envelope.Open(Keys, Binding, [first, .. x, .. y, .. Sealed[65..]]));
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var garbage = new byte[i < 400 ? Sealed.Length : random.Next(200)];
            random.NextBytes(garbage);
            if (i % 2 == 0 && garbage.Length > 0) garbage[0] = 4;
            Assert.Null(Envelope.Open(Keys, Binding, garbage));
        }
    }

    [Fact]
    public void The_tablet_seals_with_the_suite_that_comes_with_the_key_and_with_no_other()
    {
        var key = new KeyView(Keys.Public, Envelope.Fingerprint(Keys.Public)) { Suite = "sm" };
        var round = new RoundView("V01", "t", Secret: true, true, 1, "open", [], key, 0, null, null, null, null, null, null);

        Assert.Equal(Ballot, Envelope.Open(Keys, Binding, Envelope.Make("meeting", round, Ballot, new byte[32])));
        Assert.Throws<InvalidOperationException>(() => Envelope.Make("meeting", round with { Key = key with { Suite = "other" } }, Ballot, new byte[32]));
        Assert.Throws<ArgumentException>(() => Envelope.Make("meeting", round with { Key = key with { Suite = "standard" } }, Ballot, new byte[32]));
    }

    [Fact]
    public void Every_suite_is_found_by_its_name_and_the_default_is_the_standard_one()
    {
        Assert.Equal(["standard", "sm"], Suite.All.Select(s => s.Name));
        Assert.All(Suite.All, s => Assert.Same(s, Suite.Find(s.Name)));
        Assert.Null(Suite.Find("SM"));
        Assert.Same(Suite.Standard, World.Keys(1).Suite);
        Assert.Equal(Suite.Standard.Name, new KeyView([], "").Suite);
    }
}
