using Voting.Domain.Ballots;
using Voting.Domain.Papers;

namespace Voting.Domain.Tallies;

/// <summary>The counts of a question: zero, and folded ballot by ballot. No count is ever nudged from outside.</summary>
/// <param name="Valid">Ballots valid on the question, blanks included.</param>
/// <param name="Void">Ballots void on the question; Valid + Void = ballots counted.</param>
/// <param name="Blank">Those of the valid without a mark.</param>
/// <param name="Counts">Marks per candidate of the round, in order.</param>
public sealed record QuestionTally(int Valid, int Void, int Blank, IReadOnlyList<int> Counts)
{
    /// <summary>Nothing counted yet.</summary>
    public static QuestionTally Zero(RoundQuestion question) => new(0, 0, 0, new int[question.Candidates.Count]);

    /// <summary>One ballot more.</summary>
    /// <param name="question">The question as frozen for the round.</param>
    /// <param name="marks">Positions of the marked options, or null for a ballot that could not be read.</param>
    public QuestionTally Add(RoundQuestion question, IReadOnlyList<int>? marks)
    {
        if (marks is null || marks.Count > question.MaxMarks || marks.Count < question.MinMarks)
            return this with { Void = checked(Void + 1) };
        var counts = Counts.ToArray();
        foreach (var option in marks) counts[option] = checked(counts[option] + 1);
        return new QuestionTally(checked(Valid + 1), Void, marks.Count == 0 ? Blank + 1 : Blank, counts);
    }

    /// <summary>The counts of one question that were entered from hands or paper.</summary>
    /// <param name="question">The question as frozen for the round.</param>
    /// <param name="voted">Who voted by hands, or ballots returned.</param>
    /// <param name="entered">Its counts; every option of the round stands there.</param>
    public static QuestionTally Of(RoundQuestion question, int voted, EnteredQuestion entered) =>
        new(voted - entered.Void, entered.Void, entered.Blank, [.. question.Candidates.Select(c => entered.Counts[c.Id])]);

    /// <summary>Two channels together.</summary>
    public QuestionTally Plus(QuestionTally other) => new(
        checked(Valid + other.Valid), checked(Void + other.Void), checked(Blank + other.Blank), [.. Counts.Zip(other.Counts, (a, b) => checked(a + b))]);

    /// <summary>The marks of the option of that id.</summary>
    public int Of(RoundQuestion question, string optionId)
    {
        for (var i = 0; i < Counts.Count; i++)
            if (question.Candidates[i].Id == optionId) return Counts[i];
        return 0;
    }

    /// <summary>The number that a base names.</summary>
    /// <param name="question">As frozen for the round.</param>
    /// <param name="of">The base.</param>
    /// <param name="numbers">The bases of the round.</param>
    public int Total(RoundQuestion question, Base of, RoundNumbers numbers) => of switch
    {
        Base.All => numbers.All,
        Base.Present => numbers.Present,
        Base.Voted => numbers.Voted,
        // With devices every member present was issued a ballot, and every ballot counted was returned.
        Base.Issued => numbers.Issued ?? numbers.Present,
        Base.Returned => numbers.Returned,
        Base.Valid => Valid,
        Base.ForAgainst => Of(question, "for") + Of(question, "against"),
        _ => throw new ArgumentOutOfRangeException(nameof(of), of, null),
    };
}

/// <summary>A round's counts.</summary>
/// <param name="Voted">Ballots counted, void ones included.</param>
/// <param name="Unreadable">Envelopes that did not open, or opened to what the paper does not know; void on every question.</param>
/// <param name="Questions">In the order of the round.</param>
public sealed record Tally(int Voted, int Unreadable, IReadOnlyList<QuestionTally> Questions)
{
    /// <summary>Counts the ballots of a round; the order of the ballots never matters.</summary>
    /// <param name="questions">As frozen for the round.</param>
    /// <param name="ballots">Null for one that could not be read.</param>
    public static Tally Of(IReadOnlyList<RoundQuestion> questions, IEnumerable<Ballot?> ballots) =>
        ballots.Aggregate(
            new Tally(0, 0, [.. questions.Select(QuestionTally.Zero)]),
            (tally, ballot) => new Tally(
                checked(tally.Voted + 1),
                ballot is null ? tally.Unreadable + 1 : tally.Unreadable,
                [.. questions.Select((q, i) => tally.Questions[i].Add(q, ballot?.Marks[i]))]));
}
