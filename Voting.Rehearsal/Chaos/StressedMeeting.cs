using System.Collections.Concurrent;
using System.Diagnostics;
using Voting.Domain.Contracts;
using Voting.Rehearsal.Bench;

namespace Voting.Rehearsal.Chaos;

/// <summary>
/// A rehearsal whose members never cease to press, through a real server as a process of its own: rounds are opened, closed and
/// counted one after another, and of each is checked that what was acknowledged is what was counted.
/// </summary>
public sealed class StressedMeeting : IAsyncDisposable
{
    /// <summary>Papers of a meeting, a round each.</summary>
    public const int MostRounds = 400;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder;
    private readonly string _meetingFile;
    private readonly string _codeFile;
    private readonly ConcurrentDictionary<RoundRef, RoundHistory> _histories = new();
    private readonly List<Presser> _pressers = [];
    private readonly List<Violation> _found = [];
    private ServerProcess? _server;
    private Uri _address = null!;
    private Officer _chair = null!;
    private int _held;

    private StressedMeeting(string folder) => (_folder, _meetingFile, _codeFile) = (folder, Path.Combine(folder, "meeting.json"), Path.Combine(folder, "codes.json"));

    public Uri Address => _address;

    /// <summary>Rounds that were held to their end and checked.</summary>
    public int Rounds { get; private set; }

    /// <summary>Presses whose <c>Recorded</c> arrived.</summary>
    public int Acknowledged => _pressers.Sum(p => p.Recorded);

    /// <summary>What must not be and was.</summary>
    public IReadOnlyList<Violation> Found => _found;

    public IReadOnlyList<Presser> Pressers => _pressers;

    /// <summary>Starts the server, and opens the meeting.</summary>
    public static async Task<StressedMeeting> Open(int members)
    {
        var meeting = new StressedMeeting(Directory.CreateTempSubdirectory("voting-chaos-").FullName);
        try
        {
            await File.WriteAllTextAsync(meeting._meetingFile, SyntheticMeeting.File(members, MostRounds).ToJsonString());
            await meeting.Start("--codes", meeting._codeFile);
            meeting._chair = await Officer.Join(meeting._address, ServerProcess.Codes(meeting._codeFile)[Roles.PresidingOfficer]);
            if ((await meeting._chair.OpenMeeting()).Refusal is { } refusal) throw new RefusedException(refusal);
            return meeting;
        }
        catch
        {
            await meeting.DisposeAsync();
            throw;
        }
    }

