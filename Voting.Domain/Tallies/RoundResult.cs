using Voting.Domain.Ballots;
using Voting.Domain.Papers;

namespace Voting.Domain.Tallies;

/// <summary>Counts and verdict of one question in one round.</summary>
/// <param name="QuestionId">The question.</param>
/// <param name="Tally">Its counts.</param>
/// <param name="Verdict">What the rule gives.</param>
public sealed record QuestionResult(string QuestionId, QuestionTally Tally, Verdict Verdict);

/// <summary>Counts and verdicts of one round.</summary>
/// <param name="Unreadable">Envelopes that could not be read.</param>
/// <param name="Questions">In the order of the round.</param>
public sealed record RoundResult(int Unreadable, IReadOnlyList<QuestionResult> Questions)
{
    /// <summary>Counts the ballots and applies each question's rule.</summary>
    /// <param name="questions">As frozen at Ready.</param>
    /// <param name="ballots">Decrypted bytes of each ballot; null for an envelope that did not open.</param>
    /// <param name="numbers">The bases; <see cref="RoundNumbers.Voted"/> must be the number of ballots.</param>
    /// <exception cref="ArgumentException">The ballots are not as many as voted.</exception>
    public static RoundResult Of(IReadOnlyList<RoundQuestion> questions, IReadOnlyList<byte[]?> ballots, RoundNumbers numbers)
    {
        var tally = Tally.Of(questions, ballots.Select(b => b is null ? null : BallotCode.Decode(questions, b)));
        if (tally.Voted != numbers.Voted) throw new ArgumentException($"{tally.Voted} ballots were counted, {numbers.Voted} voted.", nameof(ballots));
        return new RoundResult(tally.Unreadable, [.. questions.Select((q, i) =>
            new QuestionResult(q.Question.Id, tally.Questions[i], Verdict.Of(q, tally.Questions[i], numbers)))]);
    }
}
