using System.Security.Cryptography;
using Dapper;
using Voting.Api.Casting;
using Voting.Api.Stores;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;

namespace Voting.Tests.Stores;

/// <summary>The writer of a box on a real store: what is acknowledged is in the box, and nothing comes in after the close.</summary>
public abstract class BallotBoxContract : IAsyncLifetime
{
    protected SmallStores Stores { get; private set; } = null!;

    protected abstract Task<string?> Database();

    /// <summary>Makes the store refuse a member's row.</summary>
    protected abstract void Refuse(Round round, string member);

    /// <summary>Makes the store one that the close never reached.</summary>
    protected abstract void LoseTheClose(Round round);

    public async ValueTask InitializeAsync() => Stores = SmallStores.New(await Database());

    [Fact]
    public async Task Whatever_races_with_the_close_what_is_acknowledged_is_what_is_counted()
    {
        var races = Environment.GetEnvironmentVariable("VOTING_LONG") == "1" ? 10_000 : 500;
        var (acknowledged, refused) = (0, 0);
        for (var race = 0; race < races; race++)
        {
            var (box, round) = Open();
            var casts = Enumerable.Range(1, 4).Select(m => Task.Run(() => box.Cast($"m{m}", Press(round, 1), CancellationToken.None))).ToList();
            var close = Task.Run(async () =>
            {
                for (var spin = Random.Shared.Next(4); spin > 0; spin--) await Task.Yield();
                return await box.Close();
            });
            var answers = await Task.WhenAll(casts);
            var closed = await close;

            var recorded = answers.Count(a => a.IsDone);
            Assert.All(answers.Where(a => !a.IsDone), a => Assert.Equal(Refusals.ClosedSeeUrn, a.Refusal!.Code));
            Assert.Equal(recorded, closed.Numbers.Voted);
            Assert.Equal(recorded, Stores.Casting.Read(round.Id, b => b.Envelopes().Count));
            acknowledged += recorded;
            refused += answers.Length - recorded;
            await Stores.Casting.Destroy(round.Id);
        }

        Figures.Print($"P3 close races on {Stores.Database.GetType().Name}: {races}, acknowledged = counted in each ({acknowledged} before the close, {refused} after)");
    }

    [Fact]
    public async Task One_bad_item_does_not_fail_its_batch()
    {
        var (box, round) = Open();
        Refuse(round, "m2");

        var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(m => box.Cast($"m{m}", Press(round, 1), CancellationToken.None)));

