using Voting.Api.Casting;

namespace Voting.Api.Live;

/// <summary>Turnout at most once a second: a push per cast would tell who votes when.</summary>
public sealed class TurnoutPump(BallotBoxes boxes, Screens screens, TimeProvider time, ILogger<TurnoutPump> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (boxes.Open is not { Changed: true } box) continue;
            box.Changed = false;
            try
            {
                await screens.TurnoutChanged(box);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The box was destroyed before its turnout was told; whatever it is, a turnout is not worth the server.
                log.LogDebug("The turnout was not told: {Error}", e.GetType().Name);
            }
        }
    }
}
