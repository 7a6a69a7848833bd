using System.Diagnostics;
using DotNet.Testcontainers.Containers;
using Microsoft.AspNetCore.SignalR.Client;
using Testcontainers.Redis;
using Voting.Domain.Contracts;
using Voting.Tests.Stores;

namespace Voting.Tests.Journeys;

/// <summary>Redis is flushed, dies and comes back: screens wait, ballots do not.</summary>
public sealed class RedisTests
{
    [Fact]
    public async Task Redis_may_be_flushed_and_die_in_an_open_round_and_every_screen_is_whole_again_after_its_return()
    {
        // Before this test has the network: it may have to be started.
        var meeting = await Machines.Meeting();
        using var network = await MachineNetwork.Change();
        await using var redis = await Start();
        string[] arguments = ["--redis", $"127.0.0.1:{redis.GetMappedPublicPort(6379)}"];
        await using var chamber = await Chamber.OpenOn(meeting, arguments);
        var second = await chamber.Beside(arguments);
        var there = await chamber.Officer(new SignInRequest(null, Posts.Clerk, chamber.Code("password:clerk")), second.Address);
        var (blank, pictures) = (false, 0);
        using var meetings = there.Hub.On<MeetingView>(nameof(IVotingScreen.Meeting), meeting => blank = meeting.HallIsBlank);
        using var whole = there.Hub.On<Snapshot>(nameof(IVotingScreen.Picture), _ => Interlocked.Increment(ref pictures));
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2", second.Address) };
        var round = await chamber.OpenRound("P");

        await redis.ExecAsync(["redis-cli", "FLUSHALL"], TestContext.Current.CancellationToken);
        Chamber.Done(await members[0].Cast(chamber.Press(round, 1, 0)));
        Chamber.Done(await chamber.Chair.BlankHall(new HallRequest(true)));
        await Chamber.Until(() => Task.FromResult(blank));

        // It ends at once, with nothing saved.
        await redis.ExecAsync(["redis-cli", "SHUTDOWN", "NOSAVE"], TestContext.Current.CancellationToken);
        Chamber.Done(await members[1].Cast(chamber.Press(round, 1, 1)));
        var late = await chamber.Member("m3", second.Address);
        Chamber.Done(await late.Cast(chamber.Press(round, 1, 0)));
        Chamber.Done(await chamber.Chair.Close(Chamber.Of(round)));
        // The database wakes the screens meanwhile.
        var tallied = await there.Tallied(Chamber.Of(round), TimeSpan.FromSeconds(60));
        Assert.Equal((3, 2, 1), (tallied.Voted, tallied.Results![0].Counts["for"], tallied.Results[0].Counts["against"]));

        Volatile.Write(ref pictures, 0);
        await redis.StartAsync(TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        await Chamber.Until(() => Task.FromResult(Volatile.Read(ref pictures) > 0));
        var shown = clock.Elapsed;
        // A push of the first server reaches the second's screens again.
        for (var n = 0; blank; n++)
        {
            Chamber.Done(await chamber.Chair.BlankHall(new HallRequest(false)));
            await Task.Delay(100, TestContext.Current.CancellationToken);
            Assert.True(n < 600, "no push came through");
        }

        Figures.Print($"P15 Redis flushed, then killed in an open round: 3 acknowledged, 3 counted; after its return the whole picture in {shown.TotalSeconds:0.0} s, a push through it in {clock.Elapsed.TotalSeconds:0.0} s");
    }

    private static async Task<IContainer> Start()
    {
        try
        {
            // The port stays the same when it is started again.
            var container = new RedisBuilder(Machines.RedisImage).WithPortBinding(Chamber.FreePort(), 6379).Build();
            await Machines.Start(container);
            return container;
        }
        catch (Exception e)
        {
            Machines.Missing($"no container could be started: {e.Message}");
            throw;
        }
    }
}
