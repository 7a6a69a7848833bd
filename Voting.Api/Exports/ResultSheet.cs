using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Tallies;

namespace Voting.Api.Exports;

/// <summary>What the sheet says of a round beside the meeting's state.</summary>
/// <param name="Wrong">Sums that do not hold: they are printed, never hidden.</param>
/// <param name="UrnRoot">Of a secret round.</param>
public sealed record SheetRound(IReadOnlyList<WrongSum> Wrong, string? UrnRoot);

/// <summary>The result sheet (表决结果单) for paper: Chinese first, English beneath. The head of the record stands on it, so that paper anchors the file.</summary>
public sealed class ResultSheet
{
    public const string Path = "/result-sheet";
    public const string StylePath = Path + "/sheet.css";

    private readonly StringBuilder _html = new();
    private readonly MeetingState _state;
    private readonly IReadOnlyDictionary<string, SheetRound> _rounds;

    private ResultSheet(MeetingState state, IReadOnlyDictionary<string, SheetRound> rounds) => (_state, _rounds) = (state, rounds);

    public static string Style { get; } = Read();

    /// <param name="state">The meeting.</param>
    /// <param name="rounds">By round id.</param>
    /// <param name="head">Of the chain of events as it stands.</param>
    /// <param name="picture">The head's hash for a camera.</param>
    public static string Html(MeetingState state, IReadOnlyDictionary<string, SheetRound> rounds, EventChain head, QrView picture)
    {
        var sheet = new ResultSheet(state, rounds);
        sheet.Write(head, picture);
        return sheet._html.ToString();
    }

    private void Write(EventChain head, QrView picture)
    {
        var meeting = _state.Meeting;
        Line($"<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>表决结果单 {E(meeting.Title)}</title><link rel=\"stylesheet\" href=\"{StylePath}\"></head><body>");
        if (_state.Rehearsal) Line("<p class=\"mark\" aria-hidden=\"true\">演练</p>");
        Line($"<header><p class=\"body\">{E(meeting.Body.Name)}</p><h1>表决结果单{Small("Result sheet")}</h1><p class=\"title\">{E(meeting.Title)}</p>");
        if (_state.Rehearsal) Line($"<p class=\"rehearsal\">演练：表决由模拟成员完成，不是会议的决定{Small("Rehearsal: simulated members voted; nothing here was decided")}</p>");
        var (roll, phase) = (_state.Roll.Counts(), _state.Phase is MeetingPhase.Closed ? ("会议结束时", "at the end") : ("打印时", "when printed"));
        Line("<dl>");
        Fact("日期", "Date", meeting.Date);
        Fact("全体组成人员", "All members", meeting.Body.Members);
        Fact($"应到（{phase.Item1}）", $"Due, {phase.Item2}", roll.Due);
        Fact("实到", "Present", roll.Present);
        Fact("请假", "On leave", roll.Leave);
        Fact("缺席", "Absent", roll.Absent);
        if (Quorum.Need(meeting.Body) is > 0 and var quorum) Fact("法定人数", "Quorum", quorum);
        Line("</dl></header><main>");
        foreach (var paper in meeting.Papers) Paper(paper);
        Line($"<section class=\"head\"><svg viewBox=\"0 0 {picture.Size} {picture.Size}\" role=\"img\" aria-label=\"会议记录摘要 / head of the record\" shape-rendering=\"crispEdges\"><path d=\"{picture.Path}\"/></svg><div>");
        Line($"<h2>会议记录摘要{Small("Head of the record")}</h2><p class=\"hash\">{string.Join(' ', head.Head.Chunk(8).Select(eight => new string(eight)))}</p>");
        Line($"<p>共{head.Seq}个事件。电子记录核验时以此为准：verify record.json --head{Small($"{head.Seq} events. The electronic record is checked against it")}</p></div></section>");
        Line("<section class=\"signatures\">");
        foreach (var (zh, en) in new[] { ("主持人", "Presiding officer"), ("工作人员", "Clerk"), ("监票人", "Scrutineer"), ("监票人", "Scrutineer") })
            Line($"<p>{zh}{Small(en)}<span></span></p>");
        Line($"<p class=\"when\">日期{Small("Date")}<span></span></p></section></main></body></html>");
    }

    private void Paper(Paper paper)
    {
        var item = _state.Meeting.Agenda.FirstOrDefault(a => a.Papers.Contains(paper.Id));
        var rounds = _state.Rounds.Where(r => r.PaperId == paper.Id).ToList();
        Line($"<section class=\"paper\"><h2>{(item is null ? "" : $"<b>第{item.No}项</b> ")}{E(paper.Title)} <i>{(paper.Secret ? "无记名 secret" : "记名 recorded")}</i></h2>");
        if (rounds.Count == 0) Line($"<p class=\"none\">没有表决{Small("Not voted")}</p>");
        foreach (var round in rounds) Round(paper, round);
        var standing = rounds.Where(r => r.Stands && r.IsAnnounced).ToList();
        if (standing.Count > 1) Together(paper, standing);
        Line("</section>");
    }

