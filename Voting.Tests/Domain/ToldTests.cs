using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Tallies;

namespace Voting.Tests.Domain;

/// <summary>What the record is told of a meeting, word for word: the chain is all that is left to check it by.</summary>
public class ToldTests
{
    private static readonly Meeting Meeting = World.Committee(39, 35, World.Paper("V01", true, World.Motion()), World.Paper("V02", false, World.Motion())) with
    {
        Agenda = [new AgendaItem(1, "书面审议", []), new AgendaItem(2, "议案", ["V01", "V02"]), new AgendaItem(3, "其他", [])],
    };

    private static readonly RollCounts Roll = new(35, 4, 0);

    private static Course InSession => Course.Of(World.InSession(Meeting));

    private static string[] Told(Course course, params Command[] commands) =>
        [.. course.Do(commands).Facts.Skip(course.Facts.Count).Select(f => $"{f.Type} {CanonicalJson.Text(f.Data)}")];

    private static Course Announced(string paper = "V01") => InSession.Do(
        new Command.Prepare(paper, "r1"), new Command.Open(paper, 1, null), new Command.Close(paper, 1, Roll, new RoundNumbers(39, 35, 30)),
        new Command.Tally(paper, 1, World.Count(World.First(World.Motion()), 39, 35, World.Ballots(World.First(World.Motion()), (30, "for")))), new Command.Announce(paper, 1));

    [Fact]
    public void A_test_and_the_opening_with_their_numbers() => Assert.Equal(
        [
            """test-held {"notPressed":2,"offline":4,"right":30,"seats":37,"wrong":1}""",
            """meeting-opened {"roll":{"absent":0,"leave":4,"present":35}}""",
            """agenda-reordered {"items":[3,1,2]}""",
        ],
        Told(Course.Of(World.CheckIn(Meeting)), new Command.HoldTest(new TestCounts(30, 1, 2, 4)), new Command.OpenMeeting(), new Command.Reorder([3, 1, 2]), new Command.Reorder([3, 1, 2])));

    [Fact]
    public void That_the_meeting_is_suspended_resumed_and_closed() => Assert.Equal(
        [
            """meeting-suspended {"roll":{"absent":0,"leave":4,"present":35}}""",
            """meeting-resumed {"roll":{"absent":15,"leave":4,"present":20}}""",
            "meeting-closed {}",
        ],
        Told(InSession, [new Command.Suspend(), .. Enumerable.Range(1, 20).Select(i => (Command)new Command.CheckIn($"m{i:00}")), new Command.Resume(), new Command.CloseMeeting()])
            .Where(f => !f.StartsWith("member", StringComparison.Ordinal)));

    [Fact]
    public void Items_as_they_are_called_and_done() => Assert.Equal(
        ["""item-called {"item":1}""", """item-done {"item":1}""", """item-called {"item":2}""", """item-done {"item":3}"""],
        Told(InSession, new Command.CallItem(1), new Command.CallItem(2), new Command.TickOff(3)));

    [Fact]
    public void An_item_that_is_ticked_off_is_called_no_more_and_another_stays_called()
    {
        var course = InSession.Do(new Command.CallItem(1), new Command.TickOff(3));
        Assert.Equal(1, course.State.Agenda.Called);
        Assert.Null(course.Do(new Command.TickOff(1)).State.Agenda.Called);
    }

    [Fact]
    public void A_round_by_device_from_its_opening_to_its_announcement()
    {
        var course = InSession.Do(new Command.CallItem(2), new Command.Recuse("V01", "m03", "亲属"), new Command.Recuse("V01", "m02", "本人"), new Command.Prepare("V01", "r1"));
        Assert.Equal(
            [
                """round-opened {"paper":"V01","recused":["m02","m03"],"roll":{"absent":0,"leave":4,"present":35},"round":1}""",
                """round-closed {"all":39,"paper":"V01","present":33,"roll":{"absent":0,"leave":4,"present":35},"round":1,"voted":30}""",
                """did-not-vote {"paper":"V01","round":1,"split":{"notPressed":1,"offline":1,"tooLate":1}}""",
                """round-tallied {"paper":"V01","questions":[{"blank":0,"counts":{"abstain":0,"against":0,"for":30},"id":"q1","need":20,"outcome":"decided","valid":30,"verdict":"passed","void":0}],"round":1,"unreadable":0}""",
                """round-announced {"paper":"V01","round":1}""",
            ],
            Told(course, new Command.Open("V01", 1, null), new Command.Close("V01", 1, Roll, new RoundNumbers(39, 33, 30)), new Command.CountSilence("V01", 1, new Silence(1, 1, 1)),
                new Command.Tally("V01", 1, World.Count(World.First(World.Motion()), 39, 33, World.Ballots(World.First(World.Motion()), (30, "for")))), new Command.Announce("V01", 1)));
    }

