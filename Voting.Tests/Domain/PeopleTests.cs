using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Tests.Domain;

/// <summary>Who is here and why not, who takes no part, who presides.</summary>
public class PeopleTests
{
    private static readonly Meeting Meeting = World.Committee(39, 20, World.Paper("V01", true, World.Motion()), World.Paper("V02", false, World.Motion()));

    private static Course InSession => Course.Of(World.InSession(Meeting));

    private static string? Refused(MeetingState state, Command command) => Conduct.Decide(state, command).Refusal?.Code;

    private static string Told(Course course) => CanonicalJson.Text(course.Facts[^1].Data);

    [Fact]
    public void A_reason_is_recorded_as_it_is_given_and_never_required()
    {
        var course = InSession.Do(new Command.Leave("m01"));
        Assert.Equal("""{"member":"m01"}""", Told(course));
        course = course.Do(new Command.Leave("m01", AbsenceReasons.Illness, "下午就诊"));
        Assert.Equal("""{"member":"m01","note":"下午就诊","reason":"illness"}""", Told(course));
        Assert.Equal(new Standing(Attendance.Leave, "illness", "下午就诊"), course.State.Roll.StandingOf("m01"));
        Assert.Equal(2, course.Do(new Command.Leave("m01", AbsenceReasons.Illness, "下午就诊")).Facts.Count);
        // Whoever is back is here, and why they were away is told by the record only.
        Assert.Equal(new Standing(Attendance.Present), course.Do(new Command.CheckIn("m01")).State.Roll.StandingOf("m01"));
    }

    [Fact]
    public void Whoever_did_not_come_is_absent_and_whoever_was_here_has_left()
    {
        var course = InSession.Do(new Command.Leave("m39", AbsenceReasons.Duty, Absent: true));
        Assert.Equal(("member-absent", new RollCounts(20, 18, 1)), (course.Facts[^1].Type, course.State.Roll.Counts()));
        Assert.Equal(Refusals.WrongState, Refused(course.State, new Command.Leave("m01", Absent: true)));
        Assert.Equal(Refusals.UnknownMember, Refused(course.State, new Command.Leave("m40", Absent: true)));
    }

    [Fact]
    public void A_member_on_video_is_present_and_counted_apart()
    {
        var course = InSession.Do(new Command.OnVideo("m39", true), new Command.OnVideo("m01", true));
        Assert.Equal((21, 2), (course.State.Roll.Counts().Present, course.State.Roll.OnVideo));
        Assert.Equal(["""member-checked-in {"member":"m39","onVideo":true}""", """member-on-video {"member":"m01","onVideo":true}"""],
            course.Facts.Select(f => $"{f.Type} {CanonicalJson.Text(f.Data)}"));
        Assert.Null(course.State.Bar(Opened(course).State.Rounds[0], Meeting.Member("m39")!));
        // A press on one's name changes nothing of it; leaving ends it.
        Assert.Equal(2, course.Do(new Command.CheckIn("m39")).State.Roll.OnVideo);
        Assert.Equal(1, course.Do(new Command.Leave("m39")).State.Roll.OnVideo);
        Assert.Equal(1, course.Do(new Command.OnVideo("m39", false)).State.Roll.OnVideo);
        Assert.Equal(21, course.Do(new Command.OnVideo("m39", false)).State.Roll.Counts().Present);
        Assert.Equal(2, course.Do(new Command.OnVideo("m39", true)).Facts.Count);
        Assert.Equal(Refusals.WrongState, Refused(course.State, new Command.OnVideo("m38", false)));
    }

    private static Course Opened(Course course) => course.Do(new Command.Prepare("V01", "r1"), new Command.Open("V01", 1, null));

    [Fact]
    public void T21_a_member_who_leaves_between_items_takes_the_quorum_along()
    {
        var course = InSession.Do(new Command.Prepare("V01", "r1"));
        Assert.True(Conduct.Decide(course.State, new Command.Open("V01", 1, null)).IsDone);
        Assert.Equal(Refusals.NoQuorum, Refused(course.Do(new Command.Leave("m20")).State, new Command.Open("V01", 1, null)));
    }

