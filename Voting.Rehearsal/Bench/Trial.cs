using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;

namespace Voting.Rehearsal.Bench;

/// <summary>
/// S1 to S5 in one chamber: the real server in a process, the bare hub in another, a crowd of the same clients before each in this one.
/// In every round both are measured one right after the other, so that what else the machine does falls on both.
/// </summary>
public sealed class Trial
{
    public const string Milliseconds = "ms";

    /// <summary>Rounds that do not count: code is compiled in them, and compiled better.</summary>
    private const int WarmUps = 2;

    private const int Few = 16;

    /// <summary>Two crowds larger than this are more sockets than one process is commonly allowed: they come in turns.</summary>
    private const int MostSideBySide = 9_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    private readonly string _folder;
    private readonly IReadOnlyList<ServerProcess> _servers;
    private readonly ServerProcess _bare;
    private readonly Officer _chair;
    private readonly HubConnection _conductor;
    private readonly Crowd _members;
    private readonly Crowd _strangers;
    private readonly int _size;

    private readonly List<double> _opened = [], _openedSpread = [], _pushed = [], _pushedSpread = [];
    private readonly List<double> _recorded = [], _echoed = [], _inserted = [];
    private readonly List<double> _closed = [], _tallied = [];
    private readonly List<double> _returned = [], _bareReturned = [];
    private TimeSpan _casting;
    private TimeSpan _echoing;

    private Trial(string folder, IReadOnlyList<ServerProcess> servers, ServerProcess bare, Officer chair, HubConnection conductor, Crowd members, Crowd strangers, int size) =>
        (_folder, _servers, _bare, _chair, _conductor, _members, _strangers, _size) = (folder, servers, bare, chair, conductor, members, strangers, size);

    /// <param name="members">How many.</param>
    /// <param name="rounds">How many count.</param>
    /// <param name="shared">The stores of several servers; null for one server on SQLite.</param>
    /// <param name="stop">Ends it between two steps.</param>
    /// <exception cref="StoppedException">A press was refused, a connection lost, or fewer ballots counted than acknowledged: such figures are worth nothing.</exception>
    public static Task<IReadOnlyList<Row>> Run(int members, int rounds, Shared? shared, CancellationToken stop) =>
        Before(members, WarmUps + rounds + 1, shared, trial => trial.Measure(rounds, stop), stop);

    /// <summary>Rounds on end in one chamber, with what the server has taken after each ten.</summary>
    /// <param name="members">How many.</param>
    /// <param name="rounds">How many.</param>
    /// <param name="told">Told each sample as it is taken.</param>
    /// <param name="stop">Ends it between two rounds.</param>
    public static Task<IReadOnlyList<Sample>> Soak(int members, int rounds, Action<Sample> told, CancellationToken stop) =>
        Before(members, rounds, null, trial => trial.Soak(rounds, told, stop), stop);