    [Fact]
    public void Whoever_was_recused_stands_in_the_record_in_the_order_of_ids()
    {
        var course = InSession.Do(new Command.Recuse("V01", "m03", "亲属"), new Command.Recuse("V01", "m01", "本人"), new Command.Recuse("V01", "m02", "本人"), new Command.Prepare("V01", "r1"), new Command.Open("V01", 1, null));
        var round = System.Text.Json.Nodes.JsonNode.Parse(UnsignedRecord.Write(course.State, new Dictionary<string, RoundBallots>(), []))!["papers"]![0]!["rounds"]![0]!;
        Assert.Equal("""["m01","m02","m03"]""", round["recused"]!.ToJsonString());
    }

    [Fact]
    public void A_recusal_and_its_end_with_the_paper() => Assert.Equal(
        ["""member-recused {"member":"m03","paper":"V01","reason":"亲属"}""", """recusal-lifted {"member":"m03","paper":"V01"}"""],
        Told(InSession, new Command.Recuse("V01", "m03", "亲属"), new Command.Recuse("V01", "m03", null)));

    [Fact]
    public void A_round_by_hands_tells_its_bases_when_it_is_counted()
    {
        var course = InSession.Do(new Command.CallItem(2), new Command.Prepare("V02", "r1"), new Command.ChooseWay("V02", 1, Way.DevicesAndHands, "r2", true, ByHands: ["m02", "m36", "m01"]), new Command.Open("V02", 1, null));
        Assert.Equal(
            ["""round-closed {"all":39,"byDevice":10,"paper":"V02","roll":{"absent":0,"leave":4,"present":35},"round":1}"""],
            Told(course, new Command.Close("V02", 1, Roll, new RoundNumbers(39, 35, 10))));

        // Of the three who were named one is not here: two may be entered.
        var closed = course.Do(new Command.Close("V02", 1, Roll, new RoundNumbers(39, 35, 10)));
        Assert.Equal(2, closed.State.Rounds[0].Enterable);
        var counts = new EnteredCounts(2, null, [new EnteredQuestion("q1", new Dictionary<string, int> { ["for"] = 2, ["against"] = 0, ["abstain"] = 0 }, 0, 0)]);
        var questions = World.First(World.Motion());
        var result = RoundResult.Of(questions, World.Ballots(questions, (10, "for")), new RoundNumbers(39, 35, 12) { Entered = 2 }, counts);
        Assert.Equal(
            [
                """counts-entered {"counts":{"questions":[{"blank":0,"counts":{"abstain":0,"against":0,"for":2},"id":"q1","void":0}],"voted":2},"no":1,"paper":"V02","round":1,"way":"devices-and-hands"}""",
                """counts-sent-back {"no":1,"paper":"V02","reason":"重数","round":1}""",
                """counts-entered {"counts":{"questions":[{"blank":0,"counts":{"abstain":0,"against":0,"for":2},"id":"q1","void":0}],"voted":2},"no":2,"paper":"V02","round":1,"way":"devices-and-hands"}""",
                """counts-confirmed {"no":2,"paper":"V02","round":1}""",
                """round-tallied {"all":39,"paper":"V02","present":35,"questions":[{"blank":0,"counts":{"abstain":0,"against":0,"for":12},"id":"q1","need":20,"outcome":"decided","valid":12,"verdict":"failed","void":0}],"round":1,"unreadable":0,"voted":12}""",
            ],
            Told(closed, new Command.EnterCounts("V02", 1, counts, "clerk"), new Command.SendBackCounts("V02", 1, 1, "重数"), new Command.EnterCounts("V02", 1, counts, "clerk"),
                new Command.ConfirmCounts("V02", 1, 2, "scrutineer"), new Command.Tally("V02", 1, result)));
    }