        Assert.Equal([null, Refusals.TryAgain, null, null], answers.Select(a => a.Refusal?.Code));
        Assert.Equal(3, (await box.Close()).Numbers.Voted);
    }

    [Fact]
    public async Task Where_the_first_press_counts_it_is_the_one_that_came_first_also_within_a_batch()
    {
        for (var round = 0; round < 10; round++)
        {
            var (box, opened) = Open("F");
            var presses = Enumerable.Range(1, 30).SelectMany(seq => new[] { "m1", "m2", "m3", "m4" }.Select(member => (member, Press: Press(opened, seq)))).ToList();

            var answers = await Task.WhenAll(presses.Select(p => box.Cast(p.member, p.Press, CancellationToken.None)));

            Assert.All(answers[..4], a => Assert.Null(a.Refusal));
            Assert.All(answers[4..], a => Assert.Equal(Refusals.AlreadyVoted, a.Refusal!.Code));
            await Stores.Casting.Destroy(opened.Id);
        }
    }

    [Fact]
    public async Task Presses_that_wait_when_the_server_stops_are_recorded_before_they_are_answered()
    {
        var (box, round) = Open();
        var waiting = Enumerable.Range(1, 4).Select(m => box.Cast($"m{m}", Press(round, 1), CancellationToken.None)).ToList();

        await box.DisposeAsync();

        var recorded = (await Task.WhenAll(waiting)).Count(a => a.IsDone);
        Assert.Equal(recorded, Stores.Casting.Read(round.Id, b => b.Envelopes().Count));
    }

    [Fact]
    public async Task A_press_that_reaches_a_stopped_box_of_an_open_round_is_never_told_that_the_round_is_closed()
    {
        var (box, round) = Open();
        await box.DisposeAsync();

        Assert.Equal(Refusals.TryAgain, (await box.Cast("m1", Press(round, 1), CancellationToken.None)).Refusal!.Code);
    }

    [Fact]
    public async Task Closing_twice_gives_the_same_numbers()
    {
        var (box, round) = Open();
        Assert.True((await box.Cast("m1", Press(round, 1), CancellationToken.None)).IsDone);

        Assert.Equal(await box.Close(), await box.Close());
        Assert.Equal(Refusals.ClosedSeeUrn, (await box.Cast("m2", Press(round, 1), CancellationToken.None)).Refusal!.Code);
    }

    [Fact]
    public async Task The_close_says_why_those_did_not_vote_who_could_have_and_a_press_behind_it_came_too_late_once()
    {
        var (box, round) = Open();
        Assert.True((await box.Cast("m1", Press(round, 1), CancellationToken.None)).IsDone);
        var told = (await box.Close(member => member is "m1" or "m2")).Silence!;
        // m5 is on leave and could not have voted.
        Assert.Equal((1, 2, 0, null), (told.NotPressed, told.Offline, told.TooLate, told.Members));
        Assert.Null(box.BehindTheClose(told));

        foreach (var member in (string?[])["m2", "m2", "m3", "m1", "m5", null]) await box.Cast(member, Press(round, 2), CancellationToken.None);

        Assert.Equal(new Silence(0, 1, 2), box.BehindTheClose(told));
    }

    [Fact]
    public async Task A_close_that_a_fail_over_has_lost_leaves_the_box_open_and_nobody_late()
    {
        var (box, round) = Open();
        await box.Close();
        Assert.Equal(Refusals.ClosedSeeUrn, (await box.Cast("m1", Press(round, 1), CancellationToken.None)).Refusal!.Code);

        LoseTheClose(round);
        Assert.True((await box.Cast("m1", Press(round, 2), CancellationToken.None)).IsDone);
        Assert.Same(box, Stores.Casting.Open);

        var told = (await box.Close()).Silence!;
        Assert.Equal(3, told.Total);
        Assert.Null(box.BehindTheClose(told));
    }

    [Fact]
    public async Task Who_did_not_vote_is_written_down_in_a_recorded_round_only()
    {
        var (box, round) = Open("R");
        Assert.True((await box.Cast("m3", Press(round, 1), CancellationToken.None)).IsDone);
        Assert.Equal(["m1", "m2", "m4"], (await box.Close(_ => true)).Silence!.Members);
    }

    [Fact]
    public async Task A_later_press_takes_the_place_of_an_earlier_one_and_an_older_one_does_not()
    {
        var (box, round) = Open();
        Assert.True((await box.Cast("m1", Press(round, 5), CancellationToken.None)).IsDone);
        var later = Press(round, 6);
        Assert.True((await box.Cast("m1", later, CancellationToken.None)).IsDone);
        Assert.True((await box.Cast("m1", later, CancellationToken.None)).IsDone);
        Assert.Equal(Refusals.StaleSeq, (await box.Cast("m1", Press(round, 6), CancellationToken.None)).Refusal!.Code);

        Assert.Equal((1, 6), (box.Count(), box.Seq("m1")));
        await box.Close();
        Assert.Equal(later.Envelope, Assert.Single(Stores.Casting.Read(round.Id, b => b.Envelopes())));
    }

    [Fact]
    public async Task One_cast_id_and_one_envelope_belong_to_one_member_also_within_a_batch()
    {
        var (box, round) = Open();
        var press = Press(round, 1);
        var answers = await Task.WhenAll(
            box.Cast("m1", press, CancellationToken.None),
            box.Cast("m2", press with { Envelope = Press(round, 1).Envelope }, CancellationToken.None),
            box.Cast("m3", Press(round, 1) with { Envelope = press.Envelope }, CancellationToken.None),
            box.Cast("m4", Press(round, 1), CancellationToken.None));

        Assert.Equal(2, answers.Count(a => a.IsDone));
        Assert.True(answers[3].IsDone);
        Assert.All(answers[1..3].Where(a => !a.IsDone), a => Assert.Contains(a.Refusal!.Code, new[] { Refusals.CastIdTaken, Refusals.DuplicateEnvelope, Refusals.TryAgain }));
        Assert.Equal(Refusals.CastIdReused, (await box.Cast("m4", Press(round, 2) with { CastId = (await Recorded(box, round, "m4")).CastId }, CancellationToken.None)).Refusal!.Code);
    }

    [Fact]
    public void A_batch_is_judged_by_what_somebody_else_has_committed_since()
    {
        var (_, round) = Open();
        using var one = Stores.Boxes.Open(round.Id);
        using var other = Stores.Boxes.Open(round.Id);
        Record(one, "m1", Press(round, 1));
        var theirs = Press(round, 1);
        Record(other, "m2", theirs);

        var press = Told(theirs);
        using var turn = one.Begin([new BoxPress("m2", press, theirs.Envelope), new BoxPress("m3", press, theirs.Envelope)], secret: true);
        Assert.Equal((press.CastId, press.Seq, press.Hash), turn.Bearing("m2", press).Mine is { } mine ? (mine.CastId, mine.Seq, mine.Hash) : default);
        Assert.Equal(new BoxContents(null, CastIdHeldByOther: true, HashHeldElsewhere: true), turn.Bearing("m3", press));
    }

    [Fact]
    public void What_a_batch_left_without_its_commit_is_held_against_nobody()
    {
        var (_, round) = Open();
        using var box = Stores.Boxes.Open(round.Id);
        Record(box, "m1", Press(round, 1));
        var lost = Press(round, 2);
        var press = Told(lost);
        using (var turn = box.Begin([new BoxPress("m1", press, lost.Envelope)], secret: true)) turn.Record("m1", press, lost.Envelope);

        using var next = box.Begin([new BoxPress("m1", press, lost.Envelope), new BoxPress("m2", press, lost.Envelope)], secret: true);
        Assert.Equal(1, next.Bearing("m1", press).Mine?.Seq);
        Assert.Equal(new BoxContents(null, CastIdHeldByOther: false, HashHeldElsewhere: false), next.Bearing("m2", press));
    }

    [Fact]
    public async Task Envelopes_come_out_whole_and_in_the_order_of_their_hashes()
    {
        var (box, round) = Open();
        var presses = Enumerable.Range(1, 4).Select(_ => Press(round, 1)).ToList();
        await Task.WhenAll(presses.Select((p, i) => box.Cast($"m{i + 1}", p, CancellationToken.None)));
        await box.Close();

        Assert.Equal(presses.Select(p => p.Envelope).OrderBy(e => Envelope.Hash(e), StringComparer.Ordinal), Stores.Casting.Read(round.Id, b => b.Envelopes()));
        Assert.Equal(["m1", "m2", "m3", "m4"], Stores.Casting.Read(round.Id, b => b.Voters()).Order());
    }

    [Fact]
    public async Task A_box_that_was_destroyed_is_gone_and_the_next_one_starts_empty()
    {
        var (box, round) = Open();
        Assert.True((await box.Cast("m1", Press(round, 1), CancellationToken.None)).IsDone);
        await Stores.Casting.Destroy(round.Id);

        Assert.False(Stores.Boxes.Exists(round.Id));
        Assert.Empty(Directory.GetFiles(Stores.Settings.KeysFolder));
        Assert.Equal(0, Open(round).Box.Count());
    }

    public async ValueTask DisposeAsync()
    {
        if (Stores is not null) await Stores.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected (BallotBox Box, Round Round) Open(string paperId = "P")
    {
        var paper = Stores.Imported.Meeting.Paper(paperId)!;
        return Open(new Round(Guid.NewGuid().ToString("n"), paper.Id, 1, RoundState.Open, DueRound.Of(paper, [])));
    }

    protected CastRequest Press(Round round, int seq) => new(
        round.PaperId, round.Number, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), seq,
        RandomNumberGenerator.GetBytes(Envelope.Size(round.Questions, Stores.Imported.Meeting.Paper(round.PaperId)!.Secret)));

    private static Press Told(CastRequest cast) => new(cast.CastId, cast.Seq, Envelope.Hash(cast.Envelope), cast.Envelope.Length);

    private static void Record(IRoundBox box, string member, CastRequest cast)
    {
        using var turn = box.Begin([new BoxPress(member, Told(cast), cast.Envelope)], secret: true);
        turn.Record(member, Told(cast), cast.Envelope);
        turn.Commit();
    }

    private (BallotBox Box, Round Round) Open(Round round)
    {
        using (var connection = Stores.Database.Connect())
        using (var transaction = connection.BeginTransaction())
        {
            Stores.Casting.Create(round, Stores.Imported.Meeting.Paper(round.PaperId)!.Secret, connection, transaction);
            transaction.Commit();
        }

        return (Stores.Casting.Start(round), round);
    }

    private async Task<CastRequest> Recorded(BallotBox box, Round round, string member)
    {
        var press = Press(round, 2);
        Assert.True((await box.Cast(member, press, CancellationToken.None)).IsDone);
        return press;
    }
}

