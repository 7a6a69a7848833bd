using Voting.Domain.Contracts;

namespace Voting.Tests.Journeys;

public class AttendanceTests
{
    [Fact]
    public async Task T21_a_round_does_not_open_once_so_many_have_left_that_the_quorum_is_lost()
    {
        await using var chamber = await Chamber.Open();
        var round = await chamber.OpenRound("P");
        foreach (var id in new[] { "m3", "m4" }) Chamber.Done(await chamber.Clerk.Leave(new LeaveRequest(id)));
        // Quorum lost while a round is open: the round finishes.
        await chamber.CloseRound(round);
        Assert.Null((await chamber.Chair.Prepare(new PrepareRequest("R"))).Refusal);

        Chamber.Refused(Refusals.NoQuorum, await chamber.Chair.Open(new RoundRef("R", 1)));
        Chamber.Done(await chamber.Clerk.CheckIn(new MemberRef("m3")));
        Chamber.Done(await chamber.Chair.Open(new RoundRef("R", 1)));
    }

    [Fact]
    public async Task A_member_who_leaves_after_voting_keeps_that_vote_and_one_who_arrives_late_may_vote()
    {
        await using var chamber = await Chamber.Open();
        var (leaving, late) = (await chamber.Member("m1"), await chamber.Member("m5"));
        var round = await chamber.OpenRound("P");
        Chamber.Done(await leaving.Cast(chamber.Press(round, 1, 0)));
        Chamber.Done(await chamber.Clerk.Leave(new LeaveRequest("m1")));
        Chamber.Refused(Refusals.NotPresent, await leaving.Cast(chamber.Press(round, 2, 1)));
        Chamber.Refused(Refusals.NotPresent, await late.Cast(chamber.Press(round, 1, 0)));
        Chamber.Done(await chamber.Clerk.CheckIn(new MemberRef("m5")));
        Chamber.Done(await late.Cast(chamber.Press(round, 1, 0)));

        await chamber.CloseRound(round);

        var written = (await chamber.Record())["papers"]![0]!["rounds"]![0]!;
        Assert.Equal("""{"all":5,"present":5,"voted":2}""", written["of"]!.ToJsonString());
        Assert.Equal("""{"absent":0,"leave":1,"present":4}""", written["rollAtOpen"]!.ToJsonString());
        Assert.Equal("""{"absent":0,"leave":1,"present":4}""", written["rollAtClose"]!.ToJsonString());
        Assert.Equal(3, (int)written["didNotVote"]!);
    }

    [Fact]
    public async Task Where_late_arrivals_wait_they_are_outside_the_round_altogether()
    {
        await using var chamber = await Chamber.Open();
        var late = await chamber.Member("m5");
        var round = await chamber.OpenRound("N");
        Chamber.Done(await chamber.Clerk.CheckIn(new MemberRef("m5")));

        Chamber.Refused(Refusals.WaitsForNextRound, await late.Cast(chamber.Press(round, 1, 0)));

        Assert.Equal(4, (await chamber.CloseRound(round)).Present);
    }

    [Fact]
    public async Task Only_the_clerk_keeps_the_roll_and_an_unknown_member_is_refused()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");

        Chamber.Refused(Refusals.NotPermitted, await member.CheckIn(new MemberRef("m5")));
        Chamber.Refused(Refusals.UnknownMember, await chamber.Clerk.CheckIn(new MemberRef("nobody")));
        Assert.Equal(["present", "present", "present", "present", "leave"], (await chamber.Clerk.Roll()).Value!.Members.Select(m => m.Attendance));
        Assert.Equal(["m1"], (await chamber.Clerk.Roll()).Value!.Members.Where(m => m.Online).Select(m => m.Id));
    }
}