    private void Round(Paper paper, Round round)
    {
        var (zh, en) = State(round);
        Line($"<article class=\"{round.State.ToString().ToLowerInvariant()}\"><h3>第{round.Number}次表决{Small($"Round {round.Number}")} <b>{zh}{Small(en)}</b></h3>");
        if (round.Reason is { } reason) Line($"<p class=\"reason\">原因：{E(reason)}{Small("Reason")}</p>");
        if (round is { State: RoundState.Void, ConfirmedCounts.IsOverReturned: true })
        {
            Line("<dl>");
            Channels(round);
            Line("</dl>");
        }

        // Nothing is on paper before it is announced.
        if (round is { Numbers: { } numbers, Result: { } result, IsAnnounced: true })
        {
            Numbers(paper, round, numbers, result);
            foreach (var (asked, question) in round.Questions.Zip(result.Questions)) Question(asked, question, numbers);
            Said(paper, round);
            Sums(round);
        }

        Line("</article>");
    }

    private void Numbers(Paper paper, Round round, RoundNumbers numbers, RoundResult result)
    {
        Line("<dl>");
        if (round is { RollAtOpen: { } open, RollAtClose: { } close })
        {
            Fact("名册（开始→结束）", "Roll, opening → close", $"在场{open.Present}→{close.Present} 请假{open.Leave}→{close.Leave} 缺席{open.Absent}→{close.Absent} 应到{close.Due}");
        }

        Fact(paper.EntitledGroups.Count == 0 ? "全体组成人员" : "有权表决", paper.EntitledGroups.Count == 0 ? "All members, N" : "Entitled", numbers.All);
        Fact("在场", "Present, P", numbers.Present);
        Fact("已表决", "Voted", numbers.Voted);
        Fact("未表决", "Did not vote", numbers.DidNotVote);
        if (round.Silence is { Total: > 0 } silence) Fact("在线未按/设备离线/提交过迟", "Did not press/offline/too late", $"{silence.NotPressed}/{silence.Offline}/{silence.TooLate}");
        Channels(round);
        if (result.Unreadable > 0) Fact("无法读取", "Unreadable", result.Unreadable);
        if (_rounds[round.Id].UrnRoot is { } root) Fact("票箱", "Urn", $"{numbers.ByDevice} · {root[..16]}…");
        Line("</dl>");
    }

    // Both, where a round had both; and who stands for what no box shows.
    private void Channels(Round round)
    {
        if (round is not { ConfirmedCounts: { } counts, Entry: { } entry }) return;
        if (round.HasDevices) Fact("其中表决器", "By device", round.Numbers!.ByDevice);
        if (counts.Issued is { } issued) Fact("纸质票发出、收回", "Paper issued, returned", $"{issued}、{counts.Voted}");
        else Fact("其中举手", "By hands", counts.Voted);
        Fact("录入、确认", "Entered, confirmed by", $"{entry.By}、{entry.ConfirmedBy}");
        if (entry.Late is { } late) Fact("补录", "Entered afterwards", late.Reason);
    }

    private void Question(RoundQuestion asked, QuestionResult question, RoundNumbers numbers)
    {
        var (tally, verdict) = (question.Tally, question.Verdict);
        var rule = RuleWords.Of(asked, numbers.All, numbers.Present);
        Line($"<div class=\"question\"><h4>{E(asked.Question.FullTitle)}</h4><p class=\"rule\">{E(rule.Chinese)}{Small(rule.English)}</p><table><tbody>");
        foreach (var (option, i) in asked.Candidates.Select((c, i) => (c, i)))
        {
            var chosen = verdict.Selection is not { } s ? ""
                : $"<td class=\"chosen\">{(s.Elected.Contains(option.Id) ? "入选 chosen" : s.Tied.Contains(option.Id) ? "得票相等 tied" : "")}</td>";
            Line($"<tr><th scope=\"row\">{E(option.Label)}{Small(English(option))}</th><td>{tally.Counts[i]}</td>{chosen}</tr>");
        }

        Line($"</tbody></table><p class=\"totals\"><span>有效 <b>{tally.Valid}</b>{Small("valid")}</span><span>无效 <b>{tally.Void}</b>{Small("void")}</span><span>空白 <b>{tally.Blank}</b>{Small("blank")}</span>");
        if (verdict.Need is { } need) Line($"<span>须得 <b>{need}</b>{Small("needed")}</span>");
        var (zh, en) = Verdict(verdict);
        if (question.CastingVote is { } vote) (zh, en) = CastingVote(vote, zh, en);
        Line($"<span class=\"verdict\">{E(zh)}{Small(en)}</span></p></div>");
    }