    private static async Task<T> Before<T>(int members, int papers, Shared? shared, Func<Trial, Task<T>> measure, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("voting-bench-").FullName;
        try
        {
            var (file, codeFile) = (Path.Combine(folder, "meeting.json"), Path.Combine(folder, "codes.json"));
            await File.WriteAllTextAsync(file, SyntheticMeeting.File(members, papers).ToJsonString(), stop);
            var stores = shared?.Environment(Path.GetFileName(folder)) ?? Shared.None;
            Task<ServerProcess> Start() => ServerProcess.StartProgram(null, stores, "--meeting", file, "--data", Path.Combine(folder, "data"), "--codes", codeFile, "--rehearsal");
            var cookies = new string[members];
            IReadOnlyDictionary<string, string> codes;
            await using (var first = await Start())
            {
                codes = ServerProcess.Codes(codeFile);
                await Parallel.ForEachAsync(Enumerable.Range(0, members), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = stop },
                    async (n, _) => cookies[n] = (await Participant.SignIn(first.Address, codes[$"{Roles.Member}:{SyntheticMeeting.Member(n)}"])).Cookie);
            }

            // Started anew: a connection would take its memory from what signing in has left behind.
            var servers = new List<ServerProcess>();
            try
            {
                for (var n = 0; n < (shared?.Servers ?? 1); n++) servers.Add(await Start());
                await using var bare = await ServerProcess.StartProgram(typeof(BareHub).Assembly.Location, BareHub.Command);
                await using var chair = await Officer.Join(servers[0].Address, codes[Roles.PresidingOfficer]);
                Done(await chair.OpenMeeting());
                await using var conductor = new HubConnectionBuilder().WithUrl(new Uri(bare.Address, "/hub")).Build();
                await conductor.StartAsync(stop);
                await using var seats = new Crowd([.. servers.Select(s => s.Address)], cookies);
                await using var strangers = new Crowd([bare.Address], new string?[members]);
                return await measure(new Trial(folder, servers, bare, chair, conductor, seats, strangers, members));
            }
            finally
            {
                foreach (var server in servers) await server.DisposeAsync();
                if (shared is not null) await shared.Forget(Path.GetFileName(folder));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<IReadOnlyList<Row>> Measure(int rounds, CancellationToken stop)
    {
        var memory = await Arrive();
        for (var n = 0; n < WarmUps + rounds; n++)
        {
            stop.ThrowIfCancellationRequested();
            if (n == WarmUps) Forget();
            await HoldRound(SyntheticMeeting.Paper(n));
        }

        // With a paper before everybody, as it would be in the middle of a vote.
        await Open(await Prepare(SyntheticMeeting.Paper(WarmUps + rounds)));
        for (var n = 0; n < WarmUps + rounds; n++)
        {
            stop.ThrowIfCancellationRequested();
            if (n == WarmUps) ForgetStorms();
            await Storm();
        }

        return Rows(memory, rounds);
    }

    private async Task<IReadOnlyList<Sample>> Soak(int rounds, Action<Sample> told, CancellationToken stop)
    {
        await Arrive();
        var samples = new List<Sample>();
        for (var n = 0; n < rounds; n++)
        {
            stop.ThrowIfCancellationRequested();
            await HoldRound(SyntheticMeeting.Paper(n));
            if ((n + 1) % Sample.Every != 0 && n + 1 != rounds) continue;
            var data = new DirectoryInfo(Path.Combine(_folder, "data")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
            samples.Add(new Sample(n + 1, Memory(_servers) / 1048576.0, Handles(_servers), data / 1048576.0, Row.Middle(_opened), Row.Middle(_recorded), Row.Middle(_closed)));
            told(samples[^1]);
            Forget();
        }

        return samples;
    }

    /// <summary>Both crowds connect.</summary>
    /// <returns>KiB a connection, of the server and of the bare hub.</returns>
    private async Task<(double Server, double Bare)> Arrive()
    {
        // A few for nothing: what the first connections need is not the price of one more.
        await Show((await _members.Return(Few)).Picture);
        await _strangers.Return(Few);
        _members.Leave();
        _strangers.Leave();
        await Settle();
        var before = Memory(_servers);
        await _members.Return();
        await Settle();
        var server = (Memory(_servers) - before) / 1024.0 / _size;
        before = Memory([_bare]);
        if (_size > MostSideBySide) _members.Leave();
        await _strangers.Return();
        await Settle();
        return (server, (Memory([_bare]) - before) / 1024.0 / _size);
    }

    /// <summary>Sees that a crowd is there, and the other gone where both are too many.</summary>
    private async Task LetIn(Crowd crowd)
    {
        if (crowd.IsHere) return;
        (crowd == _members ? _strangers : _members).Leave();
        await crowd.Return();
        await Settle();
    }

    private async Task HoldRound(string paper)
    {
        // S1
        await LetIn(_members);
        var round = await Prepare(paper);
        var opened = _members.Await(IsRound(paper, "open"));
        var from = Stopwatch.GetTimestamp();
        await Open(round);
        await opened.Whole();
        _opened.Add(opened.Last(from));
        _openedSpread.Add(opened.Spread());
        var view = Argument(opened.Message);
        await LetIn(_strangers);
        var pushed = _strangers.Await(IsRound(paper, "open"));
        from = Stopwatch.GetTimestamp();
        await _conductor.InvokeAsync(nameof(BareHub.Push), view);
        await pushed.Whole();
        _pushed.Add(pushed.Last(from));
        _pushedSpread.Add(pushed.Spread());

        // S2: all press in the same instant, which no chamber ever did.
        var presses = Seal(view.Deserialize<RoundView>(Wire)!);
        byte[][] calls = [.. presses.Select(p => Encoding.UTF8.GetBytes(
            $$"""{"type":1,"invocationId":"1","target":"{{nameof(IVotingHub.Cast)}}","arguments":[{{JsonSerializer.Serialize(p, Wire)}}]}""" + '\u001e'))];
        BareInserts.BoxRow[] rows = [.. presses.Select((p, n) => new BareInserts.BoxRow(SyntheticMeeting.Member(n), p.CastId, p.Seq, Envelope.Hash(p.Envelope), p.Envelope))];
        await LetIn(_members);
        var spent = Processor(_servers);
        _recorded.Add(await _members.Call(calls));
        _casting += Processor(_servers) - spent;
        await LetIn(_strangers);
        spent = Processor([_bare]);
        _echoed.Add(await _strangers.Call(calls));
        _echoing += Processor([_bare]) - spent;
        _inserted.Add(BareInserts.Write(Path.Combine(_folder, $"{paper}.db"), rows));

        await LetIn(_members);

        // S3: announced as soon as it is counted; only then do members see a result.
        var announced = _members.Await(IsRound(paper, "announced"));
        from = Stopwatch.GetTimestamp();
        Done(await _chair.Close(round));
        var counted = await _chair.Tallied(round, Patience);
        _tallied.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        Done(await _chair.Announce(round));
        await announced.Whole();
        _closed.Add(announced.Last(from));
        if (counted.Voted != _size) throw new StoppedException($"已确认 acknowledged {_size} ≠ 已计 counted {counted.Voted}");
    }

    private async Task Storm()
    {
        await LetIn(_members);
        var (took, picture) = await _members.Return();
        await Show(picture);
        _returned.Add(took);
        await LetIn(_strangers);
        _bareReturned.Add((await _strangers.Return()).Took);
    }

    private async Task<RoundRef> Prepare(string paper)
    {
        var ready = await _chair.Prepare(new PrepareRequest(paper));
        return ready.Value is { } view ? new RoundRef(view.Paper, view.Round) : throw new RefusedException(ready.Refusal!);
    }

    private async Task Open(RoundRef round) => Done(await _chair.Open(round));

    private Task Show(byte[] picture) => _conductor.InvokeAsync(nameof(BareHub.Show), Argument(picture));

    private CastRequest[] Seal(RoundView round)
    {
        var presses = new CastRequest[_size];
        Parallel.For(0, _size, n => presses[n] = SimulatedMember.Press(SyntheticMeeting.Id, round, new Ballot([[n % 3]]), 1));
        return presses;
    }

    private void Forget()
    {
        foreach (var values in new[] { _opened, _openedSpread, _pushed, _pushedSpread, _recorded, _echoed, _inserted, _closed, _tallied }) values.Clear();
        (_casting, _echoing) = (TimeSpan.Zero, TimeSpan.Zero);
    }

    private void ForgetStorms()
    {
        _returned.Clear();
        _bareReturned.Clear();
    }

    private IReadOnlyList<Row> Rows((double Server, double Bare) memory, int rounds) =>
    [
        Time("S1", "开启表决 → 最后一台平板 open pressed → last tablet has it", _opened, 1.3, new Beside("bare hub", _pushed)),
        Time("S1", "其中第一台 → 最后一台 of it, first tablet → last", _openedSpread, null, new Beside("bare hub", _pushedSpread)),
        Time("S2", "同时提交 → 最后一个提交成功 all cast → last Recorded", _recorded, 1.5, new Beside("echo hub", _echoed), new Beside("inserts", _inserted)),
        _size == 340
            ? Time("S3", "结束表决 → 各屏幕出结果 close → result everywhere", _closed, 1, new Beside("one second", [1000]))
            : Time("S3", "结束表决 → 各屏幕出结果 close → result everywhere", _closed, null),
        Time("S3", "其中计票 of it, close → counted", _tallied, null),
        new Row("S4", "每个连接的内存 memory a connection (once)", _size, "KiB", [memory.Server]) { Against = [new Beside("bare hub", [memory.Bare])], Goal = 1.5 },
        new Row("S4", "每票处理器时间 processor time a cast (mean)", _size, "µs", [Each(_casting, rounds)]) { Against = [new Beside("echo hub", [Each(_echoing, rounds)])] },
        Time("S5", "全部断线重连 → 最后一个画面 all drop and return → last picture", _returned, 1.5, new Beside("bare hub", _bareReturned)),
    ];

    private Row Time(string promise, string what, IReadOnlyList<double> values, double? goal, params IReadOnlyList<Beside> against) =>
        new(promise, what, _size, Milliseconds, values) { Against = against, Goal = goal };

    private double Each(TimeSpan all, int rounds) => all.TotalMicroseconds / rounds / _size;

    private static string[] IsRound(string paper, string state) => [$"\"target\":\"{nameof(IVotingScreen.Round)}\"", $"\"paper\":\"{paper}\"", $"\"state\":\"{state}\""];

    private static JsonElement Argument(byte[] message)
    {
        using var read = JsonDocument.Parse(message);
        return read.RootElement.GetProperty("arguments")[0].Clone();
    }

    private static void Done<T>(Reply<T> reply) where T : class
    {
        if (reply.Refusal is { } refusal) throw new RefusedException(refusal);
    }

    private static Task Settle() => Task.Delay(TimeSpan.FromSeconds(1));

    private static long Memory(IEnumerable<ServerProcess> servers) => servers.Sum(server =>
    {
        using var process = Process.GetProcessById(server.Id);
        return process.WorkingSet64;
    });

    private static int Handles(IEnumerable<ServerProcess> servers) => servers.Sum(server =>
    {
        using var process = Process.GetProcessById(server.Id);
        return process.HandleCount;
    });

    private static TimeSpan Processor(IEnumerable<ServerProcess> servers) => servers.Aggregate(TimeSpan.Zero, (sum, server) =>
    {
        using var process = Process.GetProcessById(server.Id);
        return sum + process.TotalProcessorTime;
    });
}
