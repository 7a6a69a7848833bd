using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Tests.Domain;

public class CastingTests
{
    private static readonly RoundAtCasting Secret = new(true, PressThatCounts.Last, 83, true);
    private static readonly BoxContents Empty = new(null, false, false);
    private static readonly Press First = new("cast-1", 1, "hash-1", 83);
    private static readonly Press Second = new("cast-2", 2, "hash-2", 83);

    private static BoxContents Holding(Press mine) => Empty with { Mine = mine };

    private static void Recorded((CastDecision Decision, Refusal? Refusal) answer) => Assert.Equal((CastDecision.Record, null), answer);

    private static void Refused(string code, (CastDecision Decision, Refusal? Refusal) answer) => Assert.Equal(code, answer.Refusal?.Code);

    [Fact]
    public void A_first_press_is_recorded() => Recorded(CastingDecision.Decide(Secret, null, Empty, First));

    [Fact]
    public void The_same_press_again_gets_the_same_answer_and_writes_nothing() =>
        Assert.Equal((CastDecision.AlreadyRecorded, null), CastingDecision.Decide(Secret, null, Holding(First), First));

    [Fact]
    public void The_same_press_again_is_answered_also_where_the_first_counts() =>
        Assert.Equal((CastDecision.AlreadyRecorded, null), CastingDecision.Decide(Secret with { Counts = PressThatCounts.First }, null, Holding(First), First));

    [Fact]
    public void The_same_press_again_is_answered_to_a_member_who_has_left_since() =>
        Assert.Equal((CastDecision.AlreadyRecorded, null), CastingDecision.Decide(Secret, new Refusal(Refusals.NotPresent), Holding(First), First));

    [Fact]
    public void A_later_press_replaces_the_earlier_where_the_last_counts() => Recorded(CastingDecision.Decide(Secret, null, Holding(First), Second));

    [Fact]
    public void A_second_press_is_refused_where_the_first_counts() =>
        Refused(Refusals.AlreadyVoted, CastingDecision.Decide(Secret with { Counts = PressThatCounts.First }, null, Holding(First), Second));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_press_not_later_than_the_recorded_is_stale(int seq) =>
        Refused(Refusals.StaleSeq, CastingDecision.Decide(Secret, null, Holding(Second), First with { Seq = seq }));

    [Fact]
    public void After_the_close_every_press_is_sent_to_the_urn_also_one_that_was_recorded()
    {
        var closed = Secret with { IsOpen = false };
        Refused(Refusals.ClosedSeeUrn, CastingDecision.Decide(closed, null, Empty, First));
        Refused(Refusals.ClosedSeeUrn, CastingDecision.Decide(closed, null, Holding(First), First));
        Refused(Refusals.ClosedSeeUrn, CastingDecision.Decide(closed, new Refusal(Refusals.NotPresent), Empty, First));
    }

    [Fact]
    public void One_cast_id_never_stands_for_two_envelopes()
    {
        Refused(Refusals.CastIdReused, CastingDecision.Decide(Secret, null, Holding(First), First with { Hash = "hash-2" }));
        Refused(Refusals.CastIdReused, CastingDecision.Decide(Secret, null, Holding(First), First with { Seq = 2 }));
    }

    [Fact]
    public void A_cast_id_of_another_member_is_taken() =>
        Refused(Refusals.CastIdTaken, CastingDecision.Decide(Secret, null, Empty with { CastIdHeldByOther = true }, First));

    [Fact]
    public void An_envelope_copied_from_another_member_is_refused_and_clear_marks_that_are_alike_are_not()
    {
        Refused(Refusals.DuplicateEnvelope, CastingDecision.Decide(Secret, null, Empty with { HashHeldElsewhere = true }, First));
        Recorded(CastingDecision.Decide(Secret with { Secret = false }, null, Empty with { HashHeldElsewhere = true }, First));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(82)]
    [InlineData(84)]
    public void An_envelope_of_another_size_is_refused(int size) => Refused(Refusals.WrongSize, CastingDecision.Decide(Secret, null, Empty, First with { Size = size }));

