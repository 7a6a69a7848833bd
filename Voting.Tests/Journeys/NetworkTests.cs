using Voting.Rehearsal;

namespace Voting.Tests.Journeys;

public class NetworkTests
{
    [Fact]
    public async Task A_ballot_whose_answer_was_swallowed_counts_once()
    {
        await using var chamber = await Chamber.Open();
        using var network = new BadNetwork(chamber.Address);
        var member = await chamber.Member("m1", network.Address);
        var round = await chamber.OpenRound("P");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        network.SwallowsAnswers = true;
        var fate = member.Send(chamber.Press(round, 1, 0), patience.Token);
        await Chamber.Until(async () => (await chamber.Chair.Snapshot()).Value!.Turnout!.Voted == 1);
        Assert.False(fate.IsCompleted);

        network.SwallowsAnswers = false;
        network.Cut();

        Assert.Equal(Fate.Recorded, await fate);
        Assert.Equal(1, (await chamber.CloseRound(round)).Voted);
    }

    [Fact]
    public async Task A_member_who_stays_away_until_after_the_close_finds_the_ballot_in_the_urn()
    {
        await using var chamber = await Chamber.Open();
        using var network = new BadNetwork(chamber.Address);
        var member = await chamber.Member("m1", network.Address);
        var round = await chamber.OpenRound("P");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        network.SwallowsAnswers = true;
        var fate = member.Send(chamber.Press(round, 1, 0), patience.Token);
        await Chamber.Until(async () => (await chamber.Chair.Snapshot()).Value!.Turnout!.Voted == 1);
        network.IsAway = true;
        network.Cut();
        Assert.Equal(1, (await chamber.CloseRound(round)).Voted);
        Assert.False(fate.IsCompleted);

        (network.IsAway, network.SwallowsAnswers) = (false, false);

        Assert.Equal(Fate.Recorded, await fate);
    }

    [Fact]
    public async Task A_ballot_that_never_arrived_is_found_not_counted()
    {
        await using var chamber = await Chamber.Open();
        using var network = new BadNetwork(chamber.Address);
        var member = await chamber.Member("m1", network.Address);
        var round = await chamber.OpenRound("P");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        network.IsAway = true;
        network.Cut();
        var fate = member.Send(chamber.Press(round, 1, 0), patience.Token);
        await chamber.CloseRound(round);

        network.IsAway = false;

        Assert.Equal(Fate.NotCounted, await fate);
    }
}
