using System.Text.Json.Nodes;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Tallies;

namespace Voting.Tests.Domain;

public class ConductTests
{
    private static readonly Meeting Meeting = World.Committee(39, 35, World.Paper("V01", true, World.Motion()), World.Paper("V02", true, World.Motion()));
    private static readonly RoundNumbers Numbers = new(39, 35, 30);

    private static Command.Close Close => new("V01", 1, new RollCounts(35, 4, 0), Numbers);

    private static Command.Tally Tally => new("V01", 1, World.Count(World.First(World.Motion()), 39, 35, World.Ballots(World.First(World.Motion()), (30, "for"))));

    private static Command.Certify Certify(bool scrutineer) => new("V01", 1, scrutineer ? "m02" : "m01", scrutineer, World.Urn(30));

    private static readonly Dictionary<string, Command> Commands = new()
    {
        ["check-in"] = new Command.CheckIn("m36"),
        ["leave"] = new Command.Leave("m01"),
        ["on-video"] = new Command.OnVideo("m02", true),
        ["recuse"] = new Command.Recuse("V01", "m03", "亲属"),
        ["suspend"] = new Command.Suspend(),
        ["resume"] = new Command.Resume(),
        ["pass-gavel"] = new Command.PassGavel("m02"),
        ["replace-scrutineer"] = new Command.ReplaceScrutineer(1, ["监票人1", "监票人2"], "m02", true),
        ["hold-test"] = new Command.HoldTest(new TestCounts(30, 1, 2, 2)),
        ["open-meeting"] = new Command.OpenMeeting(),
        ["prepare"] = new Command.Prepare("V01", "r9"),
        ["prepare-again"] = new Command.Prepare("V01", "r9", "重新表决"),
        ["open"] = new Command.Open("V01", 1, null),
        ["close"] = Close,
        ["tally"] = Tally,
        ["casting-vote"] = new Command.GiveCastingVote("V01", 1, "q1", CastingVote.For),
        ["announce"] = new Command.Announce("V01", 1),
        ["void"] = new Command.VoidRound("V01", 1, "设备故障"),
        ["clerk"] = Certify(scrutineer: false),
        ["scrutineer"] = Certify(scrutineer: true),
        ["close-meeting"] = new Command.CloseMeeting(),
        ["call-item"] = new Command.CallItem(1),
        ["tick-off"] = new Command.TickOff(2),
        ["reorder"] = new Command.Reorder([2, 1]),
        ["add-paper"] = new Command.AddPaper([], 9),
        ["propose"] = new Command.Propose("V99", [], "x", "clerk"),
        ["answer"] = new Command.AnswerAmendment("V99", true, null, "clerk"),
        ["one-by-one"] = new Command.VoteOneByOne("V99"),
        ["en-bloc"] = new Command.VoteEnBloc("V01", []),
        ["set-aside"] = new Command.SetAside("V01", Aside.Deferred, "材料不全"),
        ["take-up"] = new Command.TakeUp("V01"),
        ["blank-hall"] = new Command.BlankHall(true),
        ["choose-way"] = new Command.ChooseWay("V01", 1, Way.Paper, "r9", true, "设备故障"),
        ["enter-counts"] = new Command.EnterCounts("V01", 1, new EnteredCounts(0, 0, []), "clerk"),
        ["confirm-counts"] = new Command.ConfirmCounts("V01", 1, 1, "scrutineer"),
        ["send-back-counts"] = new Command.SendBackCounts("V01", 1, 1, "票数有误"),
        ["set-time"] = new Command.SetTime("V01", 1, 60),
        ["count-silence"] = new Command.CountSilence("V01", 1, new Silence(3, 1, 1)),
        ["follow-up"] = new Command.AddFollowUp(new FollowUp("V01", 1, "q1", "rectified", new DateOnly(2025, 3, 1), "已整改")),
    };

    // The way of a round to each state, each step lawful after the one before.
    private static readonly Dictionary<string, Command[]> Ways = new()
    {
        ["none"] = [],
        ["ready"] = [new Command.Prepare("V01", "r1")],
        ["open"] = [new Command.Open("V01", 1, null)],
        ["closed"] = [Close],
        ["tallied"] = [Tally],
        ["announced"] = [new Command.Announce("V01", 1)],
        ["confirmed"] = [Certify(scrutineer: false)],
        ["certified"] = [Certify(scrutineer: true)],
    };

