using System.Collections.Concurrent;
using Dapper;
using Npgsql;
using Voting.Api.Ceremony;
using Voting.Domain.Contracts;
using Voting.Rehearsal;
using Voting.Tests.Stores;

namespace Voting.Tests.Journeys;

/// <summary>A server that dies, and what is left when it is started again.</summary>
public abstract class CrashContract
{
    protected abstract Task<Chamber> Open(params IReadOnlyList<string> arguments);

    /// <summary>How many boxes are left.</summary>
    protected abstract int Boxes(Chamber chamber);

    /// <summary>Removes the boxes of a server that does not run, as a restored backup lacks them.</summary>
    protected abstract void RemoveBoxes(Chamber chamber);

    public static TheoryData<string> Points => [.. Probe.Points];

    [Fact]
    public async Task Killed_in_an_open_round_it_comes_back_with_every_acknowledged_ballot_and_the_round_goes_on()
    {
        await using var chamber = await Open();
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2"), await chamber.Member("m3"), await chamber.Member("m4") };
        var round = await chamber.OpenRound("P");
        Chamber.Done(await members[0].Cast(chamber.Press(round, 1, 0)));
        Chamber.Done(await members[1].Cast(chamber.Press(round, 1, 1)));

        await chamber.Server.Kill();
        await chamber.Start();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Assert.Equal(Fate.Recorded, await members[2].Send(chamber.Press(round, 1, 0), patience.Token));
        await chamber.Chair.Back(patience.Token);
        var tallied = await chamber.CloseRound(round);
        Assert.Equal((3, 2, 1), (tallied.Voted, tallied.Results![0].Counts["for"], tallied.Results[0].Counts["against"]));
    }

