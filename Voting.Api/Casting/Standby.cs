using Voting.Api.Custody;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Papers;

namespace Voting.Api.Casting;

/// <summary>
/// The key and the box of the round that was made ready last: they are made, and on the disk, while nobody waits for them, so that its
/// opening has one thing left to keep. One round stands by at most; without it an opening makes what it needs. Used by one change at a time.
/// </summary>
public sealed class Standby(Database database, ImportedMeeting imported, KeyFolder keys, BallotBoxes boxes)
{
    private sealed record Made(string RoundId, byte[]? PublicKey);

    private Made? _made;

    /// <summary>Makes what the opening of a round needs, and removes what stood by before and was never opened.</summary>
    /// <param name="round">A round that is ready, its state committed.</param>
    /// <param name="sealing">Whether ballots of its paper are sealed.</param>
    public void Make(Round round, bool sealing)
    {
        // Another server may open it, with a key of its own under the same name.
        if (database.IsShared) return;
        Remove();
        if (!round.HasDevices) return;
        boxes.Prepare(round.Id);
        byte[]? publicKey = null;
        if (sealing)
        {
            var pair = KeyFolder.Make(imported.Sealing);
            keys.Keep(round.Id, pair);
            pair.Forget();
            publicKey = pair.Public;
        }

        _made = new Made(round.Id, publicKey);
    }

    /// <summary>The public key of a round whose private key is kept already, or null.</summary>
    public byte[]? PublicKey(string roundId) => _made is { PublicKey: { } key } made && made.RoundId == roundId && keys.Has(roundId) ? key : null;

    /// <summary>A round takes what stood by for it: from now on it is no longer removed as never used.</summary>
    public void Take(string roundId)
    {
        if (_made?.RoundId == roundId) _made = null;
    }

    private void Remove()
    {
        if (_made is not { } made) return;
        _made = null;
        keys.Destroy(made.RoundId);
        boxes.Remove(made.RoundId);
    }
}