    [Fact]
    public void After_a_suspension_the_roll_is_taken_again_and_without_a_quorum_of_it_the_meeting_does_not_go_on()
    {
        var course = InSession.Do(new Command.Leave("m39", AbsenceReasons.Illness), new Command.OnVideo("m02", true), new Command.Suspend());
        Assert.Equal("""{"roll":{"absent":0,"leave":19,"present":20}}""", Told(course));
        Assert.Equal((MeetingPhase.Suspended, new RollCounts(0, 19, 20), 0), (course.State.Phase, course.State.Roll.Counts(), course.State.Roll.OnVideo));
        // Whoever was on leave before still is, for the same reason.
        Assert.Equal(new Standing(Attendance.Leave, "illness"), course.State.Roll.StandingOf("m39"));

        var nineteen = course.Do([.. Enumerable.Range(1, 19).Select(n => new Command.CheckIn($"m{n:00}"))]);
        Assert.Equal(new Refusal(Refusals.NoQuorum, "19 < 20"), Conduct.Decide(nineteen.State, new Command.Resume()).Refusal);
        var resumed = nineteen.Do(new Command.CheckIn("m20"), new Command.Resume());
        Assert.Equal(("meeting-resumed", """{"roll":{"absent":0,"leave":19,"present":20}}"""), (resumed.Facts[^1].Type, Told(resumed)));
        Assert.Equal(RoundState.Open, Opened(resumed).State.Rounds[0].State);
    }

    [Fact]
    public void A_meeting_is_not_suspended_under_an_open_round_and_one_that_never_has_its_quorum_again_can_be_closed()
    {
        var open = Opened(InSession);
        Assert.Equal(Refusals.RoundStillOpen, Refused(open.State, new Command.Suspend()));
        var asked = open.State.Rounds[0].Questions;
        var suspended = open.Do(new Command.Close("V01", 1, open.State.Roll.Counts(), new RoundNumbers(39, 20, 20)), new Command.Suspend());
        Assert.Equal(Refusals.RoundStillOpen, Refused(suspended.State, new Command.CloseMeeting()));
        var closed = suspended.Do(
            new Command.Tally("V01", 1, World.Count(asked, 39, 20, World.Ballots(asked, (20, "for")))), new Command.Announce("V01", 1), new Command.CloseMeeting());
        Assert.Equal(MeetingPhase.Closed, closed.State.Phase);
    }

    [Fact]
    public void A_recused_member_may_not_vote_on_that_paper_and_on_every_other()
    {
        var course = InSession.Do(new Command.Recuse("V01", "m03", "系被任命人近亲属"));
        Assert.Equal("""{"member":"m03","paper":"V01","reason":"系被任命人近亲属"}""", Told(course));
        var state = Opened(course).State;
        Assert.Equal([null, Refusals.IsRecused], new[] { "m02", "m03" }.Select(m => state.Bar(state.Rounds[0], Meeting.Member(m)!)?.Code));
        Assert.Equal(["m03"], state.Rounds[0].Recused);
        // The base of all stays.
        Assert.Equal(39, Meeting.AllFor(Meeting.Papers[0]));
        Assert.Equal(["m03"], Opened(course).Facts.Single(f => f.Type == "round-opened").Data["recused"]!.AsArray().Select(m => (string)m!));
        var other = course.Do(new Command.Prepare("V02", "r2"), new Command.Open("V02", 1, null));
        Assert.Null(other.State.Bar(other.State.Rounds[0], Meeting.Member("m03")!));
        Assert.False(other.Facts.Single(f => f.Type == "round-opened").Data.ContainsKey("recused"));
    }

    [Fact]
    public void Who_takes_no_part_is_settled_when_the_round_opens()
    {
        var open = Opened(InSession.Do(new Command.Recuse("V01", "m03", "近亲属")));
        Assert.Equal(Refusals.WrongState, Refused(open.State, new Command.Recuse("V01", "m04", "近亲属")));
        Assert.Equal(Refusals.WrongState, Refused(open.State, new Command.Recuse("V01", "m03", null)));
        // Another paper's is still to be settled; a next round of this one may differ.
        var next = open.Do(new Command.Recuse("V02", "m04", "近亲属"), new Command.VoidRound("V01", 1, "设备故障"), new Command.Recuse("V01", "m03", null),
            new Command.Prepare("V01", "r2"), new Command.Open("V01", 2, null));
        Assert.Equal([1, 0], next.State.Rounds.Select(r => r.Recused.Count));
    }

