using System.Collections.Concurrent;
using System.Security.Cryptography;
using Voting.Domain.Contracts;
using Voting.Domain.Records;
using Voting.Domain.Sealing;
using Voting.Domain.Tallies;

namespace Voting.Rehearsal;

/// <summary>The presiding officer, the clerk or a scrutineer of a rehearsal.</summary>
public sealed class Officer : Participant
{
    private readonly ConcurrentDictionary<RoundRef, RoundView> _rounds = new();
    private readonly SemaphoreSlim _changed = new(0);
    private readonly KeyPair _key = Hpke.DeriveKeyPair(RandomNumberGenerator.GetBytes(Hpke.SeedSize));

    private readonly Queue<string> _factors;

    private Officer(Uri server, SignedIn who, string cookie, Queue<string> factors) : base(server, who, cookie) => _factors = factors;

    /// <summary>Signs in by a one-time code.</summary>
    /// <param name="server">Its address.</param>
    /// <param name="code">The code.</param>
    /// <param name="printed">Printed codes of the post, where the meeting asks for a second factor.</param>
    public static async Task<Officer> Join(Uri server, string code, string? printed = null)
    {
        var factors = new Queue<string>(printed?.Split(' ') ?? []);
        var (who, cookie) = await SignIn(server, new SignInRequest(code, Factor: factors.TryDequeue(out var factor) ? factor : null));
        return await Connected(new Officer(server, who, cookie, factors));
    }

    /// <summary>Signs in by whatever is asked.</summary>
    public static new async Task<Officer> Join(Uri server, SignInRequest asked)
    {
        var (who, cookie) = await SignIn(server, asked);
        return await Connected(new Officer(server, who, cookie, new Queue<string>()));
    }

    /// <summary>The next printed code, or null where there is none.</summary>
    public string? Factor() => _factors.TryDequeue(out var factor) ? factor : null;

    /// <summary>Presses until it is answered, as anybody would whose server or network went away.</summary>
    /// <param name="press">What is asked.</param>
    /// <param name="found">What it would have given, where the picture shows that it was done without an answer; else null.</param>
    /// <param name="patience">Given up after it.</param>
    public async Task<Reply<T>> Press<T>(Func<Task<Reply<T>>> press, Func<Snapshot, T?> found, TimeSpan patience) where T : class
    {
        using var stop = new CancellationTokenSource(patience);
        for (var unanswered = false; ; unanswered = true)
        {
            try
            {
                var reply = await press().WaitAsync(stop.Token);
                if (reply.IsDone) return reply;
                if (reply.Refusal!.Code != Refusals.TryAgain)
                    return unanswered && (await Snapshot()).Value is { } picture && found(picture) is { } done ? done : reply;
            }
            catch (Exception e) when (IsNoAnswer(e) && !stop.IsCancellationRequested)
            {
                // Pressed again once the connection stands.
            }

            await Task.Delay(100, stop.Token);
            await Back(stop.Token);
        }
    }

    /// <summary>Enrols the key that this officer signs with, as the device of a real one does.</summary>
    public Task<Reply<Done>> Enrol() => EnrolKey(new EnrolKeyRequest(Signer.PublicKey(_key).Spki));

    /// <summary>Signs the record as it stands; the first that is refused ends it.</summary>
    public async Task<Reply<Done>> Sign()
    {
        var record = RecordToSign.Read(await Get("/record/to-sign"));
        foreach (var rounds in record.Rounds.Chunk(SignRequest.MostRounds))
        {
            var signed = await SignRecord(new SignRequest(Signer.PublicKey(_key).Id, record.Hash,
                [.. rounds.Select(r => new RoundSignature(r.Round.Paper, r.Round.Round, Signer.Sign(_key, record.Text(r))))]));
            if (!signed.IsDone) return signed;
        }

        return Done.It;
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

    /// <summary>Gives the casting vote on every tie that waits for one.</summary>
    /// <param name="tallied">The round.</param>
    /// <param name="vote">What is given, by question id.</param>
    /// <exception cref="RefusedException">It was refused.</exception>
    public async Task GiveCastingVotes(RoundView tallied, Func<string, CastingVote> vote)
    {
        foreach (var tie in tallied.Results!.Where(r => r.IsCastingVoteDue))
        {
            var given = await GiveCastingVote(new CastingVoteRequest(tallied.Paper, tallied.Round, tie.Id, CastingVotes.Of(vote(tie.Id))));
            if (given.Refusal is { } refusal) throw new RefusedException(refusal);
        }
    }

    private static async Task<Officer> Connected(Officer officer)
    {
        await officer.Connect();
        return officer;
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
