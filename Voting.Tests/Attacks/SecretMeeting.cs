using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Voting.Api;
using Voting.Api.Custody;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Sealing;
using Voting.Rehearsal;
using Voting.Tests.Journeys;

namespace Voting.Tests.Attacks;

/// <summary>A meeting of secret rounds through a real server, in which somebody copies everything that can be copied.</summary>
internal sealed class SecretMeeting : IAsyncDisposable
{
    public static readonly IReadOnlyList<string> Options = ["option-a", "option-bb", "option-ccc", "option-dddd"];

    // Nearly even, for the attackers' sake: where most vote alike the constant guess is hard to beat, and a small leak is not seen.
    private static readonly int[] Weights = [28, 26, 24, 22];

    private readonly Random _random;
    private readonly Chamber _chamber;
    private readonly Tap _tap;
    private readonly Collector _collector;
    private readonly IReadOnlyList<SimulatedMember> _members;
    private readonly Dictionary<string, string> _seatOf;
    private readonly HashSet<string> _watched;
    private readonly Func<string, Copy> _take;
    private readonly Func<string, Copy> _glance;
    private int _printed;

    private SecretMeeting(Random random, Chamber chamber, Tap tap, Collector collector, IReadOnlyList<string> roll, IReadOnlyList<SimulatedMember> members, IReadOnlyList<Participant> screens, PostgresThief? thief)
    {
        (_random, _chamber, _tap, _collector, Roll, _members) = (random, chamber, tap, collector, roll, members);
        _take = thief is null ? at => Copy.Of(chamber.DataFolder, at) : thief.Take;
        _glance = thief is null ? _take : thief.Glance;
        _seatOf = members.Zip(roll).ToDictionary(m => m.First.Cookie, m => m.Second);
        _watched = [.. screens.Select(s => s.Cookie)];
    }

    public IReadOnlyList<string> Roll { get; }

    /// <summary>What an attacker makes of a round: with everything but the key, with the key and what the ceremony left, and with the key and the open box.</summary>
    public sealed record Stolen(Attacked WithoutKey, Attacked WithKey, Attacked WithKeyAndBox);

    /// <param name="members">How many.</param>
    /// <param name="rounds">How many will be held.</param>
    /// <param name="seed">Of all that is drawn by lot.</param>
    /// <param name="thief">Whoever robs the PostgreSQL it is held on; null for SQLite.</param>
    public static async Task<SecretMeeting> Open(int members, int rounds, int seed, PostgresThief? thief = null)
    {
        var random = new Random(seed);
        // Names that are found where they are written, in an order that is not that of the roll.
        string[] roll = [.. Enumerable.Range(0, members).Select(_ => $"m{random.Next():x8}").Distinct()];
        var meeting = Chamber.Small();
        meeting["presiding"] = roll[0];
        meeting["body"]!["members"] = roll.Length;
        meeting["roll"] = new JsonArray([.. roll.Select((id, i) => new JsonObject { ["id"] = id, ["name"] = $"委员{i + 1}", ["attendance"] = "present" })]);
        string[] papers = [.. Enumerable.Range(1, rounds).Select(n => $"P{n}")];
        meeting["agenda"] = new JsonArray(new JsonObject { ["no"] = 1, ["title"] = "一", ["papers"] = new JsonArray([.. papers.Select(p => JsonValue.Create(p))]) });
        meeting["papers"] = new JsonArray([.. papers.Select(p => new JsonObject
        {
            ["id"] = p, ["title"] = "票选", ["secret"] = true,
            ["questions"] = new JsonArray(new JsonObject
            {
                ["id"] = "q1", ["title"] = "四选一", ["kind"] = "choose-many", ["seats"] = 1, ["rule"] = "selection-by-plurality",
                ["options"] = new JsonArray([.. Options.Select(o => new JsonObject { ["id"] = o, ["label"] = o })]),
            }),
        })]);
        var collector = new Collector();
        var chamber = await Chamber.OpenTalkative(meeting, thief?.Address, "--telemetry", collector.Address.ToString());
        var tap = new Tap(chamber.Address);
        var joined = new SimulatedMember[roll.Length];
        await Parallel.ForAsync(0, roll.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            joined[i] = await SimulatedMember.Join(tap.Address, chamber.Code($"{Roles.Member}:{roll[i]}"), chamber.MeetingId));
        List<Participant> screens = [joined[0]];
        foreach (var who in (string[])[Roles.Display, Roles.Scrutineer + ":2"]) screens.Add(await Participant.Join(tap.Address, chamber.Code(who)));
        tap.Take();
        return new SecretMeeting(random, chamber, tap, collector, roll, joined, screens, thief) { _printed = chamber.Server.Printed().Count };
    }

