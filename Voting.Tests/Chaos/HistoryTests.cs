using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Voting.Api.Casting;
using Voting.Api.Telemetry;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Rehearsal.Chaos;
using Voting.Tests.Stores;

namespace Voting.Tests.Chaos;

/// <summary>What members saw of a round, held against what was counted.</summary>
public sealed class HistoryTests : IAsyncLifetime
{
    // Two writers of one file wait for each other by the tenth of a second; the 500 races of one writer are BallotBoxTests'.
    private static readonly int Races = Environment.GetEnvironmentVariable("VOTING_LONG") == "1" ? 10_000 : 60;

    private SmallStores _stores = null!;

    public ValueTask InitializeAsync()
    {
        _stores = SmallStores.New(null);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task Members_who_press_again_and_again_while_a_round_is_closed_find_counted_what_they_were_promised()
    {
        var presses = 0;
        for (var race = 0; race < Races; race++)
        {
            var history = await Hold(SeededBug.None);
            Assert.Empty(history.Check());
            presses += history.Presses.Count;
        }

        Figures.Print($"P3 histories of two writers on one box and its close: {Races}, {presses} presses, violations 0");
    }

    [Theory]
    [InlineData(SeededBug.AnsweredBeforeCommit, "lost")]
    [InlineData(SeededBug.StateReadOutsideTheLock, "miscounted")]
    [InlineData(SeededBug.OlderReplacesLater, "lost")]
    [InlineData(SeededBug.CountedByPress, "twice")]
    public async Task A_bug_that_was_put_in_on_purpose_is_found(SeededBug bug, string code)
    {
        for (var race = 1; race <= 500; race++)
        {
            if ((await Hold(bug)).Check().All(v => v.Code != code)) continue;
            Figures.Print($"P3 seeded bug {bug}: found in race {race}");
            return;
        }

        Assert.Fail($"{bug} was not found in 500 races.");
    }

    [Fact]
    public void Each_promise_that_is_broken_is_told_by_its_name()
    {
        Assert.Empty(Seen(urn: ["a2"], voted: 1).Check());
        Assert.Equal(["lost"], Codes(Seen(urn: ["a1"], voted: 1)));
        Assert.Equal(["lost"], Codes(Seen(urn: [], voted: 0)));
        Assert.Equal(["twice"], Codes(Seen(urn: ["a1", "a2"], voted: 2)));
        Assert.Equal(["miscounted"], Codes(Seen(urn: ["a2"], voted: 2)));
        Assert.Equal(["doubled"], Codes(Seen(urn: ["a2", "a2"], voted: 1)));
        Assert.Equal(["strange"], Codes(Seen(urn: ["a2", "zz"], voted: 2)));
        Assert.Equal(["late", "late"], Codes(Seen(urn: ["a2"], voted: 1, closed: 25)));

        var told = Seen(urn: ["a2"], voted: 1);
        told.Add(new SeqSeen("a", 20, 1));
        told.Add(new SeqSeen("a", 50, 2));
        Assert.Empty(told.Check());
        told.Add(new SeqSeen("a", 50, 1));
        told.Add(new SeqSeen("a", 50, null));
        Assert.Equal(["stale", "stale"], Codes(told));
    }

    [Fact]
    public void A_press_whose_answer_never_came_may_count_or_not()
    {
        foreach (var urn in new[] { "a2", "a3" })
        {
            var history = Seen([urn], 1);
            history.Add(new PressSeen("a", 3, "a3", 45));
            Assert.Empty(history.Check());
        }
    }

    // Two presses of one member, both acknowledged.
    private static RoundHistory Seen(string[] urn, int voted, long closed = 100)
    {
        var history = new RoundHistory { Urn = urn, Voted = voted, Closed = closed };
        history.Add(new PressSeen("a", 1, "a1", 10) { Acknowledged = 15 });
        history.Add(new PressSeen("a", 2, "a2", 30) { Acknowledged = 40 });
        return history;
    }

    private static IEnumerable<string> Codes(RoundHistory history) => history.Check().Select(v => v.Code);

    private async Task<RoundHistory> Hold(SeededBug bug)
    {
        var (meeting, history) = (_stores.Imported.Meeting, new RoundHistory());
        var paper = meeting.Paper("P")!;
        var round = new Round(Guid.NewGuid().ToString("n"), paper.Id, 1, RoundState.Open, DueRound.Of(paper, []));
        var store = new SeededStore(_stores.Boxes, bug);
        using (var connection = _stores.Database.Connect())
        using (var transaction = connection.BeginTransaction()) store.Create(round, paper.Secret, connection, transaction);
        using var instruments = new Instruments();
        await using var one = new BallotBox(meeting, round, store, () => _stores.Reading.Now().State.Roll, NullLogger.Instance, new Withheld(instruments));
        await using var other = new BallotBox(meeting, round, store, () => _stores.Reading.Now().State.Roll, NullLogger.Instance, new Withheld(instruments));
        var pressing = Enumerable.Range(1, 4).Select(m => Task.Run(() => Press($"m{m}", round, history, [one, other]))).ToList();
        await Task.Delay(Random.Shared.Next(6));
        var closed = await one.Close();
        history.Closed = Stopwatch.GetTimestamp();
        await Task.WhenAll(pressing);

        using var box = _stores.Boxes.Open(round.Id);
        history.Urn = [.. box.Envelopes().Select(e => Envelope.Hash(e))];
        history.Voted = closed.Numbers.Voted;
        return history;
    }

    private static async Task Press(string member, Round round, RoundHistory history, BallotBox[] boxes)
    {
        CastRequest? before = null;
        for (var seq = 1; seq <= 6; seq++)
        {
            var envelope = RandomNumberGenerator.GetBytes(Envelope.Size(round.Questions, secret: true));
            var cast = new CastRequest(round.PaperId, round.Number, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), seq, envelope);
            var seen = new PressSeen(member, seq, Envelope.Hash(envelope), Stopwatch.GetTimestamp());
            history.Add(seen);
            var reply = await boxes[Random.Shared.Next(2)].Cast(member, cast, CancellationToken.None);
            if (reply.IsDone) seen.Acknowledged = Stopwatch.GetTimestamp();
            // What the network held back comes after what was pressed later.
            if (before is not null && Random.Shared.Next(3) == 0) await boxes[Random.Shared.Next(2)].Cast(member, before, CancellationToken.None);
            before = cast;
        }
    }
}
