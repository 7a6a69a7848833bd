using Voting.Domain.Ballots;
using Voting.Domain.Papers;

namespace Voting.Domain.Tallies;

/// <summary>Counts and verdict of one question in one round.</summary>
/// <param name="QuestionId">The question.</param>
/// <param name="Tally">Its counts.</param>
/// <param name="Verdict">What the rule gives.</param>
public sealed record QuestionResult(string QuestionId, QuestionTally Tally, Verdict Verdict)
{
    /// <summary>Names written in (另选他人), each judged by the question's rule; empty without.</summary>
    public IReadOnlyList<JudgedWriteIn> WriteIns { get; init; } = [];

    /// <summary>What the presiding officer did with the casting vote (决定票) on a tie; null before, and where there is none.</summary>
    public CastingVote? CastingVote { get; init; }

    /// <summary>Whether the presiding officer has still to say what becomes of a tie.</summary>
    /// <param name="asked">The question as frozen for the round.</param>
    public bool IsCastingVoteDue(RoundQuestion asked) => CastingVote is null && CastingVotes.IsTie(asked, Tally);

    /// <summary>The result with a casting vote on a tie, which the count alone did not pass.</summary>
    public QuestionResult With(CastingVote vote) => this with { CastingVote = vote, Verdict = vote is Tallies.CastingVote.For ? Verdict with { Name = "passed" } : Verdict };

    /// <summary>The result as the count alone gave it.</summary>
    public QuestionResult AsCounted() => CastingVote is null ? this : this with { CastingVote = null, Verdict = Verdict with { Name = "failed" } };
}

/// <summary>A name written in, with what the rule gives for it.</summary>
/// <param name="Name">As written.</param>
/// <param name="Count">Ballots that bear it.</param>
/// <param name="Passed">Whether it reached what the candidate had to reach, and the candidate did not.</param>
public sealed record JudgedWriteIn(string Name, int Count, bool Passed);

/// <summary>Counts and verdicts of one round.</summary>
/// <param name="Unreadable">Envelopes that could not be read.</param>
/// <param name="Questions">In the order of the round.</param>
public sealed record RoundResult(int Unreadable, IReadOnlyList<QuestionResult> Questions)
{
    /// <summary>The part of the counts that came by device, folded from ballots; null where nothing was entered beside it.</summary>
    public IReadOnlyList<QuestionTally>? Devices { get; init; }

    /// <summary>The result as the count alone gave it, before any casting vote: what was tallied, told and signed.</summary>
    public RoundResult AsCounted() => this with { Questions = [.. Questions.Select(q => q.AsCounted())] };

    /// <summary>Counts the ballots, adds what was entered, and applies each question's rule.</summary>
    /// <param name="questions">As frozen at Ready.</param>
    /// <param name="ballots">Decrypted bytes of each ballot; null for an envelope that did not open.</param>
    /// <param name="numbers">The bases; <see cref="RoundNumbers.ByDevice"/> must be the number of ballots.</param>
    /// <param name="entered">Counts of hands or paper, or null.</param>
    /// <exception cref="ArgumentException">The ballots, or the counts entered, are not as many as voted.</exception>
    public static RoundResult Of(IReadOnlyList<RoundQuestion> questions, IReadOnlyList<byte[]?> ballots, RoundNumbers numbers, EnteredCounts? entered = null)
    {
        var tally = Tally.Of(questions, ballots.Select(b => b is null ? null : BallotCode.Decode(questions, b)));
        if (tally.Voted != numbers.ByDevice) throw new ArgumentException($"{tally.Voted} ballots were counted, {numbers.ByDevice} voted.", nameof(ballots));
        if ((entered?.Voted ?? 0) != numbers.Entered) throw new ArgumentException($"{entered?.Voted} were entered, {numbers.Entered} voted.", nameof(entered));
        return new RoundResult(tally.Unreadable, [.. questions.Select((q, i) => Of(q, tally.Questions[i], numbers, entered, i))])
        {
            Devices = entered is null ? null : tally.Questions,
        };
    }

    private static QuestionResult Of(RoundQuestion question, QuestionTally devices, RoundNumbers numbers, EnteredCounts? entered, int place)
    {
        if (entered is null) return new QuestionResult(question.Question.Id, devices, Verdict.Of(question, devices, numbers));
        var tally = devices.Plus(QuestionTally.Of(question, entered.Voted, entered.Questions[place]));
        return new QuestionResult(question.Question.Id, tally, Verdict.Of(question, tally, numbers))
        {
            WriteIns = [.. entered.Questions[place].WriteIns.Select(w => new JudgedWriteIn(w.Name, w.Count, Verdict.WriteInPasses(question, tally, numbers, w.Count)))],
        };
    }
}
