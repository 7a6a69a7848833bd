using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Domain.Meetings;

/// <summary>What the presiding officer says, in the wording of real meetings; the rostrum's screen and the result sheet use it.</summary>
/// <param name="Chinese">A sentence or more a question.</param>
/// <param name="English">The same in English.</param>
public sealed record Announcement(IReadOnlyList<string> Chinese, IReadOnlyList<string> English)
{
    /// <summary>The meeting opens.</summary>
    /// <param name="roll">The roll as it stands.</param>
    public static Announcement Opening(RollCounts roll) => new(
        [$"本次会议应到{roll.Due}人，实到{roll.Present}人，请假{roll.Leave}人，缺席{roll.Absent}人，符合法定人数，现在开会。"],
        [$"{roll.Due} members are due, {roll.Present} present, {roll.Leave} on leave, {roll.Absent} absent. There is a quorum; the meeting is open."]);

    /// <summary>The meeting goes on after a suspension.</summary>
    /// <param name="roll">The roll as it was taken again.</param>
    public static Announcement Resuming(RollCounts roll) => new(
        [$"本次会议应到{roll.Due}人，实到{roll.Present}人，请假{roll.Leave}人，缺席{roll.Absent}人，符合法定人数，现在复会。"],
        [$"{roll.Due} members are due, {roll.Present} present, {roll.Leave} on leave, {roll.Absent} absent. There is a quorum; the meeting goes on."]);

    /// <summary>A paper is put to the vote.</summary>
    /// <param name="meeting">The meeting, for the item of the agenda.</param>
    /// <param name="paper">The paper.</param>
    /// <param name="way">How the round is voted.</param>
    /// <param name="before">The round of the paper before it, or null: where that is void it is said why this one is held.</param>
    public static Announcement Putting(Meeting meeting, Paper paper, Way way = Way.Devices, Round? before = null)
    {
        var item = meeting.Agenda.FirstOrDefault(a => a.Papers.Contains(paper.Id));
        var title = paper.Title.StartsWith('《') ? paper.Title : $"《{paper.Title}》";
        return new Announcement(
            [.. ChannelAnnouncement.Why(paper, way, before).Chinese, (item is null ? "" : $"现在进行第{item.No}项议程，") + $"表决{title}。现在付表决，{ChannelAnnouncement.How(way).Chinese}。"],
            [.. ChannelAnnouncement.Why(paper, way, before).English, (item is null ? "" : $"Item {item.No} of the agenda: ") + $"{paper.Title}. I put it to the vote; {ChannelAnnouncement.How(way).English}."]);
    }

    /// <summary>The result of a tallied round.</summary>
    /// <param name="round">A round with its numbers and result.</param>
    /// <param name="paper">Its paper, which says how numbers are told.</param>
    public static Announcement Result(Round round, Paper paper)
    {
        var numbers = round.Numbers!;
        var each = round.Questions.Zip(round.Result!.Questions).Select((q, place) => ChannelAnnouncement.With(round, place, Of(paper, q.First, q.Second, numbers, round))).ToList();
        return new Announcement([.. each.Select(e => e.Chinese)], [.. each.Select(e => e.English)]);
    }

    private static (string Chinese, string English) Of(Paper paper, RoundQuestion asked, QuestionResult result, RoundNumbers numbers, Round round)
    {
        var (_, tally, verdict) = result;
        // What is announced as 未按 is those who did not vote and the blanks; void ballots apart.
        var (silent, silentEn) = Silent(paper, tally, numbers, round);
        string? Percent(int i) => paper.Percentages is { } percentages ? percentages.Print(tally.Counts[i], tally.Total(asked, percentages.Of, numbers)) : null;
        var counts = string.Join("，", asked.Candidates.Select((c, i) => $"{c.Label}{tally.Counts[i]}票" + (Percent(i) is { } p ? $"（{p}%）" : "")));
        var countsEn = string.Join(", ", asked.Candidates.Select((c, i) => $"{Word(c)} {tally.Counts[i]}" + (Percent(i) is { } p ? $" ({p}%)" : "")));
        var (invalid, invalidEn) = tally.Void == 0 ? ("", "") : ($"，无效票{tally.Void}张", $", void {tally.Void}");
        switch (asked.Question.Rule)
        {
            case Rule.Majority rule:
                var passed = verdict.Name == "passed";
                var (ends, endsEn) = Tied(asked, result) ?? (passed ? ("表决有效，通过。", "The vote is valid; it is passed.")
                    : ($"未获通过（须{RuleWords.Share(rule.Threshold).Chinese}，即{verdict.Need}票）。", $"Not passed ({verdict.Need} are needed)."));
                var subject = asked.Question.Act is null ? "" : asked.Question.FullTitle + "：";
                var subjectEn = asked.Question.Act is null ? "" : asked.Question.FullTitle + ": ";
                return (
                    $"{subject}{counts}{silent}{invalid}。{ends}",
                    $"{subjectEn}{countsEn}{silentEn}{invalidEn}. {endsEn}");
            case Rule.Tiers:
                return (
                    $"{asked.Question.FullTitle}：应参加测评{numbers.Present}人，实际参加{numbers.Voted}人，有效{tally.Valid}张，无效{tally.Void}张。{counts}。测评结果为{verdict.Name}。",
                    $"{asked.Question.FullTitle}: {numbers.Present} were to rate, {numbers.Voted} did, {tally.Valid} valid, {tally.Void} void. {countsEn}. The rating is {verdict.Name}.");
            default:
                return Selected(asked, tally, verdict);
        }
    }

