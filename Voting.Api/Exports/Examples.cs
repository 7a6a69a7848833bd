namespace Voting.Api.Exports;

/// <summary>What the description of the HTTP interface shows; of no meeting that was held.</summary>
public static class Examples
{
    public static AgendaFile Agenda { get; } = new(
        "voting-agenda/1",
        new AgendaFile.Header("committee-26", "第二十六次会议", "2025-02-27", Rehearsal: false, "in-session", new AgendaFile.Body("常务委员会", 39), new AgendaFile.Roll(35, 4, 0)),
        [new AgendaFile.Item(1, "听取和审议工作报告", "done", null, "办公室主任"), new AgendaFile.Item(2, "票选民生实事项目", "called", "差额票选", null)]);

    public static ResultsFile Results { get; } = new("voting-results/1", "committee-26", Rehearsal: false,
    [
        new ResultsFile.HeldRound("V01", "关于批准决算的决议", Secret: false, Item: 1, Round: 1, "certified", Reason: null, "devices", new ResultsFile.Bases(39, 35, 34), DidNotVote: 1,
        [
            new ResultsFile.Question("q1", "决议草案", Group: null, "first", Seats: 0,
                [new ResultsFile.Option("for", "赞成"), new ResultsFile.Option("against", "反对"), new ResultsFile.Option("abstain", "弃权")],
                Valid: 34, Void: 0, Blank: 0, new Dictionary<string, int> { ["for"] = 31, ["against"] = 1, ["abstain"] = 2 }, Percentages: null,
                Need: 20, "passed", "decided", Elected: null, Tied: null, Shortfall: 0, WriteIns: null),
        ]),
        new ResultsFile.HeldRound("V02", "票选民生实事项目", Secret: true, Item: 2, Round: 1, "announced", Reason: null, "devices", new ResultsFile.Bases(39, 35, 35), DidNotVote: 0,
        [
            new ResultsFile.Question("q1", "三选二", Group: null, "first", Seats: 2,
                [new ResultsFile.Option("c01", "学校食堂"), new ResultsFile.Option("c02", "社区公园"), new ResultsFile.Option("c03", "雨水管网")],
                Valid: 34, Void: 1, Blank: 0, new Dictionary<string, int> { ["c01"] = 30, ["c02"] = 12, ["c03"] = 24 }, Percentages: null,
                Need: 20, "elected", "decided", Elected: ["c01", "c03"], Tied: [], Shortfall: 0, WriteIns: null),
        ]),
    ]);
}
