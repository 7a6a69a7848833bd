using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Api.Telemetry;
using Voting.Domain.Papers;

namespace Voting.Api.Casting;

/// <summary>The boxes of rounds that are open, or closed and not yet emptied into their urn.</summary>
public sealed class BallotBoxes(IBoxStore store, Reading reading, Instruments instruments, ILogger<BallotBox> log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, BallotBox> _boxes = new();
    private readonly Lock _starting = new();

    public BallotBox? Find(string paper, int number) => _boxes.Values.FirstOrDefault(b => b.Round.PaperId == paper && b.Round.Number == number);

    /// <summary>The box that takes presses now; a meeting has one at most.</summary>
    public BallotBox? Open => _boxes.Values.FirstOrDefault(b => !b.IsClosed);

    /// <summary>The box of this round, where it is not yet destroyed and this server has it in its hands.</summary>
    public BallotBox? Held(string roundId) => _boxes.GetValueOrDefault(roundId);

    public bool IsHeld(string roundId) => _boxes.ContainsKey(roundId);

    public bool Exists(string roundId) => store.Exists(roundId);

    /// <summary>Makes the box of a round that is ready, where it can be made before the opening.</summary>
    public void Prepare(string roundId) => store.Prepare(roundId, reading.Now().State.Meeting.Roll.Count);

    /// <summary>Removes the box of a round that never opened, so that no writer of it was ever started.</summary>
    public void DestroyUnopened(string roundId) => store.Destroy(roundId);

    /// <summary>Makes the box of a round, empty; nobody casts into it before <see cref="Start"/>.</summary>
    public void Create(Round round, bool secret, DbConnection connection, DbTransaction transaction) => store.Create(round, secret, connection, transaction);

    public BallotBox Start(Round round)
    {
        // Two writers of one box on one server would decide the same press twice.
        lock (_starting)
        {
            // A paper that is opened is not changed any more.
            return _boxes.GetOrAdd(round.Id, _ => new BallotBox(reading.Now().State.Meeting, round, store, () => reading.Now().State.Roll, log, new Withheld(instruments)));
        }
    }

    /// <summary>The box of an open round, started here where it is not yet: another server may have opened it, or the disk was full when it was to be started. Null where the round is not open.</summary>
    public BallotBox? StartIfOpen(Round? round)
    {
        if (round is not { State: RoundState.Open, HasDevices: true }) return null;
        if (Held(round.Id) is { } held) return held;
        try
        {
            // Whoever asks may have read an older state: a box that is destroyed meanwhile must not be taken in hand again.
            lock (_starting) return reading.Now().State.Rounds.Any(r => r.Id == round.Id && r.State is RoundState.Open) ? Start(round) : null;
        }
        catch (SqliteException)
        {
            // The disk that could not take its box at the opening still cannot: nobody has pressed, and whoever asks next tries again.
            return null;
        }
    }

    /// <summary>Starts the boxes of rounds that another server opened, and stops those of rounds that one closed.</summary>
    /// <param name="rounds">As they stand.</param>
    /// <param name="emptied">Whether the urn of a closed round is written: its box is about to go, and who presses late is told by the round.</param>
    public async Task Follow(IReadOnlyList<Round> rounds, Func<Round, bool> emptied)
    {
        foreach (var round in rounds) StartIfOpen(round);
        foreach (var round in rounds.Where(r => r.State is RoundState.Closed)) Held(round.Id)?.ClosedElsewhere();
        foreach (var round in rounds.Where(r => r.State is RoundState.Open)) Held(round.Id)?.OpenElsewhere();
        var held = rounds.Where(r => r.State is RoundState.Open || r.State is RoundState.Closed && !emptied(r)).Select(r => r.Id);
        foreach (var id in _boxes.Keys.Except(held).ToList()) await Forget(id);
    }

    /// <summary>Reads a box that is closed.</summary>
    public T Read<T>(string roundId, Func<IRoundBox, T> read)
    {
        using var box = store.Open(roundId);
        return read(box);
    }

    /// <summary>Stops the writer of a box that another server closed or destroyed.</summary>
    public async Task Forget(string roundId)
    {
        BallotBox? box;
        lock (_starting) _boxes.TryRemove(roundId, out box);
        if (box is not null) await box.DisposeAsync();
    }

    /// <summary>Stops the writer and removes the box; without a box it does nothing.</summary>
    public async Task Destroy(string roundId)
    {
        await Forget(roundId);
        store.Destroy(roundId);
    }

    /// <summary>Removes boxes of rounds that were made and never opened, at a start.</summary>
    public void DestroyAllBut(IReadOnlySet<string> roundIds) => store.DestroyAllBut(roundIds);

    public async ValueTask DisposeAsync()
    {
        foreach (var box in _boxes.Values) await box.DisposeAsync();
        _boxes.Clear();
    }
}