    private static (string Chinese, string English)? Tied(RoundQuestion asked, QuestionResult result) => !CastingVotes.IsTie(asked, result.Tally) ? null : result.CastingVote switch
    {
        CastingVote.For => ("赞成票与反对票相等，主持人投决定票赞成。表决有效，通过。", "The votes are equal; the presiding officer gives the casting vote for. The vote is valid; it is passed."),
        CastingVote.Against => ("赞成票与反对票相等，主持人投决定票反对。未获通过。", "The votes are equal; the presiding officer gives the casting vote against. Not passed."),
        CastingVote.Declined => ("赞成票与反对票相等，主持人不投决定票。未获通过。", "The votes are equal; the presiding officer gives no casting vote. Not passed."),
        _ => ("赞成票与反对票相等，由主持人投决定票。", "The votes are equal; the presiding officer has a casting vote."),
    };

    private static (string Chinese, string English) Silent(Paper paper, QuestionTally tally, RoundNumbers numbers, Round round)
    {
        if (paper.DidNotVote is SilenceShown.Hidden) return ("", "");
        var total = numbers.DidNotVote + tally.Blank;
        var (chinese, english) = ChannelAnnouncement.Silent(round.Way, total);
        // Why is known of devices only.
        if (paper.DidNotVote is not SilenceShown.Split || round.Silence is not { } silence || total == 0) return (chinese, english);
        return (chinese + $"（在线未按{silence.NotPressed}人，设备离线{silence.Offline}人，提交过迟{silence.TooLate}人，未作选择{tally.Blank}人）",
            english + $" (did not press {silence.NotPressed}, device offline {silence.Offline}, too late {silence.TooLate}, no mark {tally.Blank})");
    }

    private static (string Chinese, string English) Selected(RoundQuestion asked, QuestionTally tally, Verdict verdict)
    {
        var selection = verdict.Selection!;
        string Names(IEnumerable<string> ids) => string.Join("、", ids.Select(id => asked.Candidates.Single(c => c.Id == id).Label));
        var passing = asked.Threshold is { } t ? $"{tally.Counts.Count(y => verdict.Need <= y)}项获{RuleWords.Share(t).Chinese}赞成，" : "";
        var chinese = $"应选{asked.Seats}项，候选{asked.Candidates.Count}项。收回票数不多于发出票数，本次票选有效。{passing}";
        var english = $"{asked.Seats} to be chosen of {asked.Candidates.Count}. No more ballots were returned than issued; the selection is valid. ";
        chinese += selection.Elected.Count == 0 ? "没有项目入选。" : $"按得票多少确定以下{selection.Elected.Count}项：{Names(selection.Elected)}。";
        english += selection.Elected.Count == 0 ? "None is chosen." : $"Chosen by the number of marks, {selection.Elected.Count}: {Names(selection.Elected)}.";
        var left = asked.Seats - selection.Elected.Count;
        return verdict.Outcome switch
        {
            Outcome.Runoff => (chinese + $"{Names(selection.Tied)}得票相等，不能确定，就得票相等的项目再次票选，应选{left}项。",
                english + $" {Names(selection.Tied)} are tied and nothing is decided between them: a runoff among them for {left}."),
            Outcome.Referred => (chinese + $"{Names(selection.Tied)}得票相等，提请会议决定，尚缺{left}项。", english + $" {Names(selection.Tied)} are tied; the meeting decides on {left}."),
            Outcome.Shortfall => (chinese + $"尚缺{left}项。", english + $" {left} remain open."),
            _ => (chinese, english),
        };
    }

    private static string Word(Option option) => option.Id switch
    {
        "for" => "for",
        "against" => "against",
        "abstain" => "abstaining",
        _ => option.Label,
    };
}
