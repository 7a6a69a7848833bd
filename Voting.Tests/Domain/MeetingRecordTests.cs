using System.Text;
using System.Text.Json.Nodes;
using Voting.Domain.Ballots;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Tests.Domain;

public class MeetingRecordTests
{
    private static readonly Question Motion = World.Motion();
    private static readonly Question Selection = World.Selection(World.Seats(2), 4);

    /// <summary>Voted, announced and certified with these ballots of m01, m02 …</summary>
    private static Course Vote(Course course, Dictionary<string, RoundBallots> kept, string paper, int number, params (int Many, string Marks)[] marks)
    {
        course = course.Do(new Command.Prepare(paper, $"{paper}-{number}", number > 1 ? "重新表决" : null), new Command.Open(paper, number, null));
        var round = course.State.Find(paper, number)!;
        var ballots = World.Ballots(round.Questions, marks);
        var secret = course.State.Meeting.Paper(paper)!.Secret;
        kept[round.Id] = secret
            ? new RoundBallots([.. ballots.Select((_, i) => Envelope.Hash([(byte)i])).Order(StringComparer.Ordinal)], null)
            : new RoundBallots([], ballots.Index().ToDictionary(b => $"m{b.Index + 1:00}", b => b.Item!));
        var evidence = new Evidence(secret ? ballots.Count : 0, kept[round.Id].Named);
        var roll = course.State.Roll.Counts();
        return course.Do(
            new Command.Close(paper, number, roll, new RoundNumbers(39, roll.Present, ballots.Count)),
            new Command.Tally(paper, number, World.Count(round.Questions, 39, roll.Present, ballots)),
            new Command.Announce(paper, number),
            new Command.Certify(paper, number, "clerk", false, evidence),
            new Command.Certify(paper, number, "m02", true, evidence));
    }

    private static (Course Course, Dictionary<string, RoundBallots> Kept) Start(params Paper[] papers) =>
        (Course.Of(World.CheckIn(World.Committee(39, 35, papers))).Do(new Command.OpenMeeting()), []);

    private static JsonNode Written(Course course, Dictionary<string, RoundBallots> kept) =>
        JsonNode.Parse(UnsignedRecord.Write(course.State, kept, []))!;

    private static string Text(JsonNode? node) => CanonicalJson.Text(node);

    [Fact]
    public void The_file_is_the_canonical_text_byte_for_byte()
    {
        var (course, kept) = Start(World.Paper("V01", true, Motion));
        var file = UnsignedRecord.Write(Vote(course, kept, "V01", 1, (30, "for")).State, kept, [EventChain.Empty.Append(course.Facts[0], "chair", DateTimeOffset.UnixEpoch).Text]);
        Assert.Equal(CanonicalJson.Bytes(JsonNode.Parse(file)), file);
        Assert.NotEqual(Encoding.UTF8.GetPreamble(), file[..3]);
        var record = JsonNode.Parse(file)!;
        Assert.Equal(["events", "format", "meeting", "papers", "rehearsal", "signatures"], record.AsObject().Select(f => f.Key));
        Assert.Equal("voting-record/1", (string?)record["format"]);
        Assert.Equal("""{"id":"meeting","members":39,"quorum":{"den":2,"num":1,"of":"all","op":">"},"title":"会议"}""", Text(record["meeting"]));
        Assert.Equal("[]", Text(record["signatures"]));
        Assert.Equal("meeting-opened", (string?)record["events"]![0]!["type"]);
    }

    [Fact]
    public void A_certified_secret_round_says_every_number_and_no_ballot()
    {
        var (course, kept) = Start(World.Paper("V01", true, Motion));
        course = Vote(course, kept, "V01", 1, (30, "for"), (1, "against"), (1, ""), (1, "for abstain"));
        var round = Written(course, kept)["papers"]![0]!["rounds"]![0]!.AsObject();
        Assert.Equal(33, (int)round["urn"]!["count"]!);
        var leaves = round["urn"]!["leaves"]!.AsArray().Select(l => (string)l!).ToList();
        Assert.Equal(leaves.Order(StringComparer.Ordinal), leaves);
        Assert.Equal(Convert.ToHexStringLower(Merkle.Root([.. leaves.Select(Convert.FromHexString)])), (string?)round["urn"]!["root"]);
        round.Remove("urn");
        Assert.Equal(
            """
            {"didNotVote":2,"of":{"all":39,"present":35,"voted":33},"questions":[{"blank":1,"counts":{"abstain":0,"against":1,"for":30},"id":"q1","need":20,"options":["for","against","abstain"],"outcome":"decided","rule":{"den":2,"kind":"majority","num":1,"of":"all","op":">"},"valid":32,"verdict":"passed","void":1}],"rollAtClose":{"absent":0,"leave":4,"present":35},"rollAtOpen":{"absent":0,"leave":4,"present":35},"round":1,"state":"certified","unreadable":0}
            """, Text(round));
    }

