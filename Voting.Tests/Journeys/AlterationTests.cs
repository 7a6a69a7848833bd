using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Voting.Domain.Records;
using Voting.Tests.House;

namespace Voting.Tests.Journeys;

/// <summary>
/// P8: a record that was altered anywhere, by one byte or by one event, is refused by whoever knows its head or the keys it was
/// signed with. The verifier is run as a clerk runs it, with many records at once.
/// </summary>
public sealed class AlterationTests : IDisposable
{
    private const int AtOnce = 2_000;

    private static readonly bool Long = Environment.GetEnvironmentVariable("VOTING_LONG") == "1";
    private static readonly int Changes = Long ? 100_000 : 2_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;
    private readonly int _seed = Long ? Random.Shared.Next() : 26;

    [Fact]
    public async Task Every_changed_byte_and_every_event_left_out_doubled_or_swapped_is_refused_against_the_head()
    {
        var record = await Held("--seed", "26");
        string[] head = ["--head", Head(record)];
        string[] anchor = [.. head, "--keys", Keys];
        Assert.Equal(1, await Sound([record], anchor));

        Assert.Equal(0, await Sound(Bytes(record, Changes), anchor));
        // The head alone says nothing of the signatures, which stand last.
        var signatures = record.AsSpan().IndexOf("\"signatures\":"u8);
        Assert.Equal(0, await Sound(Bytes(record, Changes / 4, 0, signatures), head));
        var (events, repaired) = (Events(record, repair: false).ToList(), Events(record, repair: true).ToList());
        Assert.Equal(0, await Sound(events, head));
        // Whoever can rewrite the file can number and chain the events anew; that changes the head.
        Assert.Equal(0, await Sound(repaired, head));

        var unanchored = Long ? 10_000 : 200;
        var passed = await Sound(Bytes(record, unanchored), []);
        var passedEvents = await Sound(events, []);
        Figures.Print($"P8 alterations against head and keys: {Changes} bytes (seed {_seed}); against the head alone: {Changes / 4} bytes before the signatures, {events.Count} events left out, doubled or swapped, {repaired.Count} more chained anew: all refused");
        Figures.Print($"   without a head: {unanchored - passed} of {unanchored} bytes and {events.Count - passedEvents} of {events.Count} events refused; what the last event says, only an anchor tells");
    }

    [Theory]
    [InlineData("recorded-and-groups")]
    [InlineData("repeated-round")]
    public async Task Named_ballots_and_rounds_voted_again_are_anchored_by_the_head_too(string golden)
    {
        var record = await Held("--meeting", Golden(golden, "meeting.json"), "--ballots", Golden(golden, "ballots.json"));
        string[] anchor = ["--head", Head(record), "--keys", Keys];
        Assert.Equal(1, await Sound([record], anchor));

        Assert.Equal(0, await Sound(Bytes(record, Changes / 10), anchor));
        Assert.Equal(0, await Sound(Events(record, repair: true), ["--head", Head(record)]));
    }

    [Fact]
    public async Task Two_members_whose_named_ballots_are_exchanged_are_not_missed()
    {
        var record = await Held("--meeting", Golden("recorded-and-groups", "meeting.json"), "--ballots", Golden("recorded-and-groups", "ballots.json"));
        var changed = JsonNode.Parse(record)!;
        var ballots = changed["papers"]!.AsArray().SelectMany(p => p!["rounds"]!.AsArray()).Select(r => r!["ballots"]).OfType<JsonObject>().First();
        var (one, other) = ballots.SelectMany(a => ballots.Select(b => (a, b))).First(pair => !JsonNode.DeepEquals(pair.a.Value, pair.b.Value));
        (ballots[one.Key], ballots[other.Key]) = (other.Value!.DeepClone(), one.Value!.DeepClone());

        Assert.Equal(0, await Sound([CanonicalJson.Bytes(changed)], []));
    }

    [Fact]
    public async Task Every_changed_byte_of_a_signed_record_is_refused_against_its_keys_signatures_included()
    {
        var record = Sign(await Held("--meeting", Golden("runoff", "meeting.json"), "--ballots", Golden("runoff", "ballots.json")), out var keys);
        string[] anchor = ["--keys", keys];
        Assert.Equal(1, await Sound([record], anchor));

        Assert.Equal(0, await Sound(Bytes(record, Changes / 4), anchor));
        var signatures = record.AsSpan().IndexOf("\"signatures\":"u8);
        Assert.Equal(0, await Sound(Bytes(record, Changes / 4, signatures), anchor));
        var without = JsonNode.Parse(record)!;
        var dropped = without["signatures"]!.AsArray().Select((_, i) =>
        {
            var less = without.DeepClone();
            less["signatures"]!.AsArray().RemoveAt(i);
            return CanonicalJson.Bytes(less);
        }).ToList();
        without["signatures"] = new JsonArray();
        Assert.Equal(0, await Sound([.. dropped, CanonicalJson.Bytes(without)], anchor));
        Figures.Print($"P8 alterations against the keys of a signed record: {Changes / 4} bytes, {Changes / 4} more within the signatures, each of {dropped.Count} signatures left out, all left out: all refused");
    }