    [Fact]
    public void A_round_that_is_entered_late_with_the_roll_of_then()
    {
        var ready = InSession.Do(new Command.Prepare("V01", "r1"), new Command.ChooseWay("V01", 1, Way.Paper, "r2", false));
        var late = new LateEntry(new RollCounts(30, 8, 1), 30, "停电");
        var counts = new EnteredCounts(20, 20, [new EnteredQuestion("q1", new Dictionary<string, int> { ["for"] = 20, ["against"] = 0, ["abstain"] = 0 }, 0, 0)]);
        string Entered(int no, string late, string roll) =>
            """counts-entered {"counts":{"issued":20,"questions":[{"blank":0,"counts":{"abstain":0,"against":0,"for":20},"id":"q1","void":0}],"voted":20},"""
            + $"{late}\"no\":{no},\"paper\":\"V01\",{roll}\"round\":1,\"way\":\"paper\"}}";
        Assert.Equal(
            [
                Entered(1, "\"lateEntry\":true,", """
                    "present":30,"reason":"停电","roll":{"absent":1,"leave":8,"present":30},
                    """),
                // What was late stays so while the same round is entered anew before a scrutineer has seen it.
                Entered(2, "", ""),
                """counts-sent-back {"lateEntry":true,"no":2,"paper":"V01","reason":"日期有误","round":1}""",
            ],
            Told(ready, new Command.EnterCounts("V01", 1, counts, "clerk", late), new Command.EnterCounts("V01", 1, counts, "clerk"), new Command.SendBackCounts("V01", 1, 2, "日期有误")));

        var again = ready.Do(new Command.EnterCounts("V01", 1, counts, "clerk", late), new Command.EnterCounts("V01", 1, counts, "clerk")).State.Rounds[0];
        Assert.Equal(late, again.Entry!.Late);
        // A ballot that was handed in stays though its member has left: those on leave may be among them, nobody else.
        Assert.Equal(38, again.Enterable);
        Assert.Equal(RoundState.Ready, ready.Do(new Command.EnterCounts("V01", 1, counts, "clerk", late), new Command.SendBackCounts("V01", 1, 1, "x")).State.Rounds[0].State);
    }

    [Fact]
    public void Nobody_who_was_not_there_then_is_entered_late()
    {
        var ready = InSession.Do(new Command.Prepare("V01", "r1"), new Command.ChooseWay("V01", 1, Way.Paper, "r2", false));
        var counts = new EnteredCounts(20, 20, [new EnteredQuestion("q1", new Dictionary<string, int> { ["for"] = 20, ["against"] = 0, ["abstain"] = 0 }, 0, 0)]);
        Refusal? Refused(Course course, LateEntry late) => Conduct.Decide(course.State, new Command.EnterCounts("V01", 1, counts, "clerk", late)).Refusal;
        Assert.Equal(new Refusal(Refusals.CountsDoNotAddUp, "31 30"), Refused(ready, new LateEntry(new RollCounts(30, 8, 1), 31, "停电")));
        Assert.Equal(new Refusal(Refusals.CountsDoNotAddUp, "38 39"), Refused(ready, new LateEntry(new RollCounts(30, 8, 0), 30, "停电")));
        Assert.Equal(new Refusal(Refusals.NoQuorum, "19 < 20"), Refused(ready, new LateEntry(new RollCounts(19, 20, 0), 19, "停电")));
        Assert.Equal(new Refusal(Refusals.WrongState, "Open"), Refused(ready.Do(new Command.Open("V01", 1, null)), new LateEntry(new RollCounts(30, 8, 1), 30, "停电")));
        var mixed = InSession.Do(new Command.Prepare("V01", "r1"), new Command.ChooseWay("V01", 1, Way.DevicesAndHands, "r2", true, Decision: "视频参会", ByHands: ["m01"]));
        Assert.Equal(new Refusal(Refusals.WrongState, "Ready"), Refused(mixed, new LateEntry(new RollCounts(30, 8, 1), 30, "停电")));
    }

    [Fact]
    public void The_way_a_round_is_voted_and_that_it_is_changed_back()
    {
        var course = InSession.Do(new Command.Prepare("V02", "r1"));
        Assert.Equal(
            [
                """way-chosen {"byHands":["m01","m02"],"paper":"V02","round":1,"way":"devices-and-hands"}""",
                """way-chosen {"byHands":["m01"],"paper":"V02","round":1,"way":"devices-and-hands"}""",
                """way-chosen {"paper":"V02","round":1,"way":"hands"}""",
                """way-chosen {"paper":"V02","round":1,"way":"devices"}""",
            ],
            Told(course, new Command.ChooseWay("V02", 1, Way.DevicesAndHands, "r2", true, ByHands: ["m02", "m01"]), new Command.ChooseWay("V02", 1, Way.DevicesAndHands, "r2", true, ByHands: ["m01", "m02"]),
                new Command.ChooseWay("V02", 1, Way.DevicesAndHands, "r2", true, ByHands: ["m01"]), new Command.ChooseWay("V02", 1, Way.Hands, "r2", true, ByHands: ["m01"]), new Command.ChooseWay("V02", 1, Way.Devices, "r2", true)));
        Assert.Null(course.Do(new Command.ChooseWay("V02", 1, Way.Hands, "r2", true, ByHands: ["m01"])).State.Rounds[0].ByHands);
    }