    [Fact]
    public void A_recorded_round_lists_each_members_marks_and_has_no_urn()
    {
        var (course, kept) = Start(World.Paper("V01", false, Motion, World.Selection(World.Seats(2), 3, "q2")));
        course = course.Do(new Command.Prepare("V01", "r1"), new Command.Open("V01", 1, null));
        var questions = course.State.Rounds[0].Questions;
        kept["r1"] = new RoundBallots([], new Dictionary<string, byte[]>
        {
            ["m01"] = World.Ballot(questions, "for", "c03"),
            ["m02"] = World.Ballot(questions, "for against", "c01 c02"),
            ["m03"] = World.Ballot(questions, "", ""),
            ["m04"] = [9, 9, 9],
        });
        course = course.Do(
            new Command.Close("V01", 1, course.State.Roll.Counts(), new RoundNumbers(39, 35, 4)),
            new Command.Tally("V01", 1, World.Count(questions, 39, 35, [.. kept["r1"].Named!.Values])));
        var round = Written(course, kept)["papers"]![0]!["rounds"]![0]!;
        Assert.Equal("""{"m01":{"q1":"for","q2":["c03"]},"m02":{"q1":["for","against"],"q2":["c01","c02"]},"m03":{},"m04":null}""", Text(round["ballots"]));
        Assert.Null(round["urn"]);
        Assert.Equal(1, (int)round["unreadable"]!);
    }

    [Fact]
    public void T22_a_void_round_is_kept_without_counts()
    {
        var (course, kept) = Start(World.Paper("V01", true, Motion));
        course = Vote(
            course.Do(new Command.Prepare("V01", "r1"), new Command.Open("V01", 1, null), new Command.VoidRound("V01", 1, "设备故障")), kept, "V01", 2, (30, "for"));
        var rounds = Written(course, kept)["papers"]![0]!["rounds"]!.AsArray();
        Assert.Equal(
            """
            {"questions":[{"id":"q1","options":["for","against","abstain"],"rule":{"den":2,"kind":"majority","num":1,"of":"all","op":">"}}],"reason":"设备故障","rollAtOpen":{"absent":0,"leave":4,"present":35},"round":1,"state":"void"}
            """, Text(rounds[0]));
        Assert.Equal((2, "certified"), ((int)rounds[1]!["round"]!, (string?)rounds[1]!["state"]));
    }

    [Fact]
    public void A_round_voided_after_its_close_has_no_counts_even_if_its_envelopes_were_kept()
    {
        var (course, kept) = Start(World.Paper("V01", true, Motion));
        course = course.Do(
            new Command.Prepare("V01", "r1"), new Command.Open("V01", 1, null),
            new Command.Close("V01", 1, course.State.Roll.Counts(), new RoundNumbers(39, 35, 1)), new Command.VoidRound("V01", 1, "设备故障"));
        kept["r1"] = new RoundBallots([Envelope.Hash([1])], null);
        var round = Written(course, kept)["papers"]![0]!["rounds"]![0]!.AsObject();
        Assert.Equal(["questions", "reason", "rollAtClose", "rollAtOpen", "round", "state"], round.Select(f => f.Key));
    }

    [Fact]
    public void A_superseded_round_keeps_its_counts_and_decides_nothing()
    {
        var (course, kept) = Start(World.Paper("V01", true, Motion));
        course = Vote(Vote(course, kept, "V01", 1, (30, "for")), kept, "V01", 2, (10, "for"), (20, "against"));
        var paper = Written(course, kept)["papers"]![0]!;
        Assert.Equal(["superseded", "certified"], paper["rounds"]!.AsArray().Select(r => (string?)r!["state"]));
        Assert.Equal("重新表决", (string?)paper["rounds"]![0]!["reason"]);
        Assert.Equal(30, (int)paper["rounds"]![0]!["questions"]![0]!["counts"]!["for"]!);
        Assert.Equal("""{"q1":{"outcome":"decided","verdict":"failed"}}""", Text(paper["result"]));
    }