    [Theory]
    [InlineData(Refusals.NotOnRoll)]
    [InlineData(Refusals.NotPresent)]
    [InlineData(Refusals.NotEntitled)]
    [InlineData(Refusals.WaitsForNextRound)]
    public void A_member_not_entitled_is_refused_for_that_reason_and_hears_nothing_of_the_box(string code) =>
        Assert.Equal(new Refusal(code), CastingDecision.Decide(Secret, new Refusal(code), new BoxContents(null, true, true), First).Refusal);

    private static readonly Meeting Meeting = World.Committee(39, 35, World.Paper(World.Motion())) with
    {
        NonVoting = [new Attendee("徐涛", "区政府常务副区长")],
    };

    private static string? Entitlement(Meeting meeting, AttendanceRoll roll, string? member, IReadOnlySet<string>? presentAtOpen = null) =>
        CastingDecision.Entitlement(meeting.Papers[0], Round(presentAtOpen), roll, member is null ? null : meeting.Member(member))?.Code;

    private static Round Round(IReadOnlySet<string>? presentAtOpen) => new("r1", "V01", 1, RoundState.Open, []) { PresentAtOpen = presentAtOpen };

    private static AttendanceRoll Roll => World.InSession(Meeting).Roll;

    [Fact]
    public void T23_a_non_voting_attendee_may_not_vote()
    {
        var refusal = CastingDecision.Entitlement(Meeting.Papers[0], Round(null), Roll, null);
        Assert.Equal(new Refusal(Refusals.NotOnRoll), refusal);
        Assert.Equal(refusal, CastingDecision.Decide(Secret, refusal, Empty, First).Refusal);
    }

    [Fact]
    public void A_member_on_the_roll_checked_in_and_present_may_vote() => Assert.Null(Entitlement(Meeting, Roll, "m01"));

    [Fact]
    public void Nobody_votes_whose_id_is_not_on_the_roll() => Assert.Equal(Refusals.NotOnRoll, Entitlement(Meeting, Roll, "m40"));

    [Theory]
    [InlineData(Attendance.Leave)]
    [InlineData(Attendance.Absent)]
    [InlineData(Attendance.Expected)]
    public void A_member_who_is_not_in_the_room_may_not_vote(Attendance attendance) =>
        Assert.Equal(Refusals.NotPresent, Entitlement(Meeting, Roll.With("m01", new Standing(attendance)), "m01"));

    [Fact]
    public void A_paper_of_some_groups_is_voted_by_them_only()
    {
        var paper = World.Paper(World.Motion()) with { EntitledGroups = ["甲"] };
        var meeting = World.Committee(3, 3, paper);
        meeting = meeting with { Roll = [meeting.Roll[0] with { Group = "甲" }, meeting.Roll[1] with { Group = "乙" }, meeting.Roll[2]] };
        var roll = World.InSession(meeting).Roll;
        Assert.Equal([null, Refusals.NotEntitled, Refusals.NotEntitled], new[] { "m01", "m02", "m03" }.Select(m => Entitlement(meeting, roll, m)));
        Assert.Equal(1, meeting.AllFor(paper));
        Assert.Equal(3, meeting.AllFor(World.Paper(World.Motion())));
    }

    [Fact]
    public void A_late_arrival_is_admitted_or_waits_as_the_paper_says()
    {
        var atOpen = new HashSet<string> { "m01" };
        Assert.Null(Entitlement(Meeting, Roll, "m02"));
        Assert.Null(Entitlement(Meeting, Roll, "m01", atOpen));
        Assert.Equal(Refusals.WaitsForNextRound, Entitlement(Meeting, Roll, "m02", atOpen));
    }

    [Fact]
    public void T24_two_members_of_one_name_are_two_ids_shown_apart()
    {
        var meeting = World.Committee(2, 2, World.Paper(World.Motion()));
        meeting = meeting with
        {
            Roll = [new Member("m01", "刘丹", Attendance.Present, Suffix: "女"), new Member("m02", "刘丹", Attendance.Leave, Suffix: "法院")],
        };
        var roll = World.InSession(meeting).Roll;
        Assert.Equal([null, Refusals.NotPresent], meeting.Roll.Select(m => Entitlement(meeting, roll, m.Id)));
        Assert.Equal(["刘丹（女）", "刘丹（法院）"], meeting.Roll.Select(m => m.FullName));
        Assert.Equal("委员01", World.Committee(1, 1).Roll[0].FullName);
    }
}
