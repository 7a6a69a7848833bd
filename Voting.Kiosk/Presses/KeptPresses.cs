using Voting.Domain.Contracts;

namespace Voting.Kiosk.Presses;

/// <summary>The presses of the member at this tablet, read once and then at hand.</summary>
public sealed class KeptPresses(IPressStore store)
{
    private List<KeptPress> _presses = [];

    /// <summary>Reads what an earlier run of the program kept.</summary>
    public async Task Read() => _presses = [.. await store.All()];

    /// <summary>What a member pressed in a round, the earliest first.</summary>
    public IReadOnlyList<KeptPress> Of(string meeting, string member, RoundView round) =>
        [.. _presses.Where(p => p.Meeting == meeting && p.Member == member && p.Paper == round.Paper && p.Round == round.Round).OrderBy(p => p.Seq)];

    public Task Keep(KeptPress press)
    {
        _presses.RemoveAll(p => p.CastId == press.CastId);
        _presses.Add(press);
        return store.Keep(press);
    }

    /// <summary>It is in the box: its hash alone is kept, to be found in the urn; of a clear ballot nothing.</summary>
    public Task Recorded(KeptPress press, bool secret) => secret ? Keep(press with { Envelope = null }) : Remove(p => p.CastId == press.CastId);

    public Task Remove(Predicate<KeptPress> which)
    {
        string[] castIds = [.. _presses.Where(p => which(p)).Select(p => p.CastId)];
        _presses.RemoveAll(which);
        return castIds.Length == 0 ? Task.CompletedTask : store.Remove(castIds);
    }
}
