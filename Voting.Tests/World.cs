using Voting.Domain.Ballots;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Sealing;
using Voting.Domain.Tallies;

namespace Voting.Tests;

/// <summary>States of the world that tests start from.</summary>
internal static class World
{
    public static IReadOnlyList<Option> Approval { get; } = [new("for", "赞成"), new("against", "反对"), new("abstain", "弃权")];

    public static IReadOnlyList<Option> Grades { get; } = [new("satisfied", "满意"), new("basic", "基本满意"), new("dissatisfied", "不满意")];

    public static Threshold MoreThanHalf(Base of = Base.All) => new(of, Comparison.MoreThan, 1, 2);

    public static Rule Preset(string name, int seats = 1) => Presets.Find(name, seats)!;

    public static Question Motion(string rule = "committee-resolution", string id = "q1") => Motion(Preset(rule), id);

    public static Question Motion(Rule rule, string id = "q1") => new(id, "议案", QuestionKind.ChooseOne, Approval, rule);

    public static Question Rating(string rule = "rating-of-all", string id = "q1") => Rating(Preset(rule), id);

    public static Question Rating(Rule rule, string id = "q1") => new(id, "报告", QuestionKind.ChooseOne, Grades, rule);

    public static Rule.Seats Seats(int count) => (Rule.Seats)Preset("selection-of-all", count);

    public static Question Selection(Rule.Seats rule, int candidates, string id = "q1") =>
        new(id, "票选", QuestionKind.ChooseMany, [.. Enumerable.Range(1, candidates).Select(i => new Option($"c{i:00}", $"项目{i}"))], rule);

    public static Paper Paper(params Question[] questions) => Paper("V01", true, questions);

    public static Paper Paper(string id, bool secret, params Question[] questions) =>
        new(id, "表决票", secret, questions, null, PressThatCounts.Last, LateArrivals.Admit, []);

    /// <summary>A committee of m01, m02 … of whom the first are present and the others on leave; more than half must be there.</summary>
    public static Meeting Committee(int members, int present, params Paper[] papers) => new(
        "meeting", "会议", "2024-11-26", "zh-CN", "m01", new Body("常委会", members, MoreThanHalf()),
        [.. Enumerable.Range(1, members).Select(i => new Member($"m{i:00}", $"委员{i:00}", i <= present ? Attendance.Present : Attendance.Leave))],
        [], [new AgendaItem(1, "议程", [.. papers.Select(p => p.Id)]), new AgendaItem(2, "书面审议", [])], papers);

    public static MeetingState CheckIn(Meeting meeting) =>
        new(meeting, true, MeetingPhase.CheckIn, AttendanceRoll.Start(meeting, rehearsal: true), []);

    public static MeetingState InSession(Meeting meeting) => CheckIn(meeting) with { Phase = MeetingPhase.InSession };

    public static IReadOnlyList<RoundQuestion> First(params Question[] questions) => [.. questions.Select(RoundQuestion.First)];

    /// <summary>The bytes of a ballot: for each question the ids marked, separated by spaces.</summary>
    public static byte[] Ballot(IReadOnlyList<RoundQuestion> questions, params string[] marks) =>
        BallotCode.Encode(questions, new Ballot([.. questions.Zip(marks, (question, ids) =>
            ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => Position(question, id)).Order().ToList())]));

    /// <summary>Ballots on one question: so many with these marks, so many with those.</summary>
    public static List<byte[]?> Ballots(IReadOnlyList<RoundQuestion> questions, params (int Many, string Marks)[] ballots) =>
        [.. ballots.SelectMany(b => Enumerable.Repeat(Ballot(questions, b.Marks), b.Many))];

    /// <summary>Counts as many ballots as are given, of so many in office and present.</summary>
    public static RoundResult Count(IReadOnlyList<RoundQuestion> questions, int all, int present, IReadOnlyList<byte[]?> ballots) =>
        RoundResult.Of(questions, ballots, new RoundNumbers(all, present, ballots.Count));

    /// <summary>The verdict on one question of a first round.</summary>
    public static Verdict Judge(Question question, int all, int present, params (int Many, string Marks)[] ballots) =>
        Count(First(question), all, present, Ballots(First(question), ballots)).Questions[0].Verdict;

    /// <summary>A round of one question that was counted with these marks per candidate, each ballot marking less than all.</summary>
    public static Round Held(int number, RoundQuestion question, params int[] marks)
    {
        var numbers = new RoundNumbers(39, 35, 35);
        var tally = new QuestionTally(35, 0, 0, marks);
        var result = new RoundResult(0, [new QuestionResult(question.Question.Id, tally, Verdict.Of(question, tally, numbers))]);
        return new Round($"r{number}", "V01", number, RoundState.Announced, [question])
        {
            RollAtOpen = new RollCounts(35, 4, 0),
            RollAtClose = new RollCounts(35, 4, 0),
            Numbers = numbers,
            Result = result,
        };
    }

    /// <summary>A key pair that is the same in every run.</summary>
    public static KeyPair Keys(byte number) => Hpke.DeriveKeyPair([.. Enumerable.Repeat(number, Hpke.SeedSize)]);

    /// <summary>Evidence that holds as many envelopes as were counted.</summary>
    public static Evidence Urn(int envelopes) => new(envelopes, null);

    private static int Position(RoundQuestion question, string id)
    {
        var position = question.Candidates.ToList().FindIndex(c => c.Id == id);
        return position >= 0 ? position : throw new ArgumentException($"{id} is no candidate.", nameof(id));
    }
}