    [Fact]
    public void What_was_sent_back_is_kept_while_the_round_is_voted_another_way_by_hand_and_not_by_device()
    {
        var counts = new EnteredCounts(20, 20, [new EnteredQuestion("q1", new Dictionary<string, int> { ["for"] = 20, ["against"] = 0, ["abstain"] = 0 }, 0, 0)]);
        var back = InSession.Do(new Command.Prepare("V01", "r1"), new Command.ChooseWay("V01", 1, Way.Paper, "r2", false),
            new Command.EnterCounts("V01", 1, counts, "clerk", new LateEntry(new RollCounts(30, 8, 1), 30, "停电")), new Command.SendBackCounts("V01", 1, 1, "日期有误"));
        Assert.NotNull(back.Do(new Command.ChooseWay("V01", 1, Way.Hands, "r2", true, Decision: "举手")).State.Rounds[0].Entry);
        Assert.Null(back.Do(new Command.ChooseWay("V01", 1, Way.Devices, "r2", true)).State.Rounds[0].Entry);
    }

    [Fact]
    public void A_follow_up_with_its_day_and_its_question_and_reads_it_back()
    {
        var certified = Announced().Do(new Command.Certify("V01", 1, "clerk", false, World.Urn(30)), new Command.Certify("V01", 1, "scrutineer", true, World.Urn(30)));
        var whole = new FollowUp("V01", 1, null, "published", new DateOnly(2026, 3, 1), "已公告");
        var one = whole with { Question = "q1" };
        Assert.Equal(
            [
                """follow-up-added {"date":"2026-03-01","kind":"published","paper":"V01","round":1,"text":"已公告"}""",
                """follow-up-added {"date":"2026-03-01","kind":"published","paper":"V01","question":"q1","round":1,"text":"已公告"}""",
            ],
            Told(certified, new Command.AddFollowUp(whole), new Command.AddFollowUp(one)));
        Assert.Equal(Refusals.UnknownQuestion, Conduct.Decide(certified.State, new Command.AddFollowUp(whole with { Question = "q2" })).Refusal!.Code);

        foreach (var followUp in new[] { whole, one })
        {
            var (_, text) = EventChain.Empty.Append(followUp.ToFact(), "clerk", DateTimeOffset.UnixEpoch);
            Assert.Equal(followUp, FollowUp.Of(System.Text.Json.Nodes.JsonNode.Parse(text)!));
        }

        var (_, other) = EventChain.Empty.Append(Fact.OfRound("round-announced", "V01", 1), "clerk", DateTimeOffset.UnixEpoch);
        Assert.Null(FollowUp.Of(System.Text.Json.Nodes.JsonNode.Parse(other)!));
    }

    [Fact]
    public void An_item_is_not_due_for_a_paper_of_another_and_a_paper_of_none_calls_none()
    {
        var apart = Meeting with { Agenda = [new AgendaItem(1, "议案", ["V01"])] };
        var course = Course.Of(World.InSession(apart)).Do(new Command.Prepare("V01", "r1"), new Command.Open("V01", 1, null), new Command.Close("V01", 1, Roll, new RoundNumbers(39, 35, 30)),
            new Command.Tally("V01", 1, World.Count(World.First(World.Motion()), 39, 35, World.Ballots(World.First(World.Motion()), (30, "for")))), new Command.Announce("V01", 1), new Command.Prepare("V02", "r2"));
        Assert.False(Conduct.IsDue(course.State, apart.Agenda[0]));
        Assert.Equal(["""round-opened {"paper":"V02","roll":{"absent":0,"leave":4,"present":35},"round":1}"""], Told(course, new Command.Open("V02", 1, null)));
    }

    [Fact]
    public void The_papers_of_a_meeting_are_told_with_whether_they_are_secret() =>
        Assert.Equal("""[{"id":"V01","secret":true},{"id":"V02","secret":false}]""", CanonicalJson.Text(RecordText.Papers(Meeting)));

    [Fact]
    public void An_item_is_due_while_any_paper_of_it_is()
    {
        var item = Meeting.Agenda[1];
        var announced = Announced();
        Assert.True(Conduct.IsDue(announced.State, item));
        // A paper that is voted again is due until it is announced, whatever stands of it.
        var again = announced.Do(new Command.Prepare("V02", "r2"), new Command.Open("V02", 1, null), new Command.Close("V02", 1, Roll, new RoundNumbers(39, 35, 30)));
        Assert.True(Conduct.IsDue(again.State, item));
        var tallied = again.Do(new Command.Tally("V02", 1, World.Count(World.First(World.Motion()), 39, 35, World.Ballots(World.First(World.Motion()), (30, "for")))));
        Assert.True(Conduct.IsDue(tallied.State, item));
        Assert.False(Conduct.IsDue(tallied.Do(new Command.Announce("V02", 1)).State, item));
    }
}
