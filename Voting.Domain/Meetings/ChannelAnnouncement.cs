using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Domain.Meetings;

/// <summary>What the presiding officer says besides, where hands or paper take part.</summary>
internal static class ChannelAnnouncement
{
    /// <summary>What the members are asked to do.</summary>
    public static (string Chinese, string English) How(Way way) => way switch
    {
        Way.Hands => ("请举手", "please raise your hands when asked"),
        Way.Paper => ("请填写纸质表决票", "please mark the paper ballots"),
        Way.DevicesAndHands => ("请按表决器，视频参会的请举手", "please vote, by a show of hands where you were told so"),
        _ => ("请按表决器", "please vote"),
    };

    /// <summary>Why a round is held another way or again: 故障, 无效. Nothing where the round before is not void.</summary>
    public static (IEnumerable<string> Chinese, IEnumerable<string> English) Why(Paper paper, Way way, Round? before) => before switch
    {
        { State: RoundState.Void, ConfirmedCounts.IsOverReturned: true } =>
            ([OtherWays.OverReturned], ["More ballots were returned than issued: this vote is void, and is held again."]),
        { State: RoundState.Void, HasDevices: true } when way is Way.Hands =>
            (["表决系统出现故障，本项表决改用举手方式。"], ["The voting system has failed; this vote is held by a show of hands."]),
        { State: RoundState.Void, HasDevices: true } when way is Way.Paper =>
            ([$"表决系统出现故障，本项表决改用纸质{(paper.Secret ? "无记名" : "")}投票方式。"], [$"The voting system has failed; this vote is held on {(paper.Secret ? "secret " : "")}paper ballots."]),
        _ => ([], []),
    };

    /// <summary>Those who did not vote; on paper that is issued less returned, which is said apart.</summary>
    public static (string Chinese, string English) Silent(Way way, int silent) => way switch
    {
        Way.Devices => ($"，未按表决器{silent}人", $", did not vote {silent}"),
        Way.Paper => ("", ""),
        _ => ($"，未表决{silent}人", $", did not vote {silent}"),
    };

    /// <summary>The sentence of a question with what was issued and returned before it, and the channels and names written in behind.</summary>
    public static (string Chinese, string English) With(Round round, int place, (string Chinese, string English) said)
    {
        if (round.ConfirmedCounts is not { } counts) return said;
        var result = round.Result!.Questions[place];
        var asked = round.Questions[place];
        if (counts.Issued is { } issued)
        {
            said = ($"发出{issued}张，收回{counts.Voted}张，有效{result.Tally.Valid}张，无效{result.Tally.Void}张。{said.Chinese}",
                $"{issued} issued, {counts.Voted} returned, {result.Tally.Valid} valid, {result.Tally.Void} void. {said.English}");
        }

        if (round.HasDevices)
        {
            var (byDevice, byHands) = (round.Result.Devices![place], QuestionTally.Of(asked, counts.Voted, counts.Questions[place]));
            said = ($"{said.Chinese}其中表决器：{Chinese(asked, byDevice)}；举手：{Chinese(asked, byHands)}。",
                $"{said.English} By device: {English(asked, byDevice)}; by hands: {English(asked, byHands)}.");
        }

        foreach (var name in result.WriteIns)
        {
            said = ($"{said.Chinese}另选他人：{name.Name}{name.Count}票{(name.Passed ? "，达到规定票数" : "")}。",
                $"{said.English} Written in: {name.Name} {name.Count}{(name.Passed ? ", which is enough" : "")}.");
        }

        return said;
    }

    private static string Chinese(RoundQuestion asked, QuestionTally tally) => string.Join("，", asked.Candidates.Select((c, i) => $"{c.Label}{tally.Counts[i]}票"));

    private static string English(RoundQuestion asked, QuestionTally tally) =>
        string.Join(", ", asked.Candidates.Select((c, i) => $"{(c.Id is "for" or "against" ? c.Id : c.Id == "abstain" ? "abstaining" : c.Label)} {tally.Counts[i]}"));
}
