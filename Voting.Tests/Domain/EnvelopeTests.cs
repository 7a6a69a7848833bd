using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Sealing;

namespace Voting.Tests.Domain;

public class EnvelopeTests
{
    private static readonly KeyPair Keys = World.Keys(7);
    private static readonly EnvelopeBinding Binding = new("meeting", "V01", 1, Envelope.Fingerprint(Keys.Public));
    private static readonly byte[] Ballot = [1, 4];
    private static readonly byte[] Sealed = Seal(1);

    private static byte[] Seal(byte seed) => Envelope.Seal(Keys.Public, Binding, Ballot, [.. Enumerable.Repeat(seed, 32)]);

    [Fact]
    public void A_pair_that_was_forgotten_opens_nothing()
    {
        var pair = World.Keys(9);
        var envelope = Hpke.Seal(pair.Public, [], [], [1, 2, 3], [.. Enumerable.Repeat((byte)4, Hpke.SeedSize)]);
        Assert.Equal([1, 2, 3], Hpke.Open(pair, [], [], envelope));
        pair.Forget();
        Assert.All(pair.Private, b => Assert.Equal(0, b));
        Assert.Throws<InvalidOperationException>(() => Hpke.Open(pair, [], [], envelope));
    }

    [Fact]
    public void What_is_sealed_opens_to_the_same_bytes() => Assert.Equal(Ballot, Envelope.Open(Keys, Binding, Sealed));

    [Theory]
    [InlineData("other", "V01", 1, null)]
    [InlineData("meeting", "V02", 1, null)]
    [InlineData("meeting", "V01", 2, null)]
    [InlineData("meeting", "V01", 1, "AAAAAAAAAAAA")]
    // Pieces that would run together without a separator.
    [InlineData("meetingV", "01", 1, null)]
    public void It_does_not_open_in_another_meeting_paper_or_round_or_under_another_fingerprint(string meeting, string paper, int round, string? fingerprint) =>
        Assert.Null(Envelope.Open(Keys, new EnvelopeBinding(meeting, paper, round, fingerprint ?? Binding.Fingerprint), Sealed));

    [Fact]
    public void It_does_not_open_with_another_key()
    {
        Assert.Null(Envelope.Open(World.Keys(8), Binding, Sealed));
        Assert.Null(Envelope.Open(Keys with { Private = World.Keys(8).Private }, Binding, Sealed));
        Assert.Null(Envelope.Open(Keys with { Public = World.Keys(8).Public }, Binding, Sealed));
    }

    [Fact]
    public void No_part_of_it_opens_and_no_truncation_throws()
    {
        for (var length = 0; length < Sealed.Length; length++) Assert.Null(Envelope.Open(Keys, Binding, Sealed.AsSpan(0, length)));
        Assert.Null(Envelope.Open(Keys, Binding, [.. Sealed, 0]));
    }

    [Fact]
    public void It_does_not_open_with_any_one_bit_changed()
    {
        for (var bit = 0; bit < Sealed.Length * 8; bit++)
        {
            byte[] changed = [.. Sealed];
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Null(Envelope.Open(Keys, Binding, changed));
        }
    }

    [Fact]
    public void Garbage_does_not_open_and_does_not_throw()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var garbage = new byte[i < 400 ? Sealed.Length : random.Next(200)];
            random.NextBytes(garbage);
            // A first byte of 4 is what an uncompressed point begins with: the rest must be judged too.
            if (i % 2 == 0 && garbage.Length > 0) garbage[0] = 4;
            Assert.Null(Envelope.Open(Keys, Binding, garbage));
        }
    }

    [Fact]
    public void A_point_that_is_not_on_the_curve_or_is_nowhere_is_refused()
    {
        byte[] zeros = [4, .. new byte[64]];
        Assert.Null(Envelope.Open(Keys, Binding, [.. zeros, .. Sealed[65..]]));
        byte[] compressed = [.. Sealed];
        compressed[0] = 2;
        Assert.Null(Envelope.Open(Keys, Binding, compressed));
        Assert.Throws<ArgumentException>(() => Envelope.Seal(zeros, Binding, Ballot, new byte[32]));
        Assert.Throws<ArgumentException>(() => Envelope.Seal([.. Enumerable.Repeat((byte)0xff, 65)], Binding, Ballot, new byte[32]));
        // The hybrid form of a good point (X9.62), which RFC 9180 does not know.
        byte[] hybrid = [(byte)(6 | (Keys.Public[64] & 1)), .. Keys.Public[1..]];
        Assert.Throws<ArgumentException>(() => Envelope.Seal(hybrid, Binding, Ballot, new byte[32]));
        Assert.Throws<ArgumentException>(() => Envelope.Seal([0], Binding, Ballot, new byte[32]));
    }

    [Fact]
    public void Every_envelope_of_a_round_has_one_size_whatever_is_marked()
    {
        var questions = World.First(World.Selection(World.Seats(10), 11));
        string[] marks = ["", "c01", "c01 c02 c03", "c01 c02 c03 c04 c05 c06 c07 c08 c09 c10 c11"];
        var sizes = marks.Select((m, i) => Envelope.Seal(Keys.Public, Binding, World.Ballot(questions, m), [.. Enumerable.Repeat((byte)i, 32)]).Length);
        Assert.All(sizes, size => Assert.Equal(Envelope.Size(questions, secret: true), size));
        Assert.Equal(1 + 2 + 65 + 16, Envelope.Size(questions, secret: true));
        Assert.Equal(1 + 2, Envelope.Size(questions, secret: false));
    }

    [Fact]
    public void Two_envelopes_of_one_ballot_have_nothing_in_common()
    {
        var other = Seal(2);
        Assert.NotEqual(Envelope.Hash(Sealed), Envelope.Hash(other));
        Assert.NotEqual(Sealed[..65], other[..65]);
        Assert.NotEqual(Sealed[65..], other[65..]);
    }

    [Fact]
    public void An_envelope_is_bound_to_nothing_that_names_a_voter() =>
        Assert.Equal(["Fingerprint", "MeetingId", "PaperId", "Round"], typeof(EnvelopeBinding).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal));

    [Theory]
    // printf '' | sha256sum | xxd -r -p | base32, and the same of "abc"; twelve characters.
    [InlineData("", "4OYMIQUY7QOB")]
    [InlineData("abc", "XJ4BNP4PAHH6")]
    public void A_fingerprint_is_twelve_base32_characters_of_the_sha_256(string text, string fingerprint) =>
        Assert.Equal(fingerprint, Envelope.Fingerprint(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_leaf_is_the_sha_256_in_lower_case() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Envelope.Hash("abc"u8));

    [Fact]
    public void A_key_is_never_made_from_too_little_randomness() => Assert.Throws<ArgumentException>(() => Hpke.DeriveKeyPair(new byte[31]));

    [Fact]
    public void A_secret_ballot_is_never_made_without_the_rounds_key_and_a_recorded_one_travels_as_it_is()
    {
        var round = new RoundView("P", "t", Secret: true, true, 1, "open", [], null, 0, null, null, null, null, null, null);

        Assert.Throws<InvalidOperationException>(() => Envelope.Make("m", round, [1, 2], new byte[32]));
        Assert.Equal([1, 2], Envelope.Make("m", round with { Secret = false }, [1, 2], new byte[32]));
    }
}