    [Fact]
    public void A_recusal_is_changed_or_taken_back_on_record_and_the_same_again_leaves_no_trace()
    {
        var course = InSession.Do(new Command.Recuse("V01", "m03", "近亲属"), new Command.Recuse("V01", "m03", "近亲属"), new Command.Recuse("V01", "m04", null));
        Assert.Single(course.Facts);
        course = course.Do(new Command.Recuse("V01", "m03", "师生"));
        Assert.Equal([new Recusal("V01", "m03", "师生")], course.State.Recusals);
        course = course.Do(new Command.Recuse("V01", "m03", null));
        Assert.Equal(("recusal-lifted", 0), (course.Facts[^1].Type, course.State.Recusals.Count));
        Assert.Equal(Refusals.UnknownPaper, Refused(course.State, new Command.Recuse("V99", "m03", "近亲属")));
        Assert.Equal(Refusals.UnknownMember, Refused(course.State, new Command.Recuse("V01", "m40", "近亲属")));
    }

    [Fact]
    public void A_recused_members_press_is_refused_whatever_the_box_holds()
    {
        var state = Opened(InSession.Do(new Command.Recuse("V01", "m03", "近亲属"))).State;
        var bar = state.Bar(state.Rounds[0], Meeting.Member("m03")!);
        var press = new Press("cast-1", 1, "hash-1", 83);
        Assert.Equal(Refusals.IsRecused, CastingDecision.Decide(new RoundAtCasting(true, PressThatCounts.Last, 83, true), bar, new BoxContents(null, false, false), press).Refusal?.Code);
    }

    [Fact]
    public void The_gavel_passes_to_a_member_in_the_room_at_any_time_and_on_record()
    {
        var course = Opened(InSession).Do(new Command.PassGavel("m02"));
        Assert.Equal(("gavel-passed", """{"from":"m01","to":"m02"}"""), (course.Facts[^1].Type, Told(course)));
        Assert.Equal("m02", course.State.Presiding);
        Assert.Equal("""{"from":"m02","to":"m01"}""", Told(course.Do(new Command.PassGavel("m01"))));
        Assert.Equal(Refusals.HoldsThePost, Refused(course.State, new Command.PassGavel("m02")));
        Assert.Equal(Refusals.NotInTheRoom, Refused(course.State, new Command.PassGavel("m39")));
        Assert.Equal(Refusals.NotInTheRoom, Refused(course.Do(new Command.OnVideo("m05", true)).State, new Command.PassGavel("m05")));
        Assert.Equal(Refusals.UnknownMember, Refused(course.State, new Command.PassGavel("m40")));
    }

    [Fact]
    public void A_scrutineer_is_replaced_before_an_opening_by_somebody_who_is_not_one_already()
    {
        string[] now = ["m02", "监票人2"];
        var course = InSession.Do(new Command.ReplaceScrutineer(2, now, "m03", IsMember: true));
        Assert.Equal(("scrutineer-replaced", """{"from":"监票人2","number":2,"to":"m03"}"""), (course.Facts[^1].Type, Told(course)));
        Assert.Equal("""{"from":"m02","number":1,"to":"王五"}""", Told(course.Do(new Command.ReplaceScrutineer(1, now, "王五", IsMember: false))));
        Assert.Equal(Refusals.HoldsThePost, Refused(course.State, new Command.ReplaceScrutineer(2, now, "m02", IsMember: true)));
        Assert.Equal(Refusals.NotInTheRoom, Refused(course.State, new Command.ReplaceScrutineer(2, now, "m39", IsMember: true)));
        Assert.Equal(Refusals.UnknownMember, Refused(course.State, new Command.ReplaceScrutineer(2, now, "m40", IsMember: true)));
        Assert.Equal(Refusals.RoundStillOpen, Refused(Opened(course).State, new Command.ReplaceScrutineer(2, now, "m03", IsMember: true)));
    }

    [Fact]
    public void Resuming_is_announced_with_the_roll_as_it_was_taken_again() =>
        Assert.Equal("本次会议应到39人，实到35人，请假4人，缺席0人，符合法定人数，现在复会。", Assert.Single(Announcement.Resuming(new RollCounts(35, 4, 0)).Chinese));
}
