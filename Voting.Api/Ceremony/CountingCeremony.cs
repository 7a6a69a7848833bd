using System.Threading.Channels;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Api.Telemetry;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Api.Ceremony;

/// <summary>Takes each closed round through the steps of its ceremony, one round at a time.</summary>
public sealed class CountingCeremony(
    ClosedBallots closed, ServerKey signing, Engines engines, Probe probe, Reading reading, Live.Screens screens, ServerChanges changes, Lease lease, Instruments instruments,
    ILogger<CountingCeremony> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(1);

    private readonly Channel<string> _waiting = Channel.CreateUnbounded<string>();
    private volatile string? _inHand;
    private CeremonyMeasure? _measured;

    /// <summary>Hands a closed round to the ceremony; of several servers only that which holds the lease takes it.</summary>
    public void Begin(string roundId)
    {
        if (lease.IsHeld) _waiting.Writer.TryWrite(roundId);
    }

    /// <summary>Takes up what another server closed, or what its end left half done.</summary>
    public void TakeUp(IEnumerable<RoundStore.CeremonyRow> ceremonies)
    {
        foreach (var row in ceremonies.Where(c => c is { Step: not null, IsSigned: false, Fault: null }))
            if (_inHand != row.Id) Begin(row.Id);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var roundId in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                _inHand = roundId;
                using var measured = instruments.Ceremony();
                _measured = measured;
                while (lease.IsHeld && await Next(roundId, stoppingToken)) { }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.CountingStopped(e is InvalidOperationException ? e.Message : e.GetType().Name);
                await TellFault(roundId, stoppingToken);
                // A disk that is full now may have room soon; meanwhile other rounds have their turn.
                _ = Task.Delay(Pause, stoppingToken).ContinueWith(_ => Begin(roundId), stoppingToken, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            }
            finally
            {
                _inHand = null;
            }
        }
    }

    // A store that keeps no step may keep no fault either; that must not end the server.
    private async Task TellFault(string roundId, CancellationToken stop)
    {
        try
        {
            await Fault(roundId, Refusals.TryAgain, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            log.FaultNotKept(e.GetType().Name);
        }
    }

    private async Task<bool> Next(string roundId, CancellationToken stop)
    {
        var picture = reading.Now();
        var ceremony = picture.Ceremonies[roundId];
        var round = picture.State.Rounds.Single(r => r.Id == roundId);
        var paper = picture.State.Meeting.Paper(round.PaperId)!;
        if (round.State is RoundState.Void || ceremony.Step is null) return false;
        var step = Enum.Parse<CeremonyStep>(ceremony.Step);
        switch (step)
        {
            case CeremonyStep.Closed or CeremonyStep.UrnWritten when !round.HasDevices:
                // Nobody cast: there is no box to empty and no key to be used.
                await Keep(step + 1, round, _ => [], stop);
                return true;
            case CeremonyStep.Closed:
                // Where it is told who came too late, those who were under way at the close have a moment to arrive.
                if (paper.DidNotVote is SilenceShown.Split && round.Silence is { Total: > 0 }) await Task.Delay(UnderWay, stop);
                await Keep(CeremonyStep.UrnWritten, round, work =>
                {
                    CountLate(work, round);
                    return closed.TakeOut(work, round, paper);
                }, stop);
                return true;
            case CeremonyStep.UrnWritten:
                await Stands(step, roundId, stop);
                await closed.DestroyBox(roundId);
                await Keep(CeremonyStep.BoxDestroyed, round, _ => [Fact.OfRound("box-destroyed", round.PaperId, round.Number)], stop);
                return true;
            case CeremonyStep.BoxDestroyed when round.IsEntered && round.ConfirmedCounts is null:
                // What came by hands or on paper is still to be entered and confirmed; until then nobody learns what the devices brought.
                return false;
            case CeremonyStep.BoxDestroyed:
                await Sign(CeremonyStep.CloseSigned, Stages.Close, round, ceremony, stop);
                return true;
            case CeremonyStep.CloseSigned:
                return await Tally(round, paper, ceremony, stop);
            case CeremonyStep.Tallied:
                await Stands(step, roundId, stop);
                closed.DestroyKey(roundId);
                await Keep(CeremonyStep.KeyDestroyed, round, _ => paper.Secret && round.HasDevices ? [Fact.OfRound("key-destroyed", round.PaperId, round.Number)] : [], stop);
                return true;
            case CeremonyStep.KeyDestroyed:
                await Sign(CeremonyStep.TallySigned, Stages.Tally, round, ceremony, stop, work =>
                {
                    // Refused only where the presiding officer was faster, or a casting vote is due, which is followed by it.
                    if (paper.ResultIsDirect) work.Decide(new Command.Announce(round.PaperId, round.Number));
                });
                return false;
            default:
                return false;
        }
    }

    private void CountLate(Work work, Round round)
    {
        if (round.Silence is not { } told) return;
        if (work.Decide(new Command.CountSilence(round.PaperId, round.Number, closed.BehindTheClose(round.Id, told))).Refusal is { } refusal)
            throw new InvalidOperationException($"Those who did not vote could not be counted: {refusal.Code}");
    }

    private async Task<bool> Tally(Round round, Paper paper, RoundStore.CeremonyRow ceremony, CancellationToken stop)
    {
        var opened = closed.Open(round, paper, ceremony);
        if (opened.Value is not { } ballots)
        {
            await Fault(round.Id, opened.Refusal!.Code, stop);
            return false;
        }

        probe.Reached("KeyRead");
        var counted = engines.Count(round, ballots);
        foreach (var ballot in ballots.OfType<byte[]>()) Array.Clear(ballot);
        if (counted is not { } both)
        {
            await Fault(round.Id, Refusals.EnginesDisagree, stop);
            return false;
        }

        await Keep(CeremonyStep.Tallied, round, work =>
        {
            var reply = work.Decide(new Command.Tally(round.PaperId, round.Number, both.Result));
            if (reply.Refusal is { } refusal) throw new InvalidOperationException($"The tally was refused: {refusal.Code}");
            // Before they are kept, and with them the end of the key: what was written wrong is counted again.
            var written = work.LoadStored().Rounds.Single(r => r.Id == round.Id);
            return RecordText.Count(written.Questions, written.Result!.AsCounted(), written.Numbers!.Voted) == both.Text ? []
                : throw new InvalidOperationException("The totals read back differ from those written.");
        }, stop);
        return true;
    }

    private Task Sign(CeremonyStep step, string stage, Round round, RoundStore.CeremonyRow ceremony, CancellationToken stop, Action<Work>? then = null) => Keep(step, round, work =>
    {
        signing.Sign(work, stage, round, ceremony.UrnRoot is { } root ? new UrnSeal(round.Numbers!.ByDevice, root) : null);
        then?.Invoke(work);
        return [];
    }, stop);

    // A step that was read may be on one copy of the database only, and what is destroyed comes back from none: what is committed after
    // the step, and with sight of it, is where the step is.
    private Task Stands(CeremonyStep step, string roundId, CancellationToken stop) => changes.Run(work =>
    {
        if (work.Ceremony(roundId).Step != step.ToString()) throw new InvalidOperationException($"The step {step} is not kept.");
    }, stop);

    private Task Keep(CeremonyStep step, Round round, Func<Work, IReadOnlyList<Fact>> facts, CancellationToken stop) => changes.Run(work =>
    {
        // Read again in the transaction that keeps the step: the round may have been voided since the step began.
        if (work.Load().Rounds.Single(r => r.Id == round.Id).State is RoundState.Void) return;
        // Another server, which took this one for dead, may have been here.
        if (work.Ceremony(round.Id).Step != (step - 1).ToString()) return;
        work.Facts.AddRange(facts(work));
        RoundStore.SetStep(work.Connection, work.Transaction, round.Id, step);
        work.AfterCommit(() =>
        {
            probe.Reached(step.ToString());
            _measured?.Reached(step.ToString());
            return screens.RoundChanged(round.Id);
        });
    }, stop);

    private Task Fault(string roundId, string code, CancellationToken stop) => changes.Run(work =>
    {
        var round = work.Load().Rounds.Single(r => r.Id == roundId);
        var ceremony = work.Ceremony(roundId);
        // Where nobody knew whether the last step is kept and it is, nothing stopped.
        if (round.State is RoundState.Void || ceremony.Fault == code || ceremony.IsSigned) return;
        // Whatever else stops a counting stops it before the totals; another server may have come further.
        if (code != Refusals.TryAgain && ceremony.Step != nameof(CeremonyStep.CloseSigned)) return;
        RoundStore.SetFault(work.Connection, work.Transaction, roundId, code);
        work.Facts.Add(Fact.OfRound("counting-stopped", round.PaperId, round.Number).With("code", code));
        work.AfterCommit(() =>
        {
            instruments.Stopped(code);
            return screens.RoundChanged(roundId);
        });
    }, stop);
}
