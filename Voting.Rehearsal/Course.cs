using System.Diagnostics;
using System.Text.Json.Nodes;
using Spectre.Console;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Files;
using Voting.Domain.Meetings;
using Voting.Domain.Tallies;

namespace Voting.Rehearsal;

/// <summary>A file that cannot be used; the message has its path.</summary>
public sealed class BadFileException(string message) : Exception(message);

/// <summary>The rehearsal cannot go on; the message says where.</summary>
public sealed class StoppedException(string message) : Exception(message);

/// <summary>The course of a rehearsed meeting, from sign-in to the certified record.</summary>
public sealed class Course : IAsyncDisposable
{
    private const string Again = "演练";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Meeting _meeting;
    private readonly Officer _chair;
    private readonly Officer _clerk;
    private readonly IReadOnlyList<Officer> _scrutineers;
    private readonly IReadOnlyDictionary<string, SimulatedMember> _members;
    private readonly TimeSpan _pace;
    private readonly List<HeldRound> _held = [];
    private bool _inSession;

    private Course(Meeting meeting, TimeSpan pace, Officer chair, Officer clerk, IReadOnlyList<Officer> scrutineers, IReadOnlyDictionary<string, SimulatedMember> members)
    {
        _pace = pace;
        _meeting = meeting;
        _chair = chair;
        _clerk = clerk;
        _scrutineers = scrutineers;
        _members = members;
    }

    /// <summary>Holds a meeting and writes its record.</summary>
    /// <param name="server">Its address.</param>
    /// <param name="codes">What everybody signs in with.</param>
    /// <param name="meeting">The meeting.</param>
    /// <param name="script">What is cast, or null for ballots at random.</param>
    /// <param name="random">Draws them.</param>
    /// <param name="pace">Members press at times of their own within it; nothing for all in the same instant.</param>
    /// <param name="target">Where the record is written.</param>
    /// <returns>0 where every round closed and every sum reconciles, else 1.</returns>
    public static async Task<int> Hold(
        Uri server, IReadOnlyDictionary<string, string> codes, Meeting meeting, BallotsScript? script, RandomBallots random, TimeSpan pace, FileInfo target)
    {
        // Into a file or a pipe there is no terminal whose width could be asked.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 200;
        AnsiConsole.WriteLine($"{meeting.Title}（演练 / rehearsal）");
        await using var course = await Join(server, codes, meeting, pace);
        if (script is not null) await course.HoldScripted(script);
        else await course.HoldAtRandom(random);
        return await course.Finish(target);
    }

    private static async Task<Course> Join(Uri server, IReadOnlyDictionary<string, string> codes, Meeting meeting, TimeSpan pace)
    {
        string Code(string who) => codes.TryGetValue(who, out var code) ? code
            : throw new StoppedException($"登录码文件中没有“{who}” / the code file has no \"{who}\"");
        var clock = Stopwatch.StartNew();
        Task<Officer> Officer(string post) => Rehearsal.Officer.Join(server, Code(post), codes.GetValueOrDefault($"printed:{post}"));
        var chair = await Officer(Posts.PresidingOfficer);
        var picture = (await chair.Snapshot()).Value!;
        if (!picture.Meeting.Rehearsal) throw new StoppedException("该服务器上是正式会议，不能演练 / this server holds a live meeting and is not rehearsed on");
        if (picture.Meeting.Id != meeting.Id) throw new StoppedException($"该服务器上是另一次会议 / this server holds another meeting: {picture.Meeting.Id}");
        var clerk = await Officer(Posts.Clerk);
        Officer[] scrutineers = [await Officer(Posts.FirstScrutineer), await Officer(Posts.SecondScrutineer)];
        foreach (var signer in (Officer[])[clerk, scrutineers[0]]) Expect(await signer.Enrol());
        var members = new System.Collections.Concurrent.ConcurrentDictionary<string, SimulatedMember>();
        await Parallel.ForEachAsync(meeting.Roll, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (member, _) =>
            members[member.Id] = await SimulatedMember.Join(server, Code($"{Roles.Member}:{member.Id}"), meeting.Id));
        AnsiConsole.WriteLine($"签到 / signed in: {members.Count} 名成员 members, {clock.Elapsed.TotalSeconds:0.0} s");
        return new Course(meeting, pace, chair, clerk, scrutineers, members);
    }

