using System.Security.Cryptography;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Sealing;

namespace Voting.Rehearsal;

/// <summary>A simulated member (演练) at a tablet: casts what was laid out for it as soon as its round opens.</summary>
public sealed class SimulatedMember : Participant
{
    private readonly string _meetingId;
    private readonly Lock _lock = new();
    private readonly HashSet<RoundRef> _seen = [];
    private Plan? _plan;
    private string? _phase;
    private bool _present;
    private int _seq;

    private SimulatedMember(Uri server, SignedIn who, string cookie, string meetingId) : base(server, who, cookie) => _meetingId = meetingId;

    public static async Task<SimulatedMember> Join(Uri server, string code, string meetingId)
    {
        var (who, cookie) = await SignIn(server, code);
        var member = new SimulatedMember(server, who, cookie, meetingId);
        await member.Connect();
        return member;
    }

    /// <summary>What this member casts in a round for which nothing is laid out, and after how long; null where it only waits.</summary>
    public Func<RoundView, (Ballot? Ballot, TimeSpan After)>? OfItself { get; set; }

    /// <summary>After how long this member checks in again when the meeting is suspended; null where it does not of itself.</summary>
    public TimeSpan? Returns { get; set; }

    /// <summary>Lays out the ballot for a round that will open: sealed as soon as it opens, sent when the signal comes.</summary>
    public Plan LayOut(RoundRef round, Ballot ballot, Task signal)
    {
        var plan = new Plan(round, ballot, signal);
        lock (_lock) _plan = plan;
        return plan;
    }

    /// <summary>A ballot ready to be sent, as the tablet makes it: encoded to the one size of the round, and sealed where the paper is secret.</summary>
    public static CastRequest Press(string meetingId, RoundView round, Ballot ballot, int seq)
    {
        var clear = BallotCode.Encode([.. round.Questions.Select(q => q.Options.Count)], ballot);
        var envelope = Envelope.Make(meetingId, round, clear, RandomNumberGenerator.GetBytes(Hpke.SeedSize));
        return new CastRequest(round.Paper, round.Round, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), seq, envelope);
    }

    /// <summary>Sends a press until something certain is known of it.</summary>
    public async Task<Fate> Send(CastRequest cast, CancellationToken stop)
    {
        while (true)
        {
            Reply<Receipt> reply;
            try
            {
                await Connected(stop);
                reply = await Cast(cast).WaitAsync(TimeSpan.FromSeconds(30), stop);
            }
            catch (Exception e) when (IsNoAnswer(e) && !stop.IsCancellationRequested)
            {
                // No answer is no answer: the same cast id again.
                await Task.Delay(100, stop);
                continue;
            }

            switch (reply.Refusal?.Code)
            {
                case null: return Fate.Recorded;
                case Refusals.TryAgain: await Task.Delay(100, stop); continue;
                case Refusals.ClosedSeeUrn: return await FindInUrn(cast, stop);
                default: throw new RefusedException(reply.Refusal!);
            }
        }
    }

    private async Task<Fate> FindInUrn(CastRequest cast, CancellationToken stop)
    {
        var mine = Convert.FromHexString(Envelope.Hash(cast.Envelope));
        while (true)
        {
            try
            {
                await Connected(stop);
                var urn = await Urn(new RoundRef(cast.Paper, cast.Round));
                if (urn.Value is { } view) return view.Leaves.Chunk(32).Any(leaf => leaf.AsSpan().SequenceEqual(mine)) ? Fate.Recorded : Fate.NotCounted;
            }
            catch (Exception e) when (IsNoAnswer(e) && !stop.IsCancellationRequested)
            {
                // Asked again once the connection stands.
            }

            await Task.Delay(100, stop);
        }
    }

    protected override void OnMeeting(MeetingView meeting)
    {
        bool comes;
        lock (_lock)
        {
            comes = _present && meeting.Phase == "suspended" && _phase != meeting.Phase;
            _phase = meeting.Phase;
        }

        if (comes && Returns is { } after) _ = ComeBack(after);
    }

    protected override void OnPresence(bool present)
    {
        lock (_lock) _present = present;
    }

    private async Task ComeBack(TimeSpan after)
    {
        await Task.Delay(after);
        try
        {
            await TakeSeat(new TakeSeatRequest(null));
        }
        catch (Exception e) when (IsNoAnswer(e))
        {
            // The clerk sees who is not back.
        }
    }

    protected override void OnPicture(Snapshot snapshot)
    {
        lock (_lock) (_phase, _present) = (snapshot.Meeting.Phase, snapshot.Me.Present);
        foreach (var round in snapshot.Rounds) OnRound(round);
        if (snapshot.Test is { } test) OnTest(test);
    }

    /// <summary>Whoever votes of itself presses in a test what everybody is asked to: the first option.</summary>
    protected override void OnTest(RoundView test)
    {
        if (test.State != "open" || OfItself is null) return;
        _ = Task.Run(async () =>
        {
            try
            {
                await Send(Press(_meetingId, test, new Ballot([[0]]), 1), CancellationToken.None);
            }
            catch (RefusedException)
            {
                // It was over before.
            }
        });
    }

    protected override void OnRound(RoundView round)
    {
        if (round.State != "open") return;
        Plan plan;
        lock (_lock)
        {
            var here = new RoundRef(round.Paper, round.Round);
            if (_plan is { } laidOut && laidOut.Round == here)
            {
                plan = laidOut;
                _plan = null;
            }
            else
            {
                if (OfItself is null || round.Questions.Count == 0 || !_seen.Add(here)) return;
                var (ballot, after) = OfItself(round);
                if (ballot is null) return;
                plan = new Plan(here, ballot, Task.Delay(after));
            }
        }

        _ = Task.Run(async () =>
        {
            try
            {
                var press = Press(_meetingId, round, plan.Ballot, ++_seq);
                plan.IsSealed.TrySetResult();
                await plan.Signal;
                plan.Fate.TrySetResult(await Send(press, CancellationToken.None));
            }
            catch (Exception e)
            {
                plan.IsSealed.TrySetException(e);
                plan.Fate.TrySetException(e);
            }
        });
    }
}

/// <summary>What a simulated member will do in a round.</summary>
/// <param name="Round">The round.</param>
/// <param name="Ballot">The marks.</param>
/// <param name="Signal">When to press.</param>
public sealed record Plan(RoundRef Round, Ballot Ballot, Task Signal)
{
    internal TaskCompletionSource IsSealed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    internal TaskCompletionSource<Fate> Fate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The envelope is made.</summary>
    public Task Sealed => IsSealed.Task;

    /// <summary>What became of it.</summary>
    public Task<Fate> Outcome => Fate.Task;
}