    private static MeetingState At(string roundState)
    {
        if (roundState == "void") return Course.Of(At("open")).Do(new Command.VoidRound("V01", 1, "设备故障")).State;
        // The round that was voted instead is void, so that nothing of the paper stands.
        if (roundState == "superseded")
            return Course.Of(At("certified")).Do(new Command.Prepare("V01", "r2", "重新表决"), new Command.VoidRound("V01", 2, "设备故障")).State;
        var steps = Ways.Keys.TakeWhile(k => k != roundState).Append(roundState).SelectMany(k => Ways[k]);
        return Course.Of(World.InSession(Meeting)).Do([.. steps]).State;
    }

    private static string Answer(MeetingState state, string command) => Conduct.Decide(state, Commands[command]).Refusal?.Code ?? "ok";

    private static readonly string[] RoundStates = ["none", "ready", "open", "closed", "tallied", "announced", "confirmed", "certified", "void", "superseded"];

    [Theory]
    // command           none           ready  open closed | tallied announced confirmed certified void superseded; w = wrong-state, s = round-still-open, u = unknown-round, d = nothing-due
    [InlineData("check-in", "ok ok ok ok ok ok ok ok ok ok")]
    [InlineData("leave", "ok ok ok ok ok ok ok ok ok ok")]
    [InlineData("on-video", "ok ok ok ok ok ok ok ok ok ok")]
    [InlineData("recuse", "ok ok w ok ok ok ok ok ok ok")]
    [InlineData("suspend", "ok ok s ok ok ok ok ok ok ok")]
    [InlineData("resume", "w w w w w w w w w w")]
    [InlineData("pass-gavel", "ok ok ok ok ok ok ok ok ok ok")]
    [InlineData("replace-scrutineer", "ok ok s ok ok ok ok ok ok ok")]
    [InlineData("hold-test", "w w w w w w w w w w")]
    [InlineData("open-meeting", "w w w w w w w w w w")]
    [InlineData("prepare", "ok s s s s d d d ok ok")]
    [InlineData("prepare-again", "ok s s s s ok ok ok ok ok")]
    [InlineData("open", "u ok w w w w w w w w")]
    [InlineData("close", "u w ok w w w w w w w")]
    [InlineData("tally", "u w w ok w w w w w w")]
    [InlineData("casting-vote", "u w w w n w w w w w")]
    [InlineData("announce", "u w w w ok w w w w w")]
    [InlineData("void", "u ok ok ok w w w w w w")]
    [InlineData("clerk", "u w w w w ok ok w w w")]
    [InlineData("scrutineer", "u w w w w w ok w w w")]
    [InlineData("close-meeting", "ok s s s s ok ok ok ok ok")]
    [InlineData("call-item", "ok s s s s ok ok ok ok ok")]
    [InlineData("tick-off", "ok ok ok ok ok ok ok ok ok ok")]
    [InlineData("reorder", "ok ok ok ok ok ok ok ok ok ok")]
    [InlineData("add-paper", "i i i i i i i i i i")]
    [InlineData("propose", "p p p p p p p p p p")]
    [InlineData("answer", "p p p p p p p p p p")]
    [InlineData("one-by-one", "p p p p p p p p p p")]
    [InlineData("en-bloc", "b b b b b b b b b b")]
    [InlineData("set-aside", "ok ok w w w d d d ok ok")]
    [InlineData("take-up", "ok ok ok ok ok ok ok ok ok ok")]
    [InlineData("blank-hall", "ok ok ok ok ok ok ok ok ok ok")]
    [InlineData("choose-way", "u ok ok ok w w w w w w")]
    [InlineData("enter-counts", "u w w w w w w w w w")]
    [InlineData("confirm-counts", "u w w w w w w w w w")]
    [InlineData("send-back-counts", "u w w w w w w w w w")]
    [InlineData("set-time", "u ok ok w w w w w w w")]
    [InlineData("count-silence", "u w w ok w w w w w w")]
    [InlineData("follow-up", "u w w w w w w ok w w")]
    public void Each_command_is_done_in_its_states_of_a_round_and_refused_in_every_other(string command, string answers)
    {
        var codes = new Dictionary<string, string>
        {
            ["w"] = Refusals.WrongState,
            ["s"] = Refusals.RoundStillOpen,
            ["u"] = Refusals.UnknownRound,
            ["n"] = Refusals.NoCastingVote,
            ["d"] = Refusals.NothingDue,
            ["i"] = Refusals.UnknownItem,
            ["p"] = Refusals.UnknownPaper,
            ["b"] = Refusals.NoEnBloc,
        };
        Assert.Equal(
            RoundStates.Zip(answers.Split(' '), (state, answer) => (state, codes.GetValueOrDefault(answer, answer))),
            RoundStates.Select(state => (state, Answer(At(state), command))));
    }