    private void Said(Paper paper, Round round)
    {
        var said = Announcement.Result(round, paper);
        Line("<blockquote>");
        foreach (var (zh, en) in said.Chinese.Zip(said.English)) Line($"<p>{E(zh)}{Small(en)}</p>");
        Line("</blockquote>");
    }

    private void Sums(Round round)
    {
        var wrong = _rounds[round.Id].Wrong;
        if (wrong.Count == 0)
        {
            Line($"<p class=\"sums\">✓ 各项票数平衡{Small("every sum reconciles")}</p>");
            return;
        }

        Line($"<div class=\"sums wrong\"><p>✕ 票数不平衡，不能签署确认{Small("The sums do not reconcile: it cannot be certified")}</p><ul>");
        foreach (var sum in wrong) Line($"<li>{E(sum.Chinese)}{Small(sum.English)}</li>");
        Line("</ul></div>");
    }

    /// <summary>What the rounds that stand come to together.</summary>
    private void Together(Paper paper, IReadOnlyList<Round> standing)
    {
        foreach (var question in paper.Questions.Where(q => q.Rule is Rule.Seats))
        {
            var held = standing.SelectMany(r => r.Result!.Questions).Where(q => q.QuestionId == question.Id).ToList();
            if (held.Count == 0) continue;
            var elected = held.SelectMany(h => h.Verdict.Selection!.Elected).ToHashSet();
            var names = question.Options.Where(o => elected.Contains(o.Id)).Select(o => o.Label).ToList();
            Line($"<p class=\"together\">各次表决合计，{E(question.FullTitle)}：入选{names.Count}项：{E(string.Join("、", names))}{Small($"All rounds together, {names.Count} chosen")}</p>");
        }
    }

    private static (string Chinese, string English) State(Round round) => round.State switch
    {
        RoundState.Ready => ("待表决", "ready"),
        RoundState.Open => ("正在表决", "open"),
        RoundState.Closed or RoundState.Tallied => ("已结束，结果未公布", "closed, not announced"),
        RoundState.Announced => ("已公布，未签署确认", "announced, not certified"),
        RoundState.Certified => ("已签署确认", "certified"),
        RoundState.Void => ("作废，没有计票", "void, never counted"),
        _ => ("已由重新表决取代", "superseded: voted again"),
    };

    private static (string Chinese, string English) Verdict(Verdict verdict)
    {
        var (zh, en) = verdict switch
        {
            { Name: "passed" } => ("通过", "passed"),
            { Name: "failed" } => ("未获通过", "not passed"),
            { Selection: { } s } => ($"入选{s.Elected.Count}项", $"{s.Elected.Count} chosen"),
            _ => (verdict.Name, ""),
        };
        return verdict.Outcome switch
        {
            Outcome.Runoff => (zh + "，须再次票选", en + ", a runoff is due"),
            Outcome.Shortfall => ($"{zh}，缺额{verdict.Selection!.Shortfall}", $"{en}, {verdict.Selection.Shortfall} short"),
            Outcome.Referred => (zh + "，得票相等，提请会议决定", en + ", a tie is referred to the meeting"),
            _ => (zh, en),
        };
    }

    private static (string Chinese, string English) CastingVote(CastingVote vote, string zh, string en) => vote switch
    {
        Domain.Tallies.CastingVote.For => ($"票数相等，主持人决定票赞成，{zh}", $"votes equal, casting vote for: {en}"),
        Domain.Tallies.CastingVote.Against => ($"票数相等，主持人决定票反对，{zh}", $"votes equal, casting vote against: {en}"),
        _ => ($"票数相等，主持人不投决定票，{zh}", $"votes equal, no casting vote: {en}"),
    };

    private static string English(Option option) => option.Id switch
    {
        "for" or "against" or "abstain" => option.Id,
        _ => "",
    };

    private void Fact(string zh, string en, object value) =>
        Line($"<div><dt>{zh}{Small(en)}</dt><dd>{E(Convert.ToString(value, CultureInfo.InvariantCulture)!)}</dd></div>");

    private void Line(string html) => _html.Append(html).Append('\n');

    private static string Small(string english) => english.Length == 0 ? "" : $" <small lang=\"en\">{E(english)}</small>";

    private static string Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{typeof(ResultSheet).Namespace}.result-sheet.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