    [Fact]
    public void The_elected_stand_in_the_order_of_the_paper()
    {
        var (course, kept) = Start(World.Paper("V01", true, Selection));
        course = Vote(course, kept, "V01", 1, (25, "c03 c02"), (5, "c03 c01"));
        Assert.Equal("""{"q1":{"elected":["c02","c03"],"outcome":"decided","verdict":"elected"}}""", Text(Written(course, kept)["papers"]![0]!["result"]));
    }

    [Fact]
    public void A_runoff_adds_its_elected_to_those_of_the_first_round_and_counts_only_the_tied()
    {
        var (course, kept) = Start(World.Paper("V01", true, Selection));
        course = Vote(course, kept, "V01", 1, (13, "c04 c02"), (12, "c04 c01"), (8, "c02 c01"), (1, "c01"));
        var due = Written(course, kept)["papers"]![0]!;
        Assert.Equal("""{"q1":{"elected":["c04"],"outcome":"runoff","verdict":"elected"}}""", Text(due["result"]));
        Assert.Equal("""["c01","c02"]""", Text(due["rounds"]![0]!["questions"]![0]!["tied"]));
        Assert.Equal(0, (int)due["rounds"]![0]!["questions"]![0]!["shortfall"]!);
        var decided = Written(Vote(course, kept, "V01", 2, (12, "c02"), (10, "c01")), kept)["papers"]![0]!;
        Assert.Equal("""{"q1":{"elected":["c02","c04"],"outcome":"decided","verdict":"elected"}}""", Text(decided["result"]));
        Assert.Equal("""["c02"]""", Text(decided["rounds"]![1]!["questions"]![0]!["elected"]));
        Assert.Equal("""{"c01":10,"c02":12}""", Text(decided["rounds"]![1]!["questions"]![0]!["counts"]));
        Assert.False(decided["rounds"]![1]!["questions"]![0]!.AsObject().ContainsKey("need"));
    }

    [Fact]
    public void T27_a_tie_that_is_referred_names_the_tied_in_the_result()
    {
        var (course, kept) = Start(World.Paper("V01", true, World.Selection(World.Seats(2) with { MaxRunoffs = 1 }, 4)));
        course = Vote(course, kept, "V01", 1, (13, "c04 c02"), (12, "c04 c01"), (8, "c02 c01"), (1, "c01"));
        var paper = Written(Vote(course, kept, "V01", 2, (12, "c02"), (12, "c01")), kept)["papers"]![0]!;
        Assert.Equal("""{"q1":{"elected":["c04"],"outcome":"referred","tied":["c01","c02"],"verdict":"elected"}}""", Text(paper["result"]));
        Assert.Equal(1, (int)paper["rounds"]![1]!["questions"]![0]!["shortfall"]!);
    }

    [Fact]
    public void A_paper_of_which_no_round_stands_has_an_empty_result_and_all_papers_are_listed()
    {
        var (course, kept) = Start(World.Paper("V02", true, Motion), World.Paper("V01", true, Motion));
        course = course.Do(new Command.Prepare("V01", "r1"), new Command.Open("V01", 1, null), new Command.VoidRound("V01", 1, "设备故障"));
        var papers = Written(course, kept)["papers"]!.AsArray();
        Assert.Equal(["V02", "V01"], papers.Select(p => (string?)p!["id"]));
        Assert.All(papers, p => Assert.Equal("{}", Text(p!["result"])));
        Assert.Equal("[]", Text(papers[0]!["rounds"]));
    }

    [Fact]
    public void A_body_without_quorum_says_so()
    {
        var meeting = World.Committee(9, 5, World.Paper(Motion));
        meeting = meeting with { Body = meeting.Body with { Quorum = null } };
        var record = JsonNode.Parse(UnsignedRecord.Write(World.CheckIn(meeting), new Dictionary<string, RoundBallots>(), []))!;
        Assert.True(record["meeting"]!.AsObject().ContainsKey("quorum"));
        Assert.Null(record["meeting"]!["quorum"]);
        Assert.True((bool)record["rehearsal"]!);
    }
}
