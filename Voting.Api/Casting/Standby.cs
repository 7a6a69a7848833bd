using Voting.Api.Custody;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Papers;
using Voting.Domain.Sealing;

namespace Voting.Api.Casting;

/// <summary>
/// What takes time when a round opens, done while nobody waits: the box of the round that was made ready last, and its key pair, which
/// is in memory only until the opening keeps it. An opening that finds nothing standing by makes what it needs. Used by one change at a time.
/// </summary>
public sealed class Standby(Database database, ImportedMeeting imported, Reading reading, BallotBoxes boxes) : IDisposable
{
    private readonly HashSet<string> _made = [];
    private (string RoundId, KeyPair Pair)? _key;

    /// <summary>Makes what the opening of a round needs, and removes what was made for others and was never opened.</summary>
    /// <param name="round">A round that is ready, its state committed.</param>
    /// <param name="sealing">Whether ballots of its paper are sealed.</param>
    public void Make(Round round, bool sealing)
    {
        // Another server may open it; there a box comes with the opening.
        if (database.IsShared) return;
        var rounds = reading.Now().State.Rounds.ToDictionary(r => r.Id);
        foreach (var id in _made.Where(id => id != round.Id || !round.HasDevices).ToList())
        {
            // By what is committed and not by what was asked: the box of a round that opened is never taken for an unused one. That of a void one is destroyed with it.
            if (rounds[id].State is RoundState.Ready) boxes.DestroyUnopened(id);
            _made.Remove(id);
        }

        if (_key?.RoundId != round.Id) Forget();
        if (!round.HasDevices) return;
        if (sealing && _key is null) _key = (round.Id, KeyFolder.Make(imported.Sealing));
        if (_made.Add(round.Id)) boxes.Prepare(round.Id);
    }

    /// <summary>The key pair made for a round, or null. It stays here until it is taken.</summary>
    public KeyPair? Key(string roundId) => _key is { } key && key.RoundId == roundId ? key.Pair : null;

    /// <summary>Whoever asked for the key pair of a round keeps it now, and forgets it.</summary>
    public void Take(string roundId)
    {
        if (_key?.RoundId == roundId) _key = null;
    }

    public void Dispose() => Forget();

    private void Forget()
    {
        _key?.Pair.Forget();
        _key = null;
    }
}