    [Theory]
    [InlineData("check-in", "ok", Refusals.MeetingClosed)]
    [InlineData("leave", "ok", Refusals.MeetingClosed)]
    [InlineData("on-video", "ok", Refusals.MeetingClosed)]
    [InlineData("recuse", "ok", Refusals.MeetingClosed)]
    [InlineData("suspend", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("resume", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("pass-gavel", "ok", Refusals.MeetingClosed)]
    [InlineData("replace-scrutineer", "ok", Refusals.MeetingClosed)]
    [InlineData("hold-test", "ok", Refusals.MeetingClosed)]
    [InlineData("follow-up", Refusals.NotInSession, Refusals.WrongState)]
    [InlineData("open-meeting", "ok", Refusals.MeetingClosed)]
    [InlineData("prepare", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("prepare-again", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("open", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("close", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("tally", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("casting-vote", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("announce", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("void", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("clerk", Refusals.NotInSession, "ok")]
    [InlineData("scrutineer", Refusals.NotInSession, "ok")]
    [InlineData("close-meeting", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("call-item", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("tick-off", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("reorder", "ok", Refusals.MeetingClosed)]
    [InlineData("add-paper", Refusals.UnknownItem, Refusals.MeetingClosed)]
    [InlineData("propose", Refusals.UnknownPaper, Refusals.MeetingClosed)]
    [InlineData("answer", Refusals.UnknownPaper, Refusals.MeetingClosed)]
    [InlineData("one-by-one", Refusals.UnknownPaper, Refusals.MeetingClosed)]
    [InlineData("en-bloc", Refusals.NoEnBloc, Refusals.MeetingClosed)]
    [InlineData("set-aside", "ok", Refusals.MeetingClosed)]
    [InlineData("take-up", "ok", Refusals.MeetingClosed)]
    [InlineData("blank-hall", "ok", "ok")]
    [InlineData("choose-way", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("enter-counts", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("confirm-counts", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("send-back-counts", Refusals.NotInSession, Refusals.MeetingClosed)]
    [InlineData("set-time", Refusals.NotInSession, Refusals.MeetingClosed)]
    public void Before_the_opening_members_only_check_in_and_after_the_close_rounds_are_only_certified(string command, string before, string after)
    {
        Assert.Equal(before, Answer(World.CheckIn(Meeting), command));
        Assert.Equal(after, Answer(Course.Of(At("confirmed")).Do(new Command.CloseMeeting()).State, command));
    }

    [Theory]
    // command                   none  ready  closed tallied announced confirmed certified void superseded; no round is open in a suspended meeting. z = meeting-suspended
    [InlineData("check-in", "ok ok ok ok ok ok ok ok ok")]
    [InlineData("leave", "ok ok ok ok ok ok ok ok ok")]
    [InlineData("on-video", "ok ok ok ok ok ok ok ok ok")]
    [InlineData("recuse", "ok ok ok ok ok ok ok ok ok")]
    [InlineData("suspend", "w w w w w w w w w")]
    [InlineData("resume", "q q q q q q q q q")]
    [InlineData("pass-gavel", "r r r r r r r r r")]
    [InlineData("replace-scrutineer", "r r r r r r r r r")]
    [InlineData("open-meeting", "w w w w w w w w w")]
    [InlineData("prepare", "z z z z z z z z z")]
    [InlineData("prepare-again", "z z z z z z z z z")]
    [InlineData("open", "z z z z z z z z z")]
    [InlineData("set-time", "z z z z z z z z z")]
    [InlineData("call-item", "z z z z z z z z z")]
    [InlineData("tick-off", "z z z z z z z z z")]
    [InlineData("reorder", "ok ok ok ok ok ok ok ok ok")]
    [InlineData("blank-hall", "ok ok ok ok ok ok ok ok ok")]
    [InlineData("close", "u w w w w w w w w")]
    [InlineData("tally", "u w ok w w w w w w")]
    [InlineData("casting-vote", "u w w n w w w w w")]
    [InlineData("announce", "u w w ok w w w w w")]
    [InlineData("void", "u ok ok w w w w w w")]
    [InlineData("clerk", "u w w w ok ok w w w")]
    [InlineData("scrutineer", "u w w w w ok w w w")]
    [InlineData("close-meeting", "ok s s s ok ok ok ok ok")]
    public void While_the_meeting_is_suspended_nothing_opens_and_what_was_closed_before_is_finished(string command, string answers)
    {
        var codes = new Dictionary<string, string>
        {
            ["w"] = Refusals.WrongState,
            ["s"] = Refusals.RoundStillOpen,
            ["u"] = Refusals.UnknownRound,
            ["n"] = Refusals.NoCastingVote,
            ["z"] = Refusals.MeetingSuspended,
            ["q"] = Refusals.NoQuorum,
            ["r"] = Refusals.NotInTheRoom,
        };
        var states = RoundStates.Where(s => s != "open").ToList();
        Assert.Equal(
            states.Zip(answers.Split(' '), (state, answer) => (state, codes.GetValueOrDefault(answer, answer))),
            states.Select(state => (state, Answer(Course.Of(At(state)).Do(new Command.Suspend()).State, command))));
    }

    [Fact]
    public void A_time_that_closes_is_told_apart_from_one_that_advises_and_no_time_closes_nothing()
    {
        var course = Course.Of(At("ready")).Do(new Command.SetTime("V01", 1, 60, Closes: true));
        Assert.Equal(("time-set", 60), (course.Facts[^1].Type, (int)course.Facts[^1].Data["seconds"]!));
        Assert.True(course.State.Rounds[0].TimeCloses);
        course = course.Do(new Command.SetTime("V01", 1, 90));
        Assert.Equal(("time-advised", false), (course.Facts[^1].Type, course.State.Rounds[0].TimeCloses));
        Assert.False(course.Do(new Command.SetTime("V01", 1, null, Closes: true)).State.Rounds[0].TimeCloses);
    }

    [Fact]
    public void The_table_of_commands_leaves_none_out()
    {
        var kinds = typeof(Command).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(Command))).ToHashSet();
        Assert.Equal(kinds, Commands.Values.Select(c => c.GetType()).ToHashSet());
        var states = Enum.GetNames<RoundState>().Select(s => s.ToLowerInvariant());
        Assert.Equal(RoundStates.Except(["none", "confirmed"]).Order(), states.Order());
    }

    [Fact]
    public void A_refused_command_names_what_it_is_about()
    {
        Assert.Equal(new Refusal(Refusals.UnknownMember, "m40"), Conduct.Decide(At("none"), new Command.CheckIn("m40")).Refusal);
        Assert.Equal(new Refusal(Refusals.UnknownMember, "m40"), Conduct.Decide(At("none"), new Command.Leave("m40")).Refusal);
        Assert.Equal(new Refusal(Refusals.UnknownPaper, "V99"), Conduct.Decide(At("none"), new Command.Prepare("V99", "r1")).Refusal);
        Assert.Equal(new Refusal(Refusals.NothingDue, "V01"), Conduct.Decide(At("announced"), new Command.Prepare("V01", "r2")).Refusal);
    }

    [Fact]
    public void One_round_is_open_at_a_time_in_a_meeting_while_others_may_be_made_ready()
    {
        var state = Course.Of(At("open")).Do(new Command.Prepare("V02", "r2")).State;
        Assert.Equal(new Refusal(Refusals.AnotherRoundOpen), Conduct.Decide(state, new Command.Open("V02", 1, null)).Refusal);
        Assert.True(Conduct.Decide(Course.Of(state).Do(Close).State, new Command.Open("V02", 1, null)).IsDone);
    }

    [Fact]
    public void Certifying_never_blocks_the_next_opening() =>
        Assert.Equal(RoundState.Open, Course.Of(At("announced")).Do(new Command.Prepare("V02", "r2"), new Command.Open("V02", 1, null)).State.Rounds[1].State);

    [Fact]
    public void A_member_who_is_there_already_leaves_no_trace_by_checking_in_again()
    {
        var state = At("none");
        var again = Conduct.Decide(state, new Command.CheckIn("m01")).Value!;
        Assert.Empty(again.Facts);
        Assert.Same(state, again.State);
    }

    [Fact]
    public void Checking_in_and_leaving_are_facts_of_the_record()
    {
        var course = Course.Of(At("none")).Do(new Command.CheckIn("m36"), new Command.Leave("m01"));
        Assert.Equal(["member-checked-in", "member-left"], course.Facts.Select(f => f.Type));
        Assert.Equal(["m36", "m01"], course.Facts.Select(f => (string)f.Data["member"]!));
        Assert.Equal(new RollCounts(35, 4, 0), course.State.Roll.Counts());
    }

    [Fact]
    public void The_roll_is_frozen_when_a_round_opens_and_when_it_closes()
    {
        var course = Course.Of(At("ready")).Do(
            new Command.Open("V01", 1, null), new Command.Leave("m01"), new Command.Close("V01", 1, new RollCounts(34, 5, 0), new RoundNumbers(39, 34, 30)));
        var round = course.State.Rounds[0];
        Assert.Equal((new RollCounts(35, 4, 0), new RollCounts(34, 5, 0)), (round.RollAtOpen, round.RollAtClose));
        Assert.Equal(new RoundNumbers(39, 34, 30), round.Numbers);
    }

    [Fact]
    public void Who_was_present_at_the_opening_is_kept_only_where_late_arrivals_wait()
    {
        var meeting = World.Committee(39, 35, World.Paper(World.Motion()) with { LateArrivals = LateArrivals.NextRound });
        Command[] opening = [new Command.Prepare("V01", "r1"), new Command.Open("V01", 1, null)];
        var waiting = Course.Of(World.InSession(meeting)).Do(opening).State.Rounds[0].PresentAtOpen;
        Assert.Equal(35, waiting!.Count);
        Assert.DoesNotContain("m36", waiting);
        Assert.Null(Course.Of(World.InSession(Meeting)).Do(opening).State.Rounds[0].PresentAtOpen);
    }

    [Fact]
    public void The_opening_event_bears_what_is_told_of_the_key()
    {
        var key = new JsonObject { ["fingerprint"] = "ABCDEFGHIJKL" };
        var fact = Course.Of(At("ready")).Do(new Command.Open("V01", 1, key)).Facts.Single(f => f.Type == "round-opened");
        Assert.Equal("ABCDEFGHIJKL", (string?)fact.Data["key"]!["fingerprint"]);
        Assert.False(Course.Of(At("ready")).Do(new Command.Open("V01", 1, null)).Facts.Single(f => f.Type == "round-opened").Data.ContainsKey("key"));
    }

    [Fact]
    public void T22_a_round_voided_for_a_fault_is_kept_and_the_paper_is_voted_in_round_2()
    {
        var course = Course.Of(At("open")).Do(new Command.VoidRound("V01", 1, "设备故障"), new Command.Prepare("V01", "r2"));
        Assert.Equal([(1, RoundState.Void, "设备故障"), (2, RoundState.Ready, null)], course.State.Rounds.Select(r => (r.Number, r.State, r.Reason)));
        Assert.Equal("设备故障", (string?)course.Facts[0].Data["reason"]);
        Assert.Equal(Stage.First, course.State.Rounds[1].Questions[0].Stage);
    }

    [Fact]
    public void A_tallied_round_voted_again_is_superseded_for_a_reason_and_keeps_its_counts()
    {
        var before = At("certified");
        var course = Course.Of(before).Do(new Command.Prepare("V01", "r2", "漏读议案"));
        Assert.Equal(before.Rounds[0] with { State = RoundState.Superseded, Reason = "漏读议案" }, course.State.Rounds[0]);
        Assert.Equal((2, RoundState.Ready), (course.State.Rounds[1].Number, course.State.Rounds[1].State));
        Assert.Equal(["round-superseded", "round-ready"], course.Facts.Select(f => f.Type));
        Assert.Equal("漏读议案", (string?)course.Facts[0].Data["reason"]);
    }

    [Fact]
    public void A_paper_voted_again_supersedes_its_runoffs_too_and_counts_runoffs_from_zero()
    {
        var question = World.Selection(Plurality with { MaxRunoffs = 1 }, 2);
        var state = Course.Of(Voted(question, "c01", "c02", "c01", "c02")).Do(new Command.Prepare("V01", "r3", "重新表决")).State;
        Assert.Equal([RoundState.Superseded, RoundState.Superseded, RoundState.Ready], state.Rounds.Select(r => r.State));
        var again = Assert.Single(state.Rounds[2].Questions);
        Assert.Equal((Stage.First, 0, 2), (again.Stage, again.Runoffs, again.Candidates.Count));
    }

    [Fact]
    public void A_runoff_that_is_due_is_held_and_nothing_is_superseded()
    {
        var state = Course.Of(Voted(World.Selection(Plurality, 3), "c01", "c02")).Do(new Command.Prepare("V01", "r2", "重新表决")).State;
        Assert.Equal([RoundState.Announced, RoundState.Ready], state.Rounds.Select(r => r.State));
        Assert.Equal(["c01", "c02"], Assert.Single(state.Rounds[1].Questions).Candidates.Select(c => c.Id));
    }

    [Fact]
    public void A_runoff_that_was_voided_is_due_again()
    {
        var state = Course.Of(Voted(World.Selection(Plurality, 3), "c01", "c02"))
            .Do(new Command.Prepare("V01", "r2"), new Command.VoidRound("V01", 2, "设备故障"), new Command.Prepare("V01", "r3")).State;
        Assert.Equal((3, Stage.Runoff, 1), (state.Rounds[2].Number, state.Rounds[2].Questions[0].Stage, state.Rounds[2].Questions[0].Runoffs));
    }

    [Fact]
    public void Certifying_takes_the_clerk_first_and_then_a_scrutineer()
    {
        Assert.Equal(new Refusal(Refusals.WrongState, "clerk"), Conduct.Decide(At("announced"), Certify(scrutineer: true)).Refusal);
        var confirmed = Conduct.Decide(At("announced"), Certify(scrutineer: false)).Value!;
        Assert.Equal((RoundState.Announced, "m01"), (confirmed.State.Rounds[0].State, confirmed.State.Rounds[0].CertifiedByClerk));
        Assert.Equal(["round-confirmed"], confirmed.Facts.Select(f => f.Type));
        Assert.Empty(Conduct.Decide(confirmed.State, Certify(scrutineer: false)).Value!.Facts);
        var certified = Conduct.Decide(confirmed.State, Certify(scrutineer: true)).Value!;
        Assert.Equal(RoundState.Certified, certified.State.Rounds[0].State);
        Assert.Equal(["round-certified"], certified.Facts.Select(f => f.Type));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Certifying_is_refused_while_a_sum_does_not_reconcile(bool scrutineer)
    {
        var refusal = Conduct.Decide(At("confirmed"), Certify(scrutineer) with { Evidence = World.Urn(29) }).Refusal;
        Assert.Equal(new Refusal(Refusals.DoesNotReconcile, "表决票, round 1: urn 29 ≠ voted 30") { Chinese = "表决票，第1次表决：票箱29≠已表决30" }, refusal);
        Assert.EndsWith("（表决票，第1次表决：票箱29≠已表决30）", Refusals.Text(refusal!, chinese: true), StringComparison.Ordinal);
        Assert.EndsWith("(表决票, round 1: urn 29 ≠ voted 30)", Refusals.Text(refusal!, chinese: false), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tally_tells_the_record_its_counts_and_a_close_tells_its_turnout_only()
    {
        var course = Course.Of(At("open")).Do(Close, Tally);
        Assert.Equal(["round-closed", "round-tallied"], course.Facts.Select(f => f.Type));
        Assert.Equal(["all", "paper", "present", "roll", "round", "voted"], course.Facts[0].Data.Select(d => d.Key).Order(StringComparer.Ordinal));
        Assert.Equal(30, (int)course.Facts[1].Data["questions"]![0]!["counts"]!["for"]!);
    }

    [Fact]
    public void The_event_of_a_round_made_ready_says_which_questions_it_holds_among_whom_and_by_which_rule()
    {
        var fact = Course.Of(Voted(World.Selection(Plurality, 3), "c01", "c02")).Do(new Command.Prepare("V01", "r2")).Facts.Single();
        var rule = CanonicalJson.Text(RecordText.Rule(Plurality));
        Assert.Equal(
            """{"paper":"V01","questions":[{"id":"q1","options":["c01","c02"],"rule":""" + rule + ""","stage":"runoff"}],"round":2}""", CanonicalJson.Text(fact.Data));
    }

    private static Rule.Seats Plurality => (Rule.Seats)World.Preset("selection-by-plurality");

    // One question; each pair of marks is a round in which both were marked by as many.
    private static MeetingState Voted(Question question, params string[] marks)
    {
        var course = Course.Of(World.InSession(World.Committee(39, 35, World.Paper(question))));
        foreach (var (index, pair) in marks.Chunk(2).Index())
        {
            var number = index + 1;
            course = course.Do(new Command.Prepare("V01", $"r{number}"), new Command.Open("V01", number, null));
            var asked = course.State.Rounds[^1].Questions;
            var ballots = World.Ballots(asked, (17, pair[0]), (17, pair[1]));
            course = course.Do(
                new Command.Close("V01", number, course.State.Roll.Counts(), new RoundNumbers(39, 34, 34)),
                new Command.Tally("V01", number, World.Count(asked, 39, 34, ballots)),
                new Command.Announce("V01", number));
        }

        return course.State;
    }
}
