using System.Diagnostics;
using Voting.Api.Accounts;
using Voting.Api.Casting;
using Voting.Api.Ceremony;
using Voting.Api.Custody;
using Voting.Api.Hub;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Api.Telemetry;
using Voting.Domain.Papers;

namespace Voting.Api.Servers;

/// <summary>
/// Keeps one server of several in step with what the others committed: sessions that began or ended, rounds that opened or closed,
/// the lease. It asks the database five times a second; nothing that counts waits for it, for whatever is kept is decided again in the
/// transaction that keeps it.
/// </summary>
public sealed class Follower(
    PostgresDatabase database, Lease lease, Recovery recovery, CountingCeremony counting, BallotBoxes boxes, Destruction destruction, ServerChanges changes, Sessions sessions, KeysSecret keysSecret,
    Reading reading, Screens screens, Pictures pictures, Backplane backplane, ILogger<Follower> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private ServerStore.Change _seen = new(-1, "", 0);
    // Never by the time of day, which may be set while a meeting is held.
    private long _told;
    private long _sent;
    private long? _quietSince;
    private bool _picturesAreDue;
    private bool _recoveryIsDue;
    private bool _away;

    /// <summary>Before the first device connects.</summary>
    /// <exception cref="StartException">This server has other keys than the meeting began with.</exception>
    public async Task Begin(CancellationToken stop)
    {
        using (var connection = database.Connect())
        using (var transaction = database.BeginChange(connection))
        {
            if (!ServerStore.SharesKeys(connection, transaction, keysSecret.Tag("servers", database.Schema)))
                throw new StartException("密钥口令与本次会议的其他服务器不同 / the keys secret differs from that of the meeting's other servers: --keys-secret FILE");
            database.Commit(transaction);
        }

        await TakeOver(stop);
        await Follow(stop);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Follow(stoppingToken);
                await TakeOver(stoppingToken);

                if (_away) log.DatabaseBack();
                _away = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!_away) log.DatabaseAway(e.GetType().Name);
                _away = true;
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        lease.Dispose();
        try
        {
            using var connection = database.Connect();
            ServerStore.Gone(connection, database.Server);
        }
        catch (System.Data.Common.DbException)
        {
            // It is forgotten by its age.
        }
    }

    private async Task TakeOver(CancellationToken stop)
    {
        _recoveryIsDue |= lease.Take();
        if (!_recoveryIsDue || !lease.IsHeld) return;
        if (_seen.Number >= 0) log.TakenOver();
        await recovery.Run(stop);
        _recoveryIsDue = false;
    }

    // Whoever voided a round may have been told that nobody knows whether it is kept, and destroyed nothing.
    private async Task FinishVoids(IReadOnlyList<Round> rounds, CancellationToken stop)
    {
        if (!rounds.Any(r => r.State is RoundState.Void && destruction.IsLeft(r.Id))) return;
        // A void that was read may be on this one copy of the database only, and the key comes back from none: what is committed after it is not.
        IReadOnlyList<Round> voids = [];
        await changes.Run(work => voids = [.. work.Load().Rounds.Where(r => r.State is RoundState.Void)], stop);
        foreach (var round in voids.Where(r => destruction.IsLeft(r.Id))) await destruction.Finally(round.Id);
    }

    private async Task Follow(CancellationToken stop)
    {
        ServerStore.Change latest;
        using (var connection = database.Connect())
        {
            latest = ServerStore.Latest(connection);
            if (Stopwatch.GetElapsedTime(_told) >= Second)
            {
                _told = Stopwatch.GetTimestamp();
                ServerStore.Here(connection, database.Server, [.. sessions.Here()]);
                sessions.AreElsewhere(ServerStore.Elsewhere(connection, database.Server));
            }
        }

        if (latest != _seen)
        {
            foreach (var fenced in sessions.Follow()) _ = screens.Fence(fenced);
            var picture = reading.Now();
            await boxes.Follow(picture.State.Rounds, emptied: r => picture.Ceremonies[r.Id].Step is not (null or nameof(CeremonyStep.Closed)));
            if (lease.IsHeld) counting.TakeUp(picture.State.Rounds.Where(r => r.State is not RoundState.Void).Select(r => picture.Ceremonies[r.Id]));
            // What the others changed comes through the backplane; without it, from here.
            var own = latest.Number == _seen.Number + 1 && latest.By == database.Server;
            _picturesAreDue |= !backplane.IsUp && !(own && !backplane.IsWanted);
            if (_seen.Number >= 0 && (!own || database.WasUncertain())) _quietSince = Stopwatch.GetTimestamp();
            _seen = latest;
        }

        // Pushes of two servers may overtake each other on their way: what stands is told once more when it is quiet.
        if (lease.IsHeld && _quietSince is { } since && Stopwatch.GetElapsedTime(since) >= Second)
        {
            _quietSince = null;
            await screens.MeetingChanged();
            await screens.AgendaChanged();
            var rounds = reading.Now().State.Rounds;
            if (rounds is [.., var last]) await screens.RoundChanged(last.Id);
            await FinishVoids(rounds, stop);
        }

        // What went through while the backplane was away reached nobody: once it is back, every screen gets the whole picture.
        _picturesAreDue |= backplane.CameBack();
        if (_picturesAreDue && Stopwatch.GetElapsedTime(_sent) >= Second)
        {
            (_picturesAreDue, _sent) = (false, Stopwatch.GetTimestamp());
            await pictures.Send();
        }
    }
}
