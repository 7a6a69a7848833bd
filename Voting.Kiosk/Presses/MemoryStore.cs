namespace Voting.Kiosk.Presses;

/// <summary>Keeps presses as long as the program runs: where the page is only painted, and in tests.</summary>
public sealed class MemoryStore : IPressStore
{
    private readonly Dictionary<string, KeptPress> _presses = [];

    public Task<IReadOnlyList<KeptPress>> All() => Task.FromResult<IReadOnlyList<KeptPress>>([.. _presses.Values]);

    public Task Keep(KeptPress press)
    {
        _presses[press.CastId] = press;
        return Task.CompletedTask;
    }

    public Task Remove(IReadOnlyList<string> castIds)
    {
        foreach (var castId in castIds) _presses.Remove(castId);
        return Task.CompletedTask;
    }
}