    [Fact]
    public async Task Killed_at_random_instants_under_load_it_loses_no_acknowledged_ballot()
    {
        await using var chamber = await Open();
        var members = await Task.WhenAll(new[] { "m1", "m2", "m3", "m4" }.Select(id => chamber.Member(id)));
        var round = await chamber.OpenRound("P");
        var acknowledged = new ConcurrentDictionary<int, int>();
        using var stop = new CancellationTokenSource();
        var pressing = members.Select((member, n) => Task.Run(async () =>
        {
            for (var seq = 1; !stop.IsCancellationRequested; seq++)
            {
                // The last press counts: its seq is what must be in the box in the end.
                await member.Send(chamber.Press(round, seq, seq % 3), CancellationToken.None);
                acknowledged[n] = seq;
            }
        })).ToList();
        for (var kill = 0; kill < 5; kill++)
        {
            await Task.Delay(Random.Shared.Next(50, 400), TestContext.Current.CancellationToken);
            await chamber.Server.Kill();
            await chamber.Start();
        }

        await Task.Delay(500, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await Task.WhenAll(pressing).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var n = 0; n < members.Length; n++)
        {
            await members[n].Back(patience.Token);
            Assert.Equal(acknowledged[n], (await members[n].Snapshot()).Value!.Mine!.Seq);
        }

        await chamber.Chair.Back(patience.Token);
        var tallied = await chamber.CloseRound(round);
        Assert.Equal(members.Length, tallied.Voted);
        Assert.Equal(acknowledged.Values.Count(seq => seq % 3 == 0), tallied.Results![0].Counts["for"]);
        Assert.Equal(acknowledged.Values.Count(seq => seq % 3 == 1), tallied.Results![0].Counts["against"]);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Killed_between_two_steps_it_goes_on_after_a_restart_with_the_same_totals(string point)
    {
        await using var chamber = await Open("--die-after", point);
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2"), await chamber.Member("m3") };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        RoundView round;
        if (point == "BoxCreated")
        {
            await Assert.ThrowsAnyAsync<Exception>(() => chamber.OpenRound("P"));
            await chamber.Server.Exited.WaitAsync(patience.Token);
            await chamber.Start();
            await chamber.Chair.Back(patience.Token);
            // The opening was not kept: its box and key are orphans, and the round is ready as before.
            if (chamber.Database is null) Assert.Empty(chamber.RoundKeys);
            Assert.Equal(0, Boxes(chamber));
            Chamber.Done(await chamber.Chair.Open(new RoundRef("P", 1)));
            round = (await chamber.Chair.Snapshot()).Value!.Rounds[^1];
            for (var i = 0; i < 3; i++) Assert.Equal(Fate.Recorded, await members[i].Send(chamber.Press(round, 1, i % 2), patience.Token));
            Chamber.Done(await chamber.Chair.Close(Chamber.Of(round)));
        }
        else
        {
            round = await chamber.OpenRound("P");
            for (var i = 0; i < 3; i++) Chamber.Done(await members[i].Cast(chamber.Press(round, 1, i % 2)));
            _ = chamber.Chair.Close(Chamber.Of(round)).ContinueWith(closed => closed.Exception, patience.Token);
            await chamber.Server.Exited.WaitAsync(patience.Token);
            await chamber.Start();
            await chamber.Chair.Back(patience.Token);
            // In one database the box closes with its round: what was not committed did not close.
            if (point == "BoxClosed" && chamber.Database is not null) Chamber.Done(await chamber.Chair.Close(Chamber.Of(round)));
        }

        await chamber.Clerk.Back(patience.Token);
        var tallied = await chamber.Chair.Tallied(Chamber.Of(round), TimeSpan.FromSeconds(30));

        Assert.Equal((3, 2, 1), (tallied.Voted, tallied.Results![0].Counts["for"], tallied.Results[0].Counts["against"]));
        await Chamber.Until(async () => (await chamber.Record())["events"]!.AsArray().Any(e => (string?)e!["stage"] == "tally"));
        Assert.Empty(chamber.RoundKeys);
        Assert.Equal(0, Boxes(chamber));
        var types = (await chamber.Record())["events"]!.AsArray().Select(e => (string)e!["type"]!).ToList();
        foreach (var once in new[] { "round-closed", "urn-written", "box-destroyed", "round-tallied", "key-destroyed" }) Assert.Single(types, once);
        Assert.Equal(["close", "tally"], (await chamber.Record())["signatures"]!.AsArray().Select(s => (string)s!["stage"]!));
        Assert.Equal(2, types.Count(t => t == "round-signed"));
        Assert.Single(chamber.SigningKeys);
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        Chamber.Done(await chamber.Clerk.Certify(new CertifyRequest([Chamber.Of(round)])));
    }

    [Fact]
    public async Task A_round_whose_box_is_gone_is_void_after_the_restart()
    {
        await using var chamber = await Open();
        var member = await chamber.Member("m1");
        var round = await chamber.OpenRound("P");
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        await chamber.Server.Kill();
        RemoveBoxes(chamber);

        await chamber.Start();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await chamber.Chair.Back(patience.Token);
        Assert.Equal("void", (await chamber.Chair.Snapshot()).Value!.Rounds[^1].State);
        Assert.Empty(chamber.RoundKeys);
        Assert.Equal(2, (await chamber.OpenRound("P")).Round);
    }
}

/// <summary>On SQLite.</summary>
public sealed class CrashTests : CrashContract
{
    protected override Task<Chamber> Open(params IReadOnlyList<string> arguments) => Chamber.Open(null, null, arguments);

    protected override int Boxes(Chamber chamber) => Directory.GetFiles(Path.Combine(chamber.DataFolder, "boxes")).Length;

    protected override void RemoveBoxes(Chamber chamber)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(chamber.DataFolder, "boxes"))) File.Delete(file);
    }
}

/// <summary>On PostgreSQL.</summary>
public sealed class CrashOnPostgresTests : CrashContract
{
    protected override async Task<Chamber> Open(params IReadOnlyList<string> arguments) => await Chamber.OpenOn(await Machines.Meeting(), arguments);

    protected override int Boxes(Chamber chamber)
    {
        using var connection = Connect(chamber);
        return connection.QuerySingle<int>("SELECT (SELECT count(*) FROM boxes)::int + (SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'box\\_%')::int");
    }

    protected override void RemoveBoxes(Chamber chamber)
    {
        using var connection = Connect(chamber);
        foreach (var table in connection.Query<string>("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'box\\_%'").AsList())
            connection.Execute($"DROP TABLE {table}; DELETE FROM boxes");
    }

    private static NpgsqlConnection Connect(Chamber chamber)
    {
        var connection = new NpgsqlConnection(chamber.Database);
        connection.Open();
        return connection;
    }
}