    /// <summary>The public keys that the rehearsal left beside its record.</summary>
    private string Keys => Path.Combine(_folder, "record.keys.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Golden(string name, string file) => Path.Combine(ArchitectureTests.Root(), "Voting.Tests", "Golden", name, file);

    private static string Head(byte[] record) => Sha256(CanonicalJson.Bytes(JsonNode.Parse(record)!["events"]!.AsArray()[^1]));

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private async Task<byte[]> Held(params IReadOnlyList<string> arguments)
    {
        var file = Path.Combine(_folder, "record.json");
        var run = await Programs.Rehearse([.. arguments, "--record", file]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        return await File.ReadAllBytesAsync(file);
    }

    /// <summary>The record with one byte changed, as often as is asked: half of them by one bit, so that a letter becomes another and the text stays a text.</summary>
    private IEnumerable<byte[]> Bytes(byte[] record, int many, int from = 0, int? to = null)
    {
        var random = new Random(_seed);
        for (var n = 0; n < many; n++)
        {
            var changed = record.ToArray();
            changed[random.Next(from, to ?? record.Length)] ^= (byte)(n % 2 == 0 ? 1 << random.Next(3) : random.Next(1, 256));
            yield return changed;
        }
    }

    private static IEnumerable<byte[]> Events(byte[] record, bool repair)
    {
        var whole = JsonNode.Parse(record)!.AsObject();
        var events = whole["events"]!.AsArray().Select(e => e!.AsObject()).ToList();
        for (var i = 0; i < events.Count; i++)
        {
            yield return With(whole, [.. events[..i], .. events[(i + 1)..]], repair);
            yield return With(whole, [.. events[..i], events[i], .. events[i..]], repair);
            if (i + 1 < events.Count) yield return With(whole, [.. events[..i], events[i + 1], events[i], .. events[(i + 2)..]], repair);
        }
    }

    private static byte[] With(JsonObject whole, List<JsonObject> events, bool repair)
    {
        var changed = whole.DeepClone();
        var prev = new string('0', 64);
        var written = new JsonArray();
        foreach (var (i, e) in events.Index())
        {
            var happened = e.DeepClone();
            if (repair) (happened["seq"], happened["prev"]) = (i + 1, prev);
            prev = Sha256(CanonicalJson.Bytes(happened));
            written.Add(happened);
        }

        changed["events"] = written;
        return CanonicalJson.Bytes(changed);
    }

    /// <summary>How many of these records the verifier calls sound. It has to say something of each.</summary>
    private async Task<int> Sound(IEnumerable<byte[]> records, IReadOnlyList<string> anchor)
    {
        var sound = 0;
        foreach (var some in records.Chunk(AtOnce))
        {
            var files = some.Select((_, i) => Path.Combine(_folder, $"{i}.json")).ToList();
            for (var i = 0; i < some.Length; i++) await File.WriteAllBytesAsync(files[i], some[i]);
            var verified = await Programs.Verify(["verify", .. files, .. anchor]);
            var lines = verified.Output.Trim().Split('\n');
            Assert.Equal(some.Length, lines.Length);
            var well = lines.Count(line => line.Contains("/ sound, ", StringComparison.Ordinal));
            Assert.Equal(well == some.Length, verified.ExitCode == 0);
            sound += well;
        }

        return sound;
    }

    /// <summary>Signs every round as the format says, with keys made here: the server's, the clerk's, the scrutineer's. The chain tells that these two enrolled theirs.</summary>
    private byte[] Sign(byte[] record, out string keysFile)
    {
        using ECDsa server = ECDsa.Create(ECCurve.NamedCurves.nistP256), clerk = ECDsa.Create(ECCurve.NamedCurves.nistP256), scrutineer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var events = JsonNode.Parse(record)!["events"]!.AsArray().Select(e => e!.AsObject()).ToList();
        foreach (var (role, key) in new[] { ("clerk", clerk), ("scrutineer", scrutineer) })
        {
            var enrolled = events.Single(e => (string)e["type"]! == "key-enrolled" && ((string)e["by"]!).StartsWith(role, StringComparison.Ordinal));
            (enrolled["key"], enrolled["spki"]) = (Sha256(key.ExportSubjectPublicKeyInfo()), Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));
        }

        record = With(JsonNode.Parse(record)!.AsObject(), events, repair: true);
        var signed = JsonNode.Parse(record)!;
        var unsigned = signed.DeepClone().AsObject();
        unsigned.Remove("signatures");
        var (hash, head) = (Sha256(CanonicalJson.Bytes(unsigned)), Head(record));
        var signatures = new JsonArray();
        foreach (var (paper, round) in signed["papers"]!.AsArray().SelectMany(p => p!["rounds"]!.AsArray(), (p, r) => (p!, r!)))
        {
            foreach (var (stage, key) in new[] { ("close", server), ("tally", server), ("certify", clerk), ("certify", scrutineer) })
            {
                var text = new JsonObject { ["stage"] = stage, ["meeting"] = (string)signed["meeting"]!["id"]!, ["paper"] = (string)paper["id"]!, ["round"] = (int)round["round"]!, ["eventHead"] = head };
                if (round["urn"] is { } urn) (text["urnCount"], text["urnRoot"]) = ((int)urn["count"]!, (string)urn["root"]!);
                if (stage == "certify") text["record"] = hash;
                signatures.Add(new JsonObject
                {
                    ["stage"] = stage,
                    ["paper"] = (string)paper["id"]!,
                    ["round"] = (int)round["round"]!,
                    ["key"] = Sha256(key.ExportSubjectPublicKeyInfo()),
                    ["alg"] = "ES256",
                    ["value"] = Convert.ToBase64String(key.SignData(CanonicalJson.Bytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
                });
            }
        }

        signed["signatures"] = signatures;
        keysFile = Path.Combine(_folder, "keys");
        var keys = new JsonObject(new[] { server, clerk, scrutineer }.Select(key =>
            KeyValuePair.Create(Sha256(key.ExportSubjectPublicKeyInfo()), (JsonNode?)Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()))));
        File.WriteAllText(keysFile, keys.ToJsonString());
        return CanonicalJson.Bytes(signed);
    }
}
