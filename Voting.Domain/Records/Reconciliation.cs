using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Domain.Records;

/// <summary>What the store still holds of a counted round's ballots.</summary>
/// <param name="Urn">Envelopes of a secret round's urn.</param>
/// <param name="Named">Clear ballots of a recorded round by member id, or null where the paper is secret.</param>
/// <param name="Root">The urn's root as the store has it now.</param>
/// <param name="Published">The urn's root as the chain of events told it before the key was used.</param>
public sealed record Evidence(int Urn, IReadOnlyDictionary<string, byte[]>? Named, string? Root = null, string? Published = null);

/// <summary>The sums that must hold before a round is certified. Nothing is ever adjusted to make them hold.</summary>
public static class Reconciliation
{
    /// <summary>Every sum that does not hold, in words; empty where all do.</summary>
    /// <param name="meeting">The meeting.</param>
    /// <param name="round">A round that is tallied.</param>
    /// <param name="evidence">What the store holds.</param>
    public static IEnumerable<string> Of(Meeting meeting, Round round, Evidence evidence)
    {
        if (round is not { RollAtOpen: { } atOpen, RollAtClose: { } atClose, Numbers: { } numbers, Result: { } result })
        {
            yield return "the round has no counts";
            yield break;
        }

        var due = meeting.Roll.Count;
        if (atOpen.Due != due) yield return $"roll at the opening: {atOpen.Present} + {atOpen.Leave} + {atOpen.Absent} ≠ {due}";
        if (atClose.Due != due) yield return $"roll at the close: {atClose.Present} + {atClose.Leave} + {atClose.Absent} ≠ {due}";
        if (numbers.Voted < 0 || numbers.DidNotVote < 0) yield return $"voted {numbers.Voted} of {numbers.Present} present";
        if (numbers.Present > numbers.All) yield return $"present {numbers.Present} of {numbers.All}";
        foreach (var (asked, question) in round.Questions.Zip(result.Questions))
        {
            var tally = question.Tally;
            if (tally.Valid + tally.Void != numbers.Voted) yield return $"{question.QuestionId}: valid {tally.Valid} + void {tally.Void} ≠ voted {numbers.Voted}";
            var marks = tally.Counts.Sum(c => (long)c);
            if (asked.Question.Kind is QuestionKind.ChooseOne && marks + tally.Blank != tally.Valid)
                yield return $"{question.QuestionId}: counts {marks} + blank {tally.Blank} ≠ valid {tally.Valid}";
            if (tally.Counts.Any(c => c > tally.Valid - tally.Blank)) yield return $"{question.QuestionId}: a count is more than the ballots marked";
        }

        foreach (var wrong in ChannelSums.Of(round, numbers, result)) yield return wrong;
        if (!round.HasDevices)
        {
            if (evidence.Urn + (evidence.Named?.Count ?? 0) > 0) yield return "there are ballots of a round without devices";
            yield break;
        }

        if (evidence.Named is not { } named)
        {
            if (evidence.Urn != numbers.ByDevice) yield return $"urn {evidence.Urn} ≠ voted {numbers.ByDevice}";
            if (evidence.Root != evidence.Published) yield return "the urn is not the one that was published";
            yield break;
        }

        if (named.Count != numbers.ByDevice)
        {
            yield return $"names {named.Count} ≠ voted {numbers.ByDevice}";
            yield break;
        }

        var again = RoundResult.Of(round.Questions, [.. named.Values], numbers, round.Confirmed);
        if (again.Unreadable != result.Unreadable) yield return $"unreadable {result.Unreadable} ≠ {again.Unreadable} of the names";
        foreach (var (published, counted) in result.Questions.Zip(again.Questions))
            if (!Same(published.Tally, counted.Tally)) yield return $"{published.QuestionId}: the totals differ from the names behind them";
    }

    private static bool Same(QuestionTally one, QuestionTally other) =>
        (one.Valid, one.Void, one.Blank) == (other.Valid, other.Void, other.Blank) && one.Counts.SequenceEqual(other.Counts);
}