/// <summary>Each box a file.</summary>
public sealed class BallotBoxTests : BallotBoxContract
{
    protected override Task<string?> Database() => Task.FromResult<string?>(null);

    protected override void Refuse(Round round, string member)
    {
        using var other = SqliteDatabase.Connect(PathOf(round), pooling: false);
        other.Execute($"CREATE TRIGGER bad BEFORE INSERT ON ballots WHEN NEW.member = '{member}' BEGIN SELECT RAISE(ABORT, 'bad'); END");
    }

    protected override void LoseTheClose(Round round)
    {
        using var other = SqliteDatabase.Connect(PathOf(round), pooling: false);
        other.Execute("UPDATE state SET closed = NULL");
    }

    [Fact]
    public async Task A_box_that_cannot_be_started_when_its_round_opens_is_started_as_soon_as_it_can()
    {
        var paper = Stores.Imported.Meeting.Paper("P")!;
        var round = new Round(Guid.NewGuid().ToString("n"), paper.Id, 1, RoundState.Open, DueRound.Of(paper, []));
        Keep(round);
        Assert.Null(Stores.Casting.StartIfOpen(round));

        using (var connection = Stores.Database.Connect())
        using (var transaction = Stores.Database.BeginChange(connection)) Stores.Casting.Create(round, paper.Secret, connection, transaction);

        Assert.True((await Stores.Casting.StartIfOpen(round)!.Cast("m1", Press(round, 1), CancellationToken.None)).IsDone);
        Assert.Null(Stores.Casting.StartIfOpen(round with { State = RoundState.Closed }));
    }

