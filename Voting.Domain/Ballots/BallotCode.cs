using Voting.Domain.Papers;

namespace Voting.Domain.Ballots;

/// <summary>
/// A ballot as bytes of one fixed size per round, so that the size of an envelope says nothing.
/// Byte 0 is the version, 1; then, question by question, one bit an option, least significant first, each question starting on a byte.
/// Void marks can be written: paper ballots have them.
/// </summary>
public static class BallotCode
{
    private const byte Version = 1;

    /// <summary>Size in bytes of every ballot of a round.</summary>
    public static int Size(IReadOnlyList<RoundQuestion> questions) => 1 + questions.Sum(q => Width(q.Candidates.Count));

    /// <summary>The bytes of a ballot.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A mark is not an option of its question, or the questions do not fit.</exception>
    public static byte[] Encode(IReadOnlyList<RoundQuestion> questions, Ballot ballot) => Encode([.. questions.Select(q => q.Candidates.Count)], ballot);

    /// <summary>The bytes of a ballot, as a tablet writes them.</summary>
    /// <param name="options">How many options each question of the round has.</param>
    /// <param name="ballot">The marks.</param>
    /// <exception cref="ArgumentOutOfRangeException">A mark is not an option of its question, or the questions do not fit.</exception>
    public static byte[] Encode(IReadOnlyList<int> options, Ballot ballot)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(ballot.Marks.Count, options.Count);
        var bytes = new byte[1 + options.Sum(Width)];
        bytes[0] = Version;
        var start = 1;
        foreach (var (count, marks) in options.Zip(ballot.Marks))
        {
            foreach (var option in marks)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)option, (uint)count);
                bytes[start + option / 8] |= (byte)(1 << option % 8);
            }

            start += Width(count);
        }

        return bytes;
    }

    /// <summary>The ballot of these bytes, or null where they say what the paper does not know.</summary>
    public static Ballot? Decode(IReadOnlyList<RoundQuestion> questions, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size(questions) || bytes[0] != Version) return null;
        var marks = new IReadOnlyList<int>[questions.Count];
        var start = 1;
        for (var q = 0; q < questions.Count; q++)
        {
            var found = new List<int>();
            var count = questions[q].Candidates.Count;
            for (var bit = 0; bit < Width(count) * 8; bit++)
            {
                if ((bytes[start + bit / 8] >> bit % 8 & 1) == 0) continue;
                if (bit >= count) return null;
                found.Add(bit);
            }

            marks[q] = found;
            start += Width(count);
        }

        return new Ballot(marks);
    }

    private static int Width(int options) => (options + 7) / 8;
}
