using Voting.Api.Casting;
using Voting.Api.Stores;

namespace Voting.Api.Live;

/// <summary>Turnout at most once a second: a push per cast would tell who votes when. Of several servers one tells it.</summary>
public sealed class TurnoutPump(BallotBoxes boxes, Lease lease, Database database, Screens screens, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (boxes.Open is not { } box) continue;
            try
            {
                if (!lease.IsHeld)
                {
                    box.Follow();
                    continue;
                }

                if (database.IsShared) box.Compare();
                if (!box.Changed) continue;
                box.Changed = false;
                await screens.TurnoutChanged(box);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The box was destroyed before its turnout was told; whatever it is, a turnout is not worth the server, and a line each second says no more.
            }
        }
    }
}
