using System.Collections.Concurrent;
using Voting.Api.Casting;
using Voting.Api.Custody;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Api.Telemetry;
using Voting.Domain.Papers;

namespace Voting.Api.Ceremony;

/// <summary>What becomes of a round that is void: key, box and urn are destroyed unopened.</summary>
public sealed class Destruction(BallotBoxes boxes, KeyFolder keys, Screens screens, IHostApplicationLifetime life, ILogger<Destruction> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, bool> _insisting = new();

    public void Of(Work work, Round round)
    {
        RoundStore.EmptyUrn(work.Connection, work.Transaction, round.Id);
        work.AfterCommit(async () =>
        {
            await Finally(round.Id);
            await screens.RoundChanged(round.Id);
        });
    }

    /// <summary>Whether anything is left of a round whose void is kept.</summary>
    public bool IsLeft(string roundId) => keys.IsLeft(roundId) || boxes.Exists(roundId);

    /// <summary>
    /// Destroys what is left of a round whose void is kept, now or as soon as it can be: a folder that gives nothing up now may do so
    /// soon, and until then key and box lie side by side. Twice changes nothing.
    /// </summary>
    public async Task Finally(string roundId)
    {
        if (!await Finished(roundId) && _insisting.TryAdd(roundId, true)) _ = Insist(roundId);
    }

    private async Task Insist(string roundId)
    {
        do await Task.Delay(Pause, life.ApplicationStopping);
        while (!await Finished(roundId));
        _insisting.TryRemove(roundId, out _);
    }

    private async Task<bool> Finished(string roundId)
    {
        try
        {
            try
            {
                keys.Destroy(roundId);
            }
            finally
            {
                await boxes.Destroy(roundId);
            }

            return true;
        }
        catch (Exception e)
        {
            log.NotDestroyed(e.GetType().Name);
            return false;
        }
    }
}
