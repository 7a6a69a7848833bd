using System.Collections.Concurrent;
using Voting.Domain.Contracts;

namespace Voting.Rehearsal;

/// <summary>The presiding officer, the clerk or a scrutineer of a rehearsal.</summary>
public sealed class Officer : Participant
{
    private readonly ConcurrentDictionary<RoundRef, RoundView> _rounds = new();
    private readonly SemaphoreSlim _changed = new(0);

    private Officer(Uri server, SignedIn who, string cookie) : base(server, who, cookie) { }

    public static new Task<Officer> Join(Uri server, string code) => Join(server, new SignInRequest(code));

    public static new async Task<Officer> Join(Uri server, SignInRequest asked)
    {
        var (who, cookie) = await SignIn(server, asked);
        var officer = new Officer(server, who, cookie);
        await officer.Connect();
        return officer;
    }

    /// <summary>Waits until a round is tallied.</summary>
    /// <exception cref="RefusedException">Its counting stopped.</exception>
    public async Task<RoundView> Tallied(RoundRef round, TimeSpan patience)
    {
        using var stop = new CancellationTokenSource(patience);
        while (true)
        {
            if (_rounds.TryGetValue(round, out var view))
            {
                if (view.Results is not null) return view;
                if (view.Fault is { } fault) throw new RefusedException(new Refusal(fault, $"{round.Paper} {round.Round}"));
            }

            await _changed.WaitAsync(stop.Token);
        }
    }

    protected override void OnPicture(Snapshot snapshot)
    {
        foreach (var round in snapshot.Rounds) OnRound(round);
    }

    protected override void OnRound(RoundView round)
    {
        // A snapshot may have been taken just before a push that overtook it.
        _rounds.AddOrUpdate(new RoundRef(round.Paper, round.Round), round, (_, known) => known.Results is not null && round.Results is null ? known : round);
        _changed.Release();
    }
}
