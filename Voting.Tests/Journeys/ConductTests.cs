using Voting.Domain.Contracts;

namespace Voting.Tests.Journeys;

public class ConductTests
{
    [Fact]
    public async Task Only_one_round_is_open_at_a_time()
    {
        await using var chamber = await Chamber.Open();
        await chamber.OpenRound("P");
        Assert.Null((await chamber.Chair.Prepare(new PrepareRequest("R"))).Refusal);

        Chamber.Refused(Refusals.AnotherRoundOpen, await chamber.Chair.Open(new RoundRef("R", 1)));
    }

    [Fact]
    public async Task T22_a_void_round_has_no_counts_its_box_and_key_are_destroyed_and_the_next_is_round_two()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        var round = await chamber.OpenRound("P");
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        Assert.Single(chamber.RoundKeys);

        Chamber.Done(await chamber.Chair.Void(new VoidRequest("P", 1, "表决系统出现故障")));

        Assert.Empty(chamber.RoundKeys);
        Assert.Empty(Directory.GetFiles(Path.Combine(chamber.DataFolder, "boxes")));
        Assert.Equal(2, (await chamber.OpenRound("P")).Round);
        var rounds = (await chamber.Record())["papers"]![0]!["rounds"]!.AsArray();
        Assert.Equal(("void", "表决系统出现故障"), ((string)rounds[0]!["state"]!, (string)rounds[0]!["reason"]!));
        Assert.Null(rounds[0]!["of"]);
    }

    [Fact]
    public async Task After_the_ceremony_neither_box_nor_key_is_left_and_the_urn_is_as_large_as_the_vote()
    {
        await using var chamber = await Chamber.Open();
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2"), await chamber.Member("m3") };
        var round = await chamber.OpenRound("P");
        foreach (var member in members) Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        await chamber.CloseRound(round);
        await Chamber.Until(async () => (await chamber.Record())["events"]!.AsArray().Any(e => (string)e!["type"]! == "key-destroyed"));

        Assert.Empty(chamber.RoundKeys);
        Assert.Empty(Directory.GetFiles(Path.Combine(chamber.DataFolder, "boxes")));
        var urn = (await members[0].Urn(new RoundRef("P", 1))).Value!;
        Assert.Equal((3, 3 * 32), (urn.Seal.Count, urn.Leaves.Length));
    }

    [Fact]
    public async Task Certifying_takes_the_clerk_and_then_a_scrutineer_and_only_after_the_announcement()
    {
        await using var chamber = await Chamber.Open();
        var round = await chamber.OpenRound("P");
        await chamber.CloseRound(round);
        Chamber.Refused(Refusals.WrongState, await chamber.Clerk.Certify(new CertifyRequest([new RoundRef("P", 1)])));
        Chamber.Done(await chamber.Chair.Announce(new RoundRef("P", 1)));

        Chamber.Refused(Refusals.WrongState, await chamber.Scrutineer.Certify(new CertifyRequest([new RoundRef("P", 1)])));
        Chamber.Refused(Refusals.NotPermitted, await chamber.Chair.Certify(new CertifyRequest([new RoundRef("P", 1)])));
        Chamber.Done(await chamber.Clerk.Certify(new CertifyRequest([new RoundRef("P", 1)])));
        Chamber.Done(await chamber.Scrutineer.Certify(new CertifyRequest([new RoundRef("P", 1)])));

        Assert.Equal("certified", (string)(await chamber.Record())["papers"]![0]!["rounds"]![0]!["state"]!);
    }

    [Fact]
    public async Task Seats_never_see_a_round_before_it_opens_nor_a_count_before_it_is_announced()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        Chamber.Done(await chamber.Chair.OpenMeeting());
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("P")));
        Assert.Empty((await member.Snapshot()).Value!.Rounds);
        Chamber.Done(await chamber.Chair.Open(new RoundRef("P", 1)));
        var round = (await chamber.Chair.Snapshot()).Value!.Rounds[^1];
        Assert.Null((await member.Snapshot()).Value!.Turnout);
        await chamber.CloseRound(round);

        var closed = (await member.Snapshot()).Value!.Rounds[^1];
        Assert.Equal(("closed", null), (closed.State, closed.Results));
        Chamber.Done(await chamber.Chair.Announce(new RoundRef("P", 1)));
        Assert.NotNull((await member.Snapshot()).Value!.Rounds[^1].Results);
    }

    [Fact]
    public async Task A_tie_makes_a_runoff_due_among_the_tied_only()
    {
        await using var chamber = await Chamber.Open();
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2"), await chamber.Member("m3") };
        var round = await chamber.OpenRound("S");
        for (var i = 0; i < 3; i++) Chamber.Done(await members[i].Cast(chamber.Press(round, 1, i % 2)));
        await chamber.CloseRound(round);
        Chamber.Refused(Refusals.RoundStillOpen, await chamber.Chair.Prepare(new PrepareRequest("S")));
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        Assert.Equal(Refusals.NothingDue, (await chamber.Chair.Prepare(new PrepareRequest("S"))).Refusal?.Code);

        var again = await chamber.OpenRound("S", "重新票选");
        Chamber.Done(await members[0].Cast(chamber.Press(again, 1, 0)));
        Chamber.Done(await members[1].Cast(chamber.Press(again, 1, 2)));
        var tied = await chamber.CloseRound(again);
        Assert.Equal(("runoff", "a,c"), (tied.Results![0].Outcome, string.Join(',', tied.Results[0].Tied!)));
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(again)));
        var runoff = await chamber.OpenRound("S");

        Assert.Equal(("runoff", "a,c"), (runoff.Questions[0].Stage, string.Join(',', runoff.Questions[0].Options.Select(o => o.Id))));
        Assert.Equal("superseded", (string)(await chamber.Record())["papers"]![2]!["rounds"]![0]!["state"]!);
    }
}