    [Fact]
    public async Task A_box_that_is_about_to_be_destroyed_is_not_taken_in_hand_again_by_whoever_read_that_its_round_was_open()
    {
        var (_, round) = Open();
        Keep(round);
        Keep(round with { State = RoundState.Closed });
        await Stores.Casting.Forget(round.Id);

        Assert.Null(Stores.Casting.StartIfOpen(round));

        Assert.False(Stores.Casting.IsHeld(round.Id));
        Assert.True(Stores.Casting.Exists(round.Id));
    }

    private void Keep(Round round)
    {
        using var connection = Stores.Database.Connect();
        using var transaction = Stores.Database.BeginChange(connection);
        var before = Stores.Reading.Stored(connection, transaction);
        MeetingStore.Save(connection, transaction, before, before with { Rounds = [.. before.Rounds.Where(r => r.Id != round.Id), round] });
        Stores.Database.Commit(transaction);
    }

    [Fact]
    public void Every_commit_of_a_box_and_of_the_main_database_is_flushed_to_the_disk()
    {
        var (_, round) = Open();
        using var box = SqliteDatabase.Connect(PathOf(round), pooling: false);
        using var main = Stores.Database.Connect();
        foreach (var connection in new[] { box, main })
        {
            Assert.Equal(2, connection.QuerySingle<int>("PRAGMA synchronous"));
            Assert.Equal("wal", connection.QuerySingle<string>("PRAGMA journal_mode"));
        }
    }

    private string PathOf(Round round) => Path.Combine(Stores.Settings.DataFolder, "boxes", round.Id + ".db");
}

/// <summary>Each box a table, cast into from two servers.</summary>
public sealed class BallotBoxOnPostgresTests : BallotBoxContract
{
    protected override async Task<string?> Database() => await Machines.Meeting();

