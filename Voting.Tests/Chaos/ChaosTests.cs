using Voting.Rehearsal.Chaos;
using Voting.Tests.Journeys;

namespace Voting.Tests.Chaos;

/// <summary>A server that is killed, and a network that fails, under the load of a congress.</summary>
public class ChaosTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("VOTING_LONG") == "1";

    [Fact]
    public async Task Killed_at_random_instants_the_server_loses_no_acknowledged_ballot_and_counts_none_twice()
    {
        var killed = await Kills.Run(340, IsLong ? 1_000 : 50, Random.Shared.Next(), _ => { }, TestContext.Current.CancellationToken);

        Figures.Print($"P1 {killed.Members} members, {killed.Count} kills, {killed.Rounds} rounds, {killed.Acknowledged} presses acknowledged, violations {killed.Found.Count}");
        Figures.Print($"P13 {killed.Members} members: accepting again {ChaosCommand.Spread(killed.Up)}; all back {ChaosCommand.Spread(killed.Back)}");
        Assert.Empty(killed.Found);
        Assert.True(killed.Acknowledged > killed.Members, "hardly anybody pressed");
    }

    [Fact]
    public async Task Through_a_network_that_cuts_doubles_and_reorders_none_is_counted_twice()
    {
        var network = await NetworkFaults.Run(340, IsLong ? 1_000_000 : 20_000, Random.Shared.Next(), _ => { }, TestContext.Current.CancellationToken);

        Figures.Print($"P2 {network.Members} members, {network.Rounds} rounds, {network.Acknowledged} presses acknowledged; {network.Done}; violations {network.Found.Count}");
        Assert.Empty(network.Found);
        Assert.DoesNotContain(" 0", network.Done, StringComparison.Ordinal);
    }
}