    private async Task HoldScripted(BallotsScript script)
    {
        for (var n = 0; n < script.Rounds.Count; n++)
        {
            var scripted = script.Rounds[n];
            try
            {
                await HoldRound(scripted.PaperId, Again, questions =>
                {
                    var asked = questions.Select(q => (q.Id, (IReadOnlyList<string>)[.. q.Options.Select(o => o.Id)])).ToList();
                    return scripted.Ballots.ToDictionary(b => b.Key, b => BallotsScript.For(asked, b.Value)
                        ?? throw new StoppedException($"“{b.Key}”的选择不在本次表决之内 / \"{b.Key}\" marks what this round does not hold"));
                }, tallied =>
                {
                    if (scripted.CastingVotes.Keys.FirstOrDefault(id => tallied.Results!.All(r => r.Id != id || !r.IsCastingVoteDue)) is { } undue)
                        throw new StoppedException($"“{undue}”票数不等，没有决定票 / \"{undue}\" is not tied: there is no casting vote");
                    return id => scripted.CastingVotes.GetValueOrDefault(id, CastingVote.Declined);
                });
            }
            catch (Exception e) when (e is StoppedException or RefusedException)
            {
                throw new StoppedException($"$.rounds[{n}]: {e.Message}");
            }
        }
    }

    private async Task HoldAtRandom(RandomBallots random)
    {
        var present = _meeting.Roll.Where(m => m.Attendance is Attendance.Present).Select(m => m.Id).ToList();
        // In the order of the agenda; papers that stand on no item come last.
        var order = _meeting.Agenda.SelectMany(a => a.Papers).Select(id => _meeting.Paper(id)!).Union(_meeting.Papers).ToList();
        foreach (var paper in order)
        {
            var entitled = _meeting.Entitled(paper).Select(m => m.Id).ToHashSet();
            Dictionary<string, Ballot> Ballots(IReadOnlyList<QuestionView> questions) => present.Where(entitled.Contains)
                .Select(id => (Id: id, Ballot: random.Next(questions))).Where(b => b.Ballot is not null).ToDictionary(b => b.Id, b => b.Ballot!);
            while (await HoldRound(paper.Id, null, Ballots, _ => _ => random.CastingVote())) { }
        }
    }

    private async Task<bool> HoldRound(string paper, string? again, Func<IReadOnlyList<QuestionView>, Dictionary<string, Ballot>> ballots, Func<RoundView, Func<string, CastingVote>> castingVotes)
    {
        if (!_inSession) Expect(await _chair.Press(_chair.OpenMeeting, picture => picture.Meeting.Phase == "in-session" ? Done.It : null, Patience));
        _inSession = true;

        var prepared = await _chair.Press(() => _chair.Prepare(new PrepareRequest(paper, again)), picture => picture.Rounds.LastOrDefault(r => r.Paper == paper && r.State == "ready"), Patience);
        if (prepared.Refusal is { Code: Refusals.NothingDue }) return false;
        var view = Expect(prepared);
        var round = new RoundRef(view.Paper, view.Round);
        var plan = ballots(view.Questions);
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var casting = plan.Select(p => _members[p.Key].LayOut(round, p.Value, After(signal.Task))).ToList();
        // What was done without an answer is refused the second time, and the picture shows it.
        async Task Step(Func<RoundRef, Task<Reply<Done>>> press, params string[] done) => Expect(await _chair.Press(
            () => press(round), picture => picture.Rounds.Any(r => r.Paper == round.Paper && r.Round == round.Round && done.Contains(r.State)) ? Done.It : null, Patience));

        var clock = Stopwatch.StartNew();
        await Step(_chair.Open, "open");
        await Task.WhenAll(casting.Select(c => c.Sealed)).WaitAsync(Patience);
        var sealing = clock.Elapsed;
        clock.Restart();
        signal.SetResult();
        await Task.WhenAll(casting.Select(c => c.Outcome)).WaitAsync(Patience);
        var recording = clock.Elapsed;
        clock.Restart();
        await Step(_chair.Close, "closed", "tallied", "announced");
        var tallied = await _chair.Tallied(round, Patience);
        var counting = clock.Elapsed;
        await _chair.GiveCastingVotes(tallied, castingVotes(tallied));
        if (tallied.Results!.Any(r => r.IsCastingVoteDue)) tallied = Expect(await _chair.Snapshot()).Rounds.Last(r => r.Paper == round.Paper && r.Round == round.Round);
        // A result that is direct is announced by itself.
        if (tallied.State == "tallied") await Step(_chair.Announce, "announced");

        var recorded = casting.Count(c => c.Outcome.Result is Fate.Recorded);
        _held.Add(new HeldRound(round, view.Questions, plan, recorded, tallied));
        AnsiConsole.WriteLine($"{paper} 第{round.Round}次表决 round {round.Round}: 在场 present {tallied.Present}, 投票 voted {tallied.Voted}; "
            + $"封票 all sealed {sealing.TotalMilliseconds:0} ms, 提交 all Recorded {recording.TotalMilliseconds:0} ms, 计票 counted {counting.TotalMilliseconds:0} ms");
        return true;
    }