    /// <summary>Everybody votes as a lot decides, some twice, in an order and at times of their own; meanwhile everything is copied.</summary>
    public async Task<Stolen> Hold(int number)
    {
        var round = await _chamber.OpenRound($"P{number}");
        var truth = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        List<(int Member, int[] Options, int[] After)> scripts = [.. Enumerable.Range(0, Roll.Count).Where(_ => _random.Next(100) >= 3).Select(m =>
        {
            var presses = _random.Next(100) < 10 ? 2 : 1;
            return (m, Enumerable.Range(0, presses).Select(_ => Drawn()).ToArray(), Enumerable.Range(0, presses).Select(_ => _random.Next(400)).ToArray());
        })];
        var casting = Parallel.ForEachAsync(scripts, new ParallelOptions { MaxDegreeOfParallelism = Roll.Count }, async (script, stop) =>
        {
            foreach (var (press, option) in script.Options.Index())
            {
                await Task.Delay(script.After[press], stop);
                Chamber.Done(await _members[script.Member].Cast(_chamber.Press(round, press + 1, option)));
                truth[script.Member] = option;
            }
        });
        await Task.Delay(150, TestContext.Current.CancellationToken);
        var early = _glance("early");
        await casting;
        var open = _take("open");
        var (key, link) = StealKeys(round);

        var closing = _chamber.CloseRound(round);
        var between = new List<Copy>();
        while (!closing.IsCompleted)
        {
            if (_glance("") is var copy && !copy.IsLike(between.LastOrDefault())) between.Add(copy);
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        var tallied = await closing;
        await Chamber.Until(() => Task.FromResult(_chamber.RoundKeys.Count == 0));
        var after = _take("after");
        var printed = _chamber.Server.Printed();
        var heard = _tap.Take();
        var holding = new Holding(Roll, Options, [.. tallied.Results![0].Counts.Values])
        {
            Log = [.. printed.Skip(_printed)],
            Pushes = [.. heard.Where(m => !m.FromScreen && _watched.Contains(m.Cookie)).Select(m => m.Text)],
            Packets = [.. heard.Where(m => _seatOf.ContainsKey(m.Cookie)).Select(m => new Packet(_seatOf[m.Cookie], m.At, m.FromScreen, m.Bytes.Length))],
        };
        _printed = printed.Count;
        Assert.Equal(scripts.Count, tallied.Voted);
        IReadOnlyList<Copy> all = [early, open, .. between.Take(1).Select(c => c with { At = "closing" }), .. between.TakeLast(1).Select(c => c with { At = "closed" }), after];
        var binding = new EnvelopeBinding(_chamber.MeetingId, round.Paper, round.Round, round.Key!.Fingerprint);
        var urn = Readable(after.Tables().Where(t => t.Name.EndsWith("/urn", StringComparison.Ordinal)), round, key, binding);
        Assert.Equal(scripts.Count, urn.Count);
        return new Stolen(
            Seen(holding with { Copies = [.. all, new Copy("telemetry", _collector.Bodies().Index().ToDictionary(b => $"{b.Index}", b => b.Item))], Tables = [.. all.SelectMany(c => c.Tables())] }),
            Seen(holding with { Copies = [after], Tables = after.Tables(), Ballots = urn }),
            Seen(holding with { Copies = [open], Tables = open.Tables(), Ballots = link is null ? urn : Unlocked(open.Tables().Where(t => t.Name.EndsWith("/box", StringComparison.Ordinal)), link, round, key, binding) }));

        Attacked Seen(Holding taken) => new(Clues.Of(taken), truth.ToDictionary());
    }

    /// <summary>Ends the server and gives the files that stay for ever.</summary>
    public async Task<Copy> End()
    {
        await _chamber.Server.End();
        return _take("end");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members) await member.DisposeAsync();
        _tap.Dispose();
        await _chamber.DisposeAsync();
        _collector.Dispose();
    }

    // As the server itself reads them, from a copy of the keys folder and of the secret that wraps the keys. Only a box that is a table has a link key.
    private (KeyPair Key, byte[]? Link) StealKeys(RoundView round)
    {
        var folder = Directory.CreateTempSubdirectory("voting-test-stolen-").FullName;
        foreach (var file in _chamber.RoundKeys) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var settings = new Settings { DataFolder = folder, KeysFolder = folder, KeysSecretFile = _chamber.KeysFolder + ".secret" };
        var keys = new KeyFolder(settings, new KeysSecret(settings));
        var id = Path.GetFileNameWithoutExtension(Assert.Single(_chamber.RoundKeys, f => f.EndsWith(".key", StringComparison.Ordinal)));
        var stolen = (keys.Find(id, round.Key!.Public, Suite.Standard)!, keys.FindLink(id));
        Directory.Delete(folder, recursive: true);
        return stolen;
    }

    // What stands in the table of a box, by what each envelope is wrapped as there.
    private static List<Readable> Unlocked(IEnumerable<Rows> boxes, byte[] link, RoundView round, KeyPair key, EnvelopeBinding binding)
    {
        const int nonce = 12, tag = 16;
        using var unwrap = new AesGcm(link, tag);
        var found = new List<Readable>();
        foreach (var row in boxes.SelectMany(t => t.Cells))
        {
            var (wrapped, envelope) = (row[^(nonce + round.EnvelopeSize + tag)..], new byte[round.EnvelopeSize]);
            unwrap.Decrypt(wrapped.AsSpan(0, nonce), wrapped.AsSpan(nonce, envelope.Length), wrapped.AsSpan(nonce + envelope.Length), envelope);
            found.Add(new Readable(wrapped, System.Numerics.BitOperations.TrailingZeroCount(Envelope.Open(key, binding, envelope)![1])));
        }

        return found;
    }

    private static List<Readable> Readable(IEnumerable<Rows> urns, RoundView round, KeyPair key, EnvelopeBinding binding) =>
    [
        .. from row in urns.SelectMany(t => t.Cells)
           let envelope = row[^round.EnvelopeSize..]
           let opened = Envelope.Open(key, binding, envelope)
           where opened is not null
           select new Readable(envelope, System.Numerics.BitOperations.TrailingZeroCount(opened[1])),
    ];

    private int Drawn()
    {
        var lot = _random.Next(Weights.Sum());
        var option = 0;
        while (lot >= Weights[option]) lot -= Weights[option++];
        return option;
    }
}