    /// <summary>Everybody takes a seat.</summary>
    /// <param name="members">How many.</param>
    /// <param name="through">What they connect to instead of the server, or null.</param>
    /// <param name="patience">How long each waits for an answer.</param>
    /// <param name="pause">The longest pause of each between two presses.</param>
    /// <param name="seed">Of their pauses.</param>
    public async Task Seat(int members, Uri? through, TimeSpan patience, TimeSpan pause, int seed)
    {
        var codes = ServerProcess.Codes(_codeFile);
        var seated = new Presser[members];
        await Parallel.ForEachAsync(Enumerable.Range(0, members), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, _) =>
            seated[n] = await Presser.Join(through ?? _address, _address, codes[$"{Roles.Member}:{SyntheticMeeting.Member(n)}"], round => _histories.GetOrAdd(round, _ => new RoundHistory()), patience, pause, seed + n));
        _pressers.AddRange(seated);
    }

    /// <summary>Kills the server as a power cut would, and starts it again on the same folder.</summary>
    /// <returns>How long it took to take connections again.</returns>
    public async Task<TimeSpan> KillAndStart()
    {
        await _server!.Kill();
        var from = Stopwatch.GetTimestamp();
        await Start();
        return Stopwatch.GetElapsedTime(from);
    }

    /// <summary>Holds one round to its end, whatever happens to the server meanwhile, and checks it.</summary>
    /// <param name="open">How long it is open.</param>
    public async Task HoldRound(TimeSpan open)
    {
        if (_held == MostRounds) throw new StoppedException($"会议只有 {MostRounds} 项表决 / the meeting has {MostRounds} papers only");
        var paper = SyntheticMeeting.Paper(_held++);
        var round = new RoundRef(paper, 1);
        var history = _histories.GetOrAdd(round, _ => new RoundHistory());
        var (since, opened) = (Stopwatch.GetTimestamp(), 0L);
        using var patience = new CancellationTokenSource(Patience + open);
        while (true)
        {
            var view = await Asked(async () => (await _chair.Snapshot()).Value, patience.Token) is { } picture ? picture.Rounds.LastOrDefault(r => r.Paper == paper) : null;
            switch (view)
            {
                case null:
                    await Asked(() => _chair.Prepare(new PrepareRequest(paper)), patience.Token);
                    break;
                case { State: "ready" }:
                    await Asked(() => _chair.Open(round), patience.Token);
                    opened = Stopwatch.GetTimestamp();
                    break;
                case { State: "open" }:
                    if (opened == 0) opened = Stopwatch.GetTimestamp();
                    if (open - Stopwatch.GetElapsedTime(opened) is var left && left > TimeSpan.Zero) await Task.Delay(left, patience.Token);
                    if (await Asked(() => _chair.Close(round), patience.Token) is { IsDone: true }) history.Closed ??= Stopwatch.GetTimestamp();
                    break;
                case { Results: not null, Voted: { } voted }:
                    await Check(round, history, voted, patience.Token);
                    return;
                case { Fault: { } fault }:
                    throw new StoppedException($"{paper}: {Refusals.Text(new Refusal(fault), false)} ({_server!.Errors})");
                case { State: "void" }:
                    throw new StoppedException($"{paper}: {view.Reason}");
                default:
                    await Task.Delay(50, patience.Token);
                    break;
            }

            if (Stopwatch.GetElapsedTime(since) > Patience + open) throw new StoppedException($"{paper}: 未能完成 / it came to no end ({view?.State})");
        }
    }

    /// <summary>Waits until the last press of each is certain. A member whose program ended under a press must not be either, and is told with the rest.</summary>
    /// <param name="pressing">What each does.</param>
    /// <param name="patience">How long the last may take.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task End(IReadOnlyList<Task> pressing, TimeSpan patience, CancellationToken stop)
    {
        foreach (var (member, presses) in pressing.Index())
        {
            try
            {
                await presses.WaitAsync(patience, stop);
            }
            catch (Exception e) when (presses.IsFaulted)
            {
                _found.Add(new Violation("ended", $"{member + 1}: {e.GetType().Name}: {e.Message}"));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var presser in _pressers) await presser.DisposeAsync();
        if (_chair is not null) await _chair.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Check(RoundRef round, RoundHistory history, int voted, CancellationToken stop)
    {
        Reply<UrnView>? reply;
        do reply = await Asked(() => _chair.Urn(round), stop);
        while (reply is null);
        history.Urn = [.. reply.Value!.Leaves.Chunk(32).Select(leaf => Convert.ToHexStringLower(leaf))];
        history.Voted = voted;
        _found.AddRange(history.Check().Select(v => v with { Text = $"{round.Paper}: {v.Text}" }));
        Rounds++;
    }

    // Null where no answer came: what became of it is seen in the next picture.
    private async Task<T?> Asked<T>(Func<Task<T>> ask, CancellationToken stop) where T : class?
    {
        try
        {
            return await ask().WaitAsync(TimeSpan.FromSeconds(10), stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested && (Participant.IsNoAnswer(e) || e is Microsoft.AspNetCore.SignalR.HubException))
        {
            await _chair.Back(stop);
            return null;
        }
    }

    private async Task Start(params IReadOnlyList<string> first)
    {
        string[] where = _address is null ? [] : ["--url", _address.GetLeftPart(UriPartial.Authority)];
        _server = await ServerProcess.Start(["--meeting", _meetingFile, "--data", Path.Combine(_folder, "data"), "--rehearsal", .. first, .. where]);
        _address = _server.Address;
    }
}