    protected override void Refuse(Round round, string member)
    {
        using var other = Stores.Database.Connect();
        other.Execute($"""
            CREATE FUNCTION bad() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'bad'; END $$;
            CREATE TRIGGER bad BEFORE INSERT ON {BoxTable.Name(round.Id)} FOR EACH ROW WHEN (NEW.member = '{member}') EXECUTE FUNCTION bad();
            """);
    }

    protected override void LoseTheClose(Round round)
    {
        using var other = Stores.Database.Connect();
        other.Execute("UPDATE boxes SET closed = NULL WHERE round = @id", new { id = round.Id });
    }

    [Fact]
    public void Every_commit_is_flushed_to_the_disk()
    {
        using var connection = Stores.Database.Connect();
        Assert.Equal("on", connection.QuerySingle<string>("SHOW synchronous_commit"));
        Assert.Equal("on", connection.QuerySingle<string>("SHOW fsync"));
    }

    [Fact]
    public async Task Two_servers_that_race_with_the_close_of_one_count_what_they_acknowledged()
    {
        await using var second = Stores.Again();
        var (acknowledged, refused) = (0, 0);
        var races = Environment.GetEnvironmentVariable("VOTING_LONG") == "1" ? 10_000 : 200;
        for (var race = 0; race < races; race++)
        {
            var (box, round) = Open();
            var other = second.Casting.Start(round);
            var casts = Enumerable.Range(1, 4).Select(m => Task.Run(() => (m % 2 == 0 ? box : other).Cast($"m{m}", Press(round, 1), CancellationToken.None))).ToList();
            var close = Task.Run(async () =>
            {
                await Task.Delay(Random.Shared.Next(4));
                return await box.Close();
            });
            var answers = await Task.WhenAll(casts);
            var closed = await close;

            var recorded = answers.Count(a => a.IsDone);
            Assert.All(answers.Where(a => !a.IsDone), a => Assert.Equal(Refusals.ClosedSeeUrn, a.Refusal!.Code));
            Assert.Equal(recorded, closed.Numbers.Voted);
            Assert.Equal(recorded, Stores.Casting.Read(round.Id, b => b.Envelopes().Count));
            acknowledged += recorded;
            refused += answers.Length - recorded;
            await second.Casting.Forget(round.Id);
            await Stores.Casting.Destroy(round.Id);
        }

        Figures.Print($"P3 close races, casts through two servers on PostgreSQL: {races}, acknowledged = counted in each ({acknowledged} before the close, {refused} after)");
    }

    [Fact]
    public async Task Where_the_first_press_counts_two_servers_take_one_of_a_member()
    {
        await using var second = Stores.Again();
        for (var race = 0; race < 100; race++)
        {
            var (box, round) = Open("F");
            var other = second.Casting.Start(round);
            var presses = new[] { Press(round, 1), Press(round, 1) };
            var answers = await Task.WhenAll(
                Task.Run(() => box.Cast("m1", presses[0], CancellationToken.None)), Task.Run(() => other.Cast("m1", presses[1], CancellationToken.None)));

            // One that lost may be told to try again, and learns then that the other counts.
            var taken = Array.FindIndex(answers, a => a.IsDone);
            Assert.Single(answers, a => a.IsDone);
            Assert.Equal(Refusals.AlreadyVoted, (await (taken == 0 ? other : box).Cast("m1", presses[1 - taken], CancellationToken.None)).Refusal!.Code);
            await box.Close();
            Assert.Equal(presses[taken].Envelope, Assert.Single(Stores.Casting.Read(round.Id, b => b.Envelopes())));
            await second.Casting.Forget(round.Id);
            await Stores.Casting.Destroy(round.Id);
        }
    }

    [Fact]
    public async Task Nothing_in_the_table_of_a_box_is_an_envelope_or_its_hash()
    {
        var (box, round) = Open();
        var press = Press(round, 1);
        Assert.True((await box.Cast("m1", press, CancellationToken.None)).IsDone);

        using var connection = Stores.Database.Connect();
        var (hash, envelope) = connection.QuerySingle<(string Hash, byte[] Envelope)>($"SELECT hash, envelope FROM {BoxTable.Name(round.Id)}");
        Assert.NotEqual(Envelope.Hash(press.Envelope), hash);
        Assert.True(envelope.AsSpan().IndexOf(press.Envelope.AsSpan(0, 16)) < 0);
    }
}
