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
            catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException or Microsoft.Data.Sqlite.SqliteException)
            {
                log.LogDebug("The box closed before its turnout was told.");
            }
        }
    }
}
