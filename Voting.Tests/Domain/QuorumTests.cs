using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Tests.Domain;

public class QuorumTests
{
    [Theory]
    [InlineData(35, true)]
    [InlineData(20, true)]
    [InlineData(19, false)]
    public void T01_a_committee_of_39_needs_20(int present, bool met)
    {
        var body = new Body("常委会", 39, World.MoreThanHalf());
        Assert.Equal(met, Quorum.IsMet(body, present));
        Assert.Equal(20, Quorum.Need(body));
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(21, true)]
    public void T03_half_of_a_committee_of_40_is_no_quorum(int present, bool met)
    {
        var body = new Body("常委会", 40, World.MoreThanHalf());
        Assert.Equal(met, Quorum.IsMet(body, present));
        Assert.Equal(21, Quorum.Need(body));
    }

    [Theory]
    [InlineData(226, false)]
    [InlineData(227, true)]
    public void T04_two_thirds_of_a_congress_of_340_is_227(int present, bool met)
    {
        var body = new Body("人民代表大会", 340, new Threshold(Base.All, Comparison.AtLeast, 2, 3));
        Assert.Equal(met, Quorum.IsMet(body, present));
        Assert.Equal(227, Quorum.Need(body));
    }

    [Fact]
    public void A_body_without_a_quorum_meets_with_nobody()
    {
        var body = new Body("主任会议", 9, null);
        Assert.True(Quorum.IsMet(body, 0));
        Assert.Equal(0, Quorum.Need(body));
    }

    [Fact]
    public void A_quorum_is_of_all_in_office_and_not_of_the_roll()
    {
        var meeting = World.Committee(20, 20, World.Paper(World.Motion())) with { Body = new Body("常委会", 41, World.MoreThanHalf()) };
        var refusal = Conduct.Decide(World.CheckIn(meeting), new Command.OpenMeeting()).Refusal;
        Assert.Equal(new Refusal(Refusals.NoQuorum, "20 < 21"), refusal);
    }

    [Fact]
    public void T21_the_next_opening_is_refused_when_the_twentieth_of_39_has_left()
    {
        var meeting = World.Committee(39, 20, World.Paper("V01", true, World.Motion()), World.Paper("V02", true, World.Motion()));
        var state = Course.Of(World.CheckIn(meeting))
            .Do(new Command.OpenMeeting(), new Command.Prepare("V01", "r1"), new Command.Open("V01", 1, null))
            .Do(new Command.VoidRound("V01", 1, "试"), new Command.Prepare("V02", "r2"))
            .Do(new Command.Leave("m20"))
            .State;
        Assert.Equal(new Refusal(Refusals.NoQuorum, "19 < 20"), Conduct.Decide(state, new Command.Open("V02", 1, null)).Refusal);
        Assert.True(Conduct.Decide(Course.Of(state).Do(new Command.CheckIn("m20")).State, new Command.Open("V02", 1, null)).IsDone);
    }

    [Fact]
    public void A_quorum_lost_while_a_round_is_open_does_not_stop_it()
    {
        var meeting = World.Committee(39, 20, World.Paper(World.Motion()));
        var state = Course.Of(World.InSession(meeting))
            .Do(new Command.Prepare("V01", "r1"), new Command.Open("V01", 1, null), new Command.Leave("m20")).State;
        Assert.True(Conduct.Decide(state, new Command.Close("V01", 1, state.Roll.Counts(), new RoundNumbers(39, 19, 19))).IsDone);
    }

    [Fact]
    public void A_member_expected_and_not_checked_in_is_not_present()
    {
        var meeting = World.Committee(39, 39, World.Paper(World.Motion()));
        var live = AttendanceRoll.Start(meeting, rehearsal: false);
        Assert.Equal(new RollCounts(0, 0, 39), live.Counts());
        Assert.Equal(new RollCounts(1, 0, 38), live.With("m07", new Standing(Attendance.Present)).Counts());
        Assert.Equal(new RollCounts(39, 0, 0), AttendanceRoll.Start(meeting, rehearsal: true).Counts());
    }

    [Fact]
    public void A_member_who_leaves_moves_to_leave_and_the_roll_stays_whole()
    {
        var roll = World.InSession(World.Committee(39, 35, World.Paper(World.Motion()))).Roll;
        Assert.Equal(new RollCounts(34, 5, 0), roll.With("m01", new Standing(Attendance.Leave)).Counts());
        Assert.Equal(39, roll.With("m01", new Standing(Attendance.Leave)).Counts().Due);
        Assert.True(roll.IsPresent("m01"), "a roll is a value");
    }
}