    // Without a pace all press in the same instant, which no chamber ever did.
    private async Task After(Task signal)
    {
        var own = _pace * Random.Shared.NextDouble();
        await signal;
        await Task.Delay(own);
    }

    private async Task<int> Finish(FileInfo target)
    {
        // A round that was superseded since is left as it is.
        var standing = Expect(await _chair.Snapshot()).Rounds.Where(r => r.State == "announced").Select(r => new RoundRef(r.Paper, r.Round)).ToList();
        var wrong = new List<string>();
        foreach (var rounds in standing.Chunk(CertifyRequest.Most))
        {
            foreach (var officer in new[] { _clerk, _scrutineers[0] })
                if ((await officer.Certify(new CertifyRequest(rounds, officer.Factor()))).Refusal is { } refusal) wrong.Add(new RefusedException(refusal).Message);
        }

        if (_inSession) Expect(await _chair.CloseMeeting());
        // Last, for whatever happens afterwards changes the record that both sign.
        foreach (var officer in new[] { _clerk, _scrutineers[0] })
            if ((await officer.Sign()).Refusal is { } refusal) wrong.Add($"签名 / signature: {new RefusedException(refusal).Message}");
        var record = await _clerk.Get("/record");
        await File.WriteAllBytesAsync(target.FullName, record);
        var keys = Path.ChangeExtension(target.FullName, ".keys.json");
        await File.WriteAllBytesAsync(keys, await _clerk.Get("/keys"));
        wrong.AddRange(Balance.Check(JsonNode.Parse(record)!, _held));
        ResultTable.Print(_meeting, _held);
        foreach (var line in wrong) AnsiConsole.WriteLine($"✗ {line}");
        AnsiConsole.WriteLine($"会议记录 / record: {target.FullName}");
        AnsiConsole.WriteLine($"验证用公钥 / keys: {keys}");
        AnsiConsole.WriteLine($"摘要 / head: {Expect(await _clerk.Head()).Hash}");
        AnsiConsole.WriteLine(wrong.Count == 0 ? "✓ 各项票数平衡 / every sum reconciles" : "✗ 票数不平衡 / the sums do not reconcile");
        return wrong.Count == 0 ? 0 : 1;
    }

    private static T Expect<T>(Reply<T> reply) where T : class => reply.Value ?? throw new RefusedException(reply.Refusal!);

    public async ValueTask DisposeAsync()
    {
        await Parallel.ForEachAsync(_members.Values, async (member, _) => await member.DisposeAsync());
        foreach (var officer in (Officer[])[_chair, _clerk, .. _scrutineers]) await officer.DisposeAsync();
    }
}

/// <summary>A round as the rehearsal knows it: what was cast, what was acknowledged, what was counted.</summary>
public sealed record HeldRound(
    RoundRef Round, IReadOnlyList<QuestionView> Questions, IReadOnlyDictionary<string, Ballot> Cast, int Recorded, RoundView Tallied);
