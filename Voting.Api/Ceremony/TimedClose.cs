using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Api.Telemetry;
using Voting.Domain.Papers;

namespace Voting.Api.Ceremony;

/// <summary>
/// Closes a round when its time is up, where the presiding officer set it so. Opening and time are kept, so a server that was down
/// meanwhile closes at the right time, or at once. While it runs it counts by its own ticks: a clock that is put right closes nothing.
/// Of several servers the one that holds the lease closes.
/// </summary>
public sealed class TimedClose(Reading reading, RoundCloser closer, ServerChanges changes, Lease lease, TimeProvider time, ILogger<TimedClose> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    private (string RoundId, TimeSpan Elapsed, long At)? _clock;
    private long? _looked;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (Due(reading.Now().State.Rounds) is { } round && lease.IsHeld) await Close(round, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.NotClosedInTime(e.GetType().Name);
                await Task.Delay(AfterFailure, time, stoppingToken);
            }
        }
    }

    private Round? Due(IReadOnlyList<Round> rounds)
    {
        var (before, now) = (_looked, time.GetTimestamp());
        _looked = now;
        if (rounds.LastOrDefault(r => r.State is RoundState.Open) is not { OpenedAt: { } openedAt } open)
        {
            _clock = null;
            return null;
        }

        // Seen for the first time: open since before the server started, as only the time of day can tell; or since the look before this at most.
        if (_clock?.RoundId != open.Id) _clock = (open.Id, Between(TimeSpan.Zero, time.GetUtcNow() - openedAt, before is { } last ? time.GetElapsedTime(last, now) : TimeSpan.MaxValue), now);
        var (_, elapsed, at) = _clock!.Value;
        return open is { TimeCloses: true, Seconds: { } seconds } && elapsed + time.GetElapsedTime(at, now) >= TimeSpan.FromSeconds(seconds) ? open : null;
    }

    private static TimeSpan Between(TimeSpan least, TimeSpan span, TimeSpan most) => span < least ? least : span > most ? most : span;

    private Task Close(Round due, CancellationToken stop) => changes.Run(async work =>
    {
        // Read again in the transaction: it may be closed, void, or have another time.
        var round = work.Load().Rounds.Single(r => r.Id == due.Id);
        if (round is { State: RoundState.Open, TimeCloses: true } && round.Seconds == due.Seconds
            && await closer.Close(work, round) is { } refusal) throw RoundCloser.NotFollowed(refusal);
    }, stop);
}
