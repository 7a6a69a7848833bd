using Microsoft.Data.Sqlite;
using Voting.Domain.Contracts;
using Voting.Tests.Journeys;

namespace Voting.Tests.Attacks;

/// <summary>Two officers at once, and a store that fails for a while.</summary>
public class RaceTests
{
    [Fact]
    public async Task Voided_while_its_ceremony_begins_a_round_leaves_no_urn_and_no_event_after_its_end()
    {
        await using var chamber = await Chamber.Open();
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2") };
        var found = new List<string>();
        for (var n = 1; n <= 10; n++)
        {
            var round = await chamber.OpenRound("P", "again");
            foreach (var member in members) Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
            var closing = chamber.Chair.Close(Chamber.Of(round));
            var voiding = chamber.Clerk.Void(new VoidRequest("P", round.Round, "x"));
            await Task.WhenAll(closing, voiding);
            await Task.Delay(300, TestContext.Current.CancellationToken);
            found.Add($"close {closing.Result.Refusal?.Code} void {voiding.Result.Refusal?.Code}");
        }

        var events = (await chamber.Record())["events"]!.AsArray().Select(e => $"{e!["type"]} {e["round"]}").ToList();
        var after = new List<string>();
        for (var n = 1; n <= 10; n++)
            if (events.IndexOf($"round-voided {n}") is var at and >= 0) after.AddRange(events.Skip(at + 1).Where(e => e.EndsWith($" {n}", StringComparison.Ordinal)));
        var urn = Query(chamber, "SELECT count(*) FROM urn u JOIN rounds r ON r.id = u.round WHERE r.state = 'Void'");
        var boxes = Directory.GetFiles(Path.Combine(chamber.DataFolder, "boxes")).Length;
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join("; ", found));
        Assert.True(after.Count == 0 && urn == 0 && boxes == 0, $"after void: [{string.Join(", ", after)}]; urn rows of void rounds: {urn}; box files: {boxes}; stderr: {chamber.Server.Errors}");
    }

    [Fact]
    public async Task Voided_as_it_opens_a_round_leaves_no_box_behind()
    {
        await using var chamber = await Chamber.Open();
        Chamber.Done(await chamber.Chair.OpenMeeting());
        for (var n = 1; n <= 60; n++)
        {
            Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("P")));
            var opening = chamber.Chair.Open(new RoundRef("P", n));
            var voiding = chamber.Clerk.Void(new VoidRequest("P", n, "x"));
            await Task.WhenAll(opening, voiding);
            if (opening.Result.Refusal is null && voiding.Result.Refusal is null)
            {
                var snapshot = await chamber.Chair.Snapshot();
                Assert.True(snapshot.Refusal is null && snapshot.Value!.Turnout is null, $"round {n}: snapshot {snapshot.Refusal?.Code} {snapshot.Value?.Turnout}; {chamber.Server.Errors}");
            }
            else await chamber.Clerk.Void(new VoidRequest("P", n, "x"));
        }
    }

    [Fact]
    public async Task A_store_that_fails_during_a_ceremony_does_not_end_the_server_and_the_ceremony_goes_on_when_it_is_well_again()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        var round = await chamber.OpenRound("P");
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        Query(chamber, "CREATE TRIGGER full BEFORE INSERT ON events WHEN NEW.body LIKE '%urn-written%' OR NEW.body LIKE '%counting-stopped%' BEGIN SELECT RAISE(ABORT, 'full'); END");
        Chamber.Done(await chamber.Chair.Close(Chamber.Of(round)));
        for (var i = 0; i < 20 && !chamber.Server.HasExited; i++) await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.False(chamber.Server.HasExited, "the server ended: " + chamber.Server.Errors);
        Query(chamber, "DROP TRIGGER full");
        await Chamber.Until(async () => (await chamber.Chair.Snapshot()).Value!.Rounds[^1].Results is not null);
        Assert.Equal(1, (await chamber.Chair.Snapshot()).Value!.Rounds[^1].Voted);
    }

    [Fact]
    public async Task While_one_rounds_ceremony_hangs_the_next_rounds_turnout_and_presses_are_told_rightly()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        // Which of two boxes came first was a matter of chance: the ids are random.
        for (var n = 1; n <= 4; n++)
        {
            var first = await chamber.OpenRound("P", "again");
            Query(chamber, "CREATE TRIGGER full BEFORE INSERT ON rounds WHEN NEW.urn_root IS NOT NULL BEGIN SELECT RAISE(ABORT, 'full'); END; CREATE TRIGGER full2 BEFORE UPDATE OF urn_root ON rounds BEGIN SELECT RAISE(ABORT, 'full'); END");
            Chamber.Done(await chamber.Chair.Close(Chamber.Of(first)));
            await Task.Delay(400, TestContext.Current.CancellationToken);
            var second = await chamber.OpenRound("F", "again");
            Chamber.Done(await member.Cast(chamber.Press(second, 7, 0)));
            await Task.Delay(1500, TestContext.Current.CancellationToken);
            var mine = (await member.Snapshot()).Value!.Mine;
            var turnout = (await chamber.Chair.Snapshot()).Value!.Turnout;
            Assert.Equal((new MyPress("F", n, 7), new Turnout("F", n, 1, 4)), (mine, turnout));
            Query(chamber, "DROP TRIGGER full; DROP TRIGGER full2");
            await chamber.Chair.Void(new VoidRequest("P", n, "x"));
            await chamber.Chair.Void(new VoidRequest("F", n, "x"));
        }
    }

    [Fact]
    public async Task Totals_that_the_store_gives_back_otherwise_than_they_were_written_are_not_kept_and_the_key_stays_until_they_are()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        var round = await chamber.OpenRound("P");
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        Query(chamber, "CREATE TRIGGER wrong AFTER UPDATE OF result ON rounds WHEN NEW.result IS NOT NULL BEGIN UPDATE rounds SET result = replace(NEW.result, '\"for\":1', '\"for\":4') WHERE id = NEW.id; END");
        Chamber.Done(await chamber.Chair.Close(Chamber.Of(round)));
        await Chamber.Until(async () => (await chamber.Chair.Snapshot()).Value!.Rounds[^1].Fault == Refusals.TryAgain);
        // It tries again after five seconds; what is wrong must not pass then either.
        await Task.Delay(6_000, TestContext.Current.CancellationToken);

        Assert.Null((await chamber.Chair.Snapshot()).Value!.Rounds[^1].Results);
        Assert.Single(chamber.RoundKeys);
        Chamber.Refused(Refusals.WrongState, await chamber.Chair.Announce(Chamber.Of(round)));

        Query(chamber, "DROP TRIGGER wrong");
        await Chamber.Until(async () => (await chamber.Chair.Snapshot()).Value!.Rounds[^1].Results is not null);
        Assert.Equal(1, (await chamber.Chair.Snapshot()).Value!.Rounds[^1].Results![0].Counts["for"]);
        Assert.Empty(chamber.RoundKeys);
    }

    [Fact]
    public async Task A_result_is_not_announced_before_its_key_is_destroyed_and_its_tally_signed()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        var round = await chamber.OpenRound("P");
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        Query(chamber, "CREATE TRIGGER stop BEFORE INSERT ON events WHEN NEW.body LIKE '%key-destroyed%' BEGIN SELECT RAISE(ABORT, 'stop'); END");
        Chamber.Done(await chamber.Chair.Close(Chamber.Of(round)));
        await Chamber.Until(() => Task.FromResult(Query(chamber, "SELECT count(*) FROM rounds WHERE step = 'Tallied'") == 1));

        Chamber.Refused(Refusals.WrongState, await chamber.Chair.Announce(Chamber.Of(round)));

        Query(chamber, "DROP TRIGGER stop");
        await Chamber.Until(async () => (await chamber.Chair.Snapshot()).Value!.Rounds[^1].Results is not null);
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
    }

    [Fact]
    public async Task A_key_that_cannot_be_destroyed_when_its_round_is_voided_is_destroyed_as_soon_as_it_can()
    {
        await using var chamber = await Chamber.Open();
        var round = await chamber.OpenRound("P");
        var key = Assert.Single(chamber.RoundKeys);
        File.Move(key, key + ".away");
        Directory.CreateDirectory(key);

        Chamber.Done(await chamber.Chair.Void(new VoidRequest(round.Paper, round.Round, "x")));
        Assert.Empty(Directory.GetFiles(Path.Combine(chamber.DataFolder, "boxes"), "*.db"));
        // Nor does it keep the server from coming back.
        await chamber.Server.Kill();
        await chamber.Start();

        Directory.Delete(key);
        File.Move(key + ".away", key);
        await Chamber.Until(() => Task.FromResult(!File.Exists(key)));
    }

    public static long Query(Chamber chamber, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(chamber.DataFolder, "main.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long? ?? 0;
    }
}
