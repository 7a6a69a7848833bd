using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Voting.Api;
using Voting.Api.Casting;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Tests.Journeys;

namespace Voting.Tests.Stores;

/// <summary>The writer of a box on real files: what is acknowledged is in the box, and nothing comes in after the close.</summary>
public sealed class BallotBoxTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;
    private readonly Database _database;
    private readonly BallotBoxes _boxes;
    private readonly Meeting _meeting;

    public BallotBoxTests()
    {
        var file = Path.Combine(_folder, "meeting.json");
        File.WriteAllText(file, Chamber.Small().ToJsonString(), Encoding.UTF8);
        var settings = new Settings
        {
            MeetingFile = file,
            DataFolder = Path.Combine(_folder, "data"),
            KeysFolder = Path.Combine(_folder, "keys"),
            KeysSecretFile = Path.Combine(_folder, "secret"),
            Rehearsal = true,
        };
        _database = new Database(settings);
        var imported = ImportedMeeting.Load(settings, _database, TimeProvider.System);
        _meeting = imported.Meeting;
        _boxes = new BallotBoxes(settings, _database, imported, NullLogger<BallotBox>.Instance);
    }

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
            Assert.Equal(recorded, _boxes.Read(round.Id, file => file.Envelopes().Count));
            acknowledged += recorded;
            refused += answers.Length - recorded;
            await _boxes.Destroy(round.Id);
        }

        Figures.Print($"P3 close races: {races}, acknowledged = counted in each ({acknowledged} before the close, {refused} after)");
    }

    [Fact]
    public async Task One_bad_item_does_not_fail_its_batch()
    {
        var (box, round) = Open();
        using (var other = Database.Connect(PathOf(round), pooling: false))
            other.Execute("CREATE TRIGGER bad BEFORE INSERT ON ballots WHEN NEW.member = 'm2' BEGIN SELECT RAISE(ABORT, 'bad'); END");

        var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(m => box.Cast($"m{m}", Press(round, 1), CancellationToken.None)));

        Assert.Equal([null, Refusals.TryAgain, null, null], answers.Select(a => a.Refusal?.Code));
        Assert.Equal(3, (await box.Close()).Numbers.Voted);
    }

    [Fact]
    public async Task Presses_that_wait_when_the_server_stops_are_recorded_before_they_are_answered()
    {
        var (box, round) = Open();
        var waiting = Enumerable.Range(1, 4).Select(m => box.Cast($"m{m}", Press(round, 1), CancellationToken.None)).ToList();

        await box.DisposeAsync();

        var recorded = (await Task.WhenAll(waiting)).Count(a => a.IsDone);
        Assert.Equal(recorded, _boxes.Read(round.Id, file => file.Envelopes().Count));
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
    public async Task Who_did_not_vote_is_written_down_in_a_recorded_round_only()
    {
        var (box, round) = Open("R");
        Assert.True((await box.Cast("m3", Press(round, 1), CancellationToken.None)).IsDone);
        Assert.Equal(["m1", "m2", "m4"], (await box.Close(_ => true)).Silence!.Members);
    }

    [Fact]
    public void Every_commit_of_a_box_and_of_the_main_database_is_flushed_to_the_disk()
    {
        var (_, round) = Open();
        using var box = Database.Connect(PathOf(round), pooling: false);
        using var main = _database.Connect();
        foreach (var connection in new[] { box, main })
        {
            Assert.Equal(2, connection.QuerySingle<int>("PRAGMA synchronous"));
            Assert.Equal("wal", connection.QuerySingle<string>("PRAGMA journal_mode"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _boxes.DisposeAsync();
        _database.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private string PathOf(Round round) => Path.Combine(_folder, "data", "boxes", round.Id + ".db");

    private (BallotBox Box, Round Round) Open(string paperId = "P")
    {
        var paper = _meeting.Paper(paperId)!;
        var round = new Round(Guid.NewGuid().ToString("n"), paper.Id, 1, RoundState.Open, DueRound.Of(paper, []));
        _boxes.Create(round);
        return (_boxes.Start(round), round);
    }

    private CastRequest Press(Round round, int seq) => new(
        round.PaperId, round.Number, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), seq,
        RandomNumberGenerator.GetBytes(Envelope.Size(round.Questions, _meeting.Paper(round.PaperId)!.Secret)));
}
