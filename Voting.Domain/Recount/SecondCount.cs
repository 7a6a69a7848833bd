using System.Numerics;

namespace Voting.Domain.Recount;

/// <summary>
/// The second counting engine. It shares no code with the first and is written from the specification alone, so that a
/// mistake in one of them shows as a difference. It holds no state and may be called from any thread.
/// </summary>
public static class SecondCount
{
    const byte PlaintextVersion = 1;

    /// <summary>Counts the ballots of one round and decides each of its questions.</summary>
    /// <param name="definition">
    /// The JSON text frozen when the round became ready: <c>{"questions":[{id, kind, options, rule, stage, seats, runoffs}]}</c>.
    /// <c>rule</c> is written in full, <c>options</c> are those of this round in the order of the paper, <c>seats</c> are
    /// the seats to fill in this round, <c>runoffs</c> those held so far with this one.
    /// </param>
    /// <param name="ballots">
    /// The opened envelopes of the round, in any order; <see langword="null"/> is one that did not open. Each is the
    /// version byte 1, then per question ceil(k/8) bytes for its k options, the first option in the lowest bit.
    /// Anything else is unreadable and void on every question. The bytes are not altered or kept.
    /// </param>
    /// <param name="all">Members in office (全体组成人员), the base of 地方组织法 51; persons, 0 or more.</param>
    /// <param name="present">Members entitled and present at the close of the round; persons, 0 or more.</param>
    /// <param name="entered">
    /// Counts of hands or paper, or <see langword="null"/>: <c>{"voted", "issued", "questions":[{id, void, blank, counts, writeIns}]}</c>;
    /// <c>issued</c> stands with paper only, where <c>voted</c> are the ballots returned. They are added to what the ballots give.
    /// </param>
    /// <returns>
    /// The canonical text (RFC 8785) of <c>{"questions":[…],"unreadable":n,"voted":n}</c>; all numbers are whole ballots,
    /// marks or seats, and do not depend on the order of <paramref name="ballots"/>.
    /// </returns>
    /// <exception cref="FormatException">The definition is malformed, or what was entered does not add up; the message begins with the JSON path.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="definition"/> or <paramref name="ballots"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="all"/> or <paramref name="present"/> is negative.</exception>
    public static string Count(string definition, IReadOnlyList<byte[]?> ballots, int all, int present, string? entered = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(ballots);
        ArgumentOutOfRangeException.ThrowIfNegative(all);
        ArgumentOutOfRangeException.ThrowIfNegative(present);

        var questions = Definition.Read(definition);
        var byHand = entered is null ? null : Entered.Read(entered, questions);
        var voted = ballots.Count + (byHand?.Voted ?? 0);
        // A paper ballot that was handed in stays, though its member has left since.
        var bases = new Bases(all, Math.Max(present, byHand?.Voted ?? 0), voted, byHand?.Issued, byHand?.Voted);
        var readable = ballots.OfType<byte[]>().Where(ballot => Fits(ballot, questions)).ToArray();

        var results = new List<object>();
        var start = 1;
        foreach (var (place, question) in questions.Index())
        {
            var end = start + Width(question);
            var slices = readable.Select(ballot => ballot[start..end]).ToArray();
            results.Add(Judge(question, slices, ballots.Count, byHand?.Questions[place], bases));
            start = end;
        }

        return Canonical.Write(new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["questions"] = results,
            ["unreadable"] = (long)(ballots.Count - readable.Length),
            ["voted"] = voted,
        });
    }

    static SortedDictionary<string, object> Judge(Question question, byte[][] slices, long cast, PileQuestion? byHand, Bases bases)
    {
        var valid = slices.Where(s => Marks(s) >= question.FewestMarks && Marks(s) <= question.MostMarks).ToArray();
        var counts = new long[question.Options.Length];
        for (var column = 0; column < counts.Length; column++)
        {
            counts[column] = valid.LongCount(s => (s[column / 8] >> (column % 8) & 1) == 1) + (byHand?.Counts[column] ?? 0);
        }

        var result = new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["id"] = question.Id,
            ["valid"] = valid.LongLength + (byHand?.Valid ?? 0),
            ["void"] = cast - valid.LongLength + (byHand?.Void ?? 0),
            ["blank"] = valid.LongCount(s => Marks(s) == 0) + (byHand?.Blank ?? 0),
            ["counts"] = new SortedDictionary<string, object>(
                question.Options.Zip(counts).ToDictionary(o => o.First, o => (object)o.Second), StringComparer.Ordinal),
        };
        var totals = new Totals(question.Options, counts, bases, (long)result["valid"]);
        question.Rule.Decide(totals, result);
        if (byHand is { WriteIns.Length: > 0 } && question.Rule is Majority majority)
        {
            result["writeIns"] = byHand.WriteIns.Select(w => new SortedDictionary<string, object>(StringComparer.Ordinal)
            {
                ["name"] = w.Name,
                ["count"] = w.Count,
                ["verdict"] = majority.Elects(totals, w.Count) ? "passed" : "failed",
            }).ToArray();
        }

        return result;
    }

    static bool Fits(byte[] ballot, Question[] questions)
    {
        if (ballot.Length != 1 + questions.Sum(Width) || ballot[0] != PlaintextVersion)
        {
            return false;
        }

        var end = 1;
        return questions.All(question =>
        {
            end += Width(question);
            var unused = Width(question) * 8 - question.Options.Length;
            return BitOperations.LeadingZeroCount((uint)ballot[end - 1]) - 24 >= unused;
        });
    }

    static int Width(Question question) => (question.Options.Length + 7) / 8;

    static int Marks(byte[] slice) => slice.Sum(b => BitOperations.PopCount(b));
}
