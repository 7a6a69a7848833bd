using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.SignalR.Client;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;

namespace Voting.Rehearsal.Chaos;

/// <summary>
/// A member who presses again and again while a round is open, over the hub or over plain HTTP, and never gives a press up before
/// something certain is known of it. The envelopes are noise of the right size: nobody judges marks at casting, and what is counted
/// is told by hashes.
/// </summary>
public sealed class Presser : Participant
{
    private readonly string _member;
    private readonly Func<RoundRef, RoundHistory> _history;
    private readonly TimeSpan _patience;
    private readonly TimeSpan _pause;
    private readonly Random _dice;
    private volatile RoundView? _open;
    private long _pictures;
    private int _seq;

    private Presser(Uri server, SignedIn who, string cookie, Func<RoundRef, RoundHistory> history, TimeSpan patience, TimeSpan pause, int seed) : base(server, who, cookie)
    {
        _member = who.Member!;
        (_history, _patience, _pause, _dice) = (history, patience, pause, new Random(seed));
        // Whoever is silent this long is taken for gone: a connection may be open on one side only.
        Hub.ServerTimeout = TimeSpan.FromSeconds(20);
    }

    /// <param name="server">Where the device connects to.</param>
    /// <param name="door">Where it signs in, past any network that fails.</param>
    /// <param name="code">Its one-time code.</param>
    /// <param name="history">Where it writes down what it sees of a round.</param>
    /// <param name="patience">How long it waits for an answer before it sends the same again.</param>
    /// <param name="pause">The longest pause between two presses.</param>
    /// <param name="seed">Of its pauses.</param>
    public static async Task<Presser> Join(Uri server, Uri door, string code, Func<RoundRef, RoundHistory> history, TimeSpan patience, TimeSpan pause, int seed)
    {
        var (who, cookie) = await SignIn(door, code);
        var presser = new Presser(server, who, cookie, history, patience, pause, seed);
        while (true)
        {
            try
            {
                await presser.Connect();
                return presser;
            }
            catch (Exception e) when (IsNoAnswer(e))
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>How many pictures it was given: one more after each return.</summary>
    public long Pictures => Interlocked.Read(ref _pictures);

    /// <summary>How many presses are known to be recorded, over all rounds.</summary>
    public int Recorded { get; private set; }

    /// <summary>Presses until it is told to stop, and ends when its last press is certain.</summary>
    public async Task Press(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (_open is { } round) await Press(round);
            await Task.Delay(_dice.Next((int)_pause.TotalMilliseconds) + 1, CancellationToken.None);
        }
    }

    protected override void OnPicture(Snapshot snapshot)
    {
        Interlocked.Increment(ref _pictures);
        _open = null;
        foreach (var round in snapshot.Rounds) OnRound(round);
    }

    protected override void OnRound(RoundView round)
    {
        if (round.State == "open") _open = round;
        else if (_open is { } open && (open.Paper, open.Round) == (round.Paper, round.Round)) _open = null;
    }

    private async Task Press(RoundView round)
    {
        var envelope = RandomNumberGenerator.GetBytes(round.EnvelopeSize);
        var cast = new CastRequest(round.Paper, round.Round, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), ++_seq, envelope);
        var history = _history(new RoundRef(round.Paper, round.Round));
        var seen = new PressSeen(_member, cast.Seq, Envelope.Hash(envelope), Stopwatch.GetTimestamp());
        history.Add(seen);
        while (true)
        {
            try
            {
                var reply = await (_dice.Next(5) == 0 ? CastOverHttp(cast) : Cast(cast)).WaitAsync(_patience);
                switch (reply.Refusal?.Code)
                {
                    case null:
                        seen.Acknowledged = Stopwatch.GetTimestamp();
                        Recorded++;
                        if (_dice.Next(50) == 0) await Look(history, round);
                        return;
                    case Refusals.TryAgain:
                        break;
                    // The urn says what became of it; a round that was restored from nothing never took it.
                    case Refusals.ClosedSeeUrn or Refusals.RoundNotOpen:
                        _open = null;
                        return;
                    default:
                        throw new RefusedException(reply.Refusal!);
                }
            }
            catch (Exception e) when (IsNoAnswer(e) || e is System.Text.Json.JsonException or Microsoft.AspNetCore.SignalR.HubException)
            {
                // No answer is no answer: the same cast id again.
            }

            await Task.Delay(50 + _dice.Next(100), CancellationToken.None);
        }
    }

    private async Task Look(RoundHistory history, RoundView round)
    {
        var asked = Stopwatch.GetTimestamp();
        var snapshot = await Snapshot().WaitAsync(_patience);
        if (snapshot.Value is not { } picture || picture.Rounds.LastOrDefault() is not { State: "open" } open || (open.Paper, open.Round) != (round.Paper, round.Round)) return;
        history.Add(new SeqSeen(_member, asked, picture.Mine?.Seq));
    }
}
