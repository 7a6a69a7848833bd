using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Api.Live;

/// <summary>What screens see of hands and paper.</summary>
internal static class ChannelViews
{
    /// <summary>The channels of a round that was counted, or of one that is void for what was returned; null where all came by device.</summary>
    public static IReadOnlyList<ChannelView>? Of(Round round)
    {
        if (round.ConfirmedCounts is not { } counts) return null;
        var by = round.Way is Way.Paper ? Ways.Paper : Ways.Hands;
        var late = round.Entry!.Late is not null;
        if (round.Result is not { } result) return counts.IsOverReturned ? [new ChannelView(by, counts.Voted, counts.Issued, late, [])] : null;
        var entered = new ChannelView(by, counts.Voted, counts.Issued, late,
            [.. round.Questions.Zip(counts.Questions, (asked, q) => Of(asked, QuestionTally.Of(asked, counts.Voted, q)))]);
        return round.HasDevices
            ? [new ChannelView(Ways.Devices, round.Numbers!.ByDevice, null, false, [.. round.Questions.Zip(result.Devices!, Of)]), entered]
            : [entered];
    }

    private static ChannelQuestionView Of(RoundQuestion asked, QuestionTally tally) => new(
        asked.Question.Id, asked.Candidates.Select((c, i) => KeyValuePair.Create(c.Id, tally.Counts[i])).ToDictionary(), tally.Void, tally.Blank);
}
