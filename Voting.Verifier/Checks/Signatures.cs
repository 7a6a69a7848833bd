using System.Text.Json;
using Voting.Verifier.Json;

namespace Voting.Verifier.Checks;

/// <summary>
/// The signatures of a record. Where there are any, every round that was counted has to have those of
/// close and tally, and a certified one two more of two other keys, one that a clerk and one that a scrutineer enrolled: else dropping some of them would go unseen.
/// </summary>
internal sealed class Signatures
{
    private readonly Record record;
    private readonly IReadOnlyList<string> heads;
    private readonly PublicKeys? keys;
    private readonly Findings findings;
    private readonly Lazy<string> recordHash;
    private readonly Lazy<Dictionary<string, string>> enrolled;

    private readonly bool isSound;

    private Signatures(Record record, IReadOnlyList<string> heads, PublicKeys? keys, Findings findings)
    {
        this.record = record;
        this.heads = heads;
        this.keys = keys;
        this.findings = findings;
        isSound = findings.Count == 0;
        enrolled = new Lazy<Dictionary<string, string>>(() => Enrolled(record));
        recordHash = new Lazy<string>(() => Canonical.Hash(record.Root, without: "signatures"));
    }

    /// <summary>Without keys only the form is checked, and that none is missing.</summary>
    public static void Check(Record record, IReadOnlyList<string> heads, PublicKeys? keys, Findings findings)
    {
        if (record.Signatures.Count > 0)
        {
            new Signatures(record, heads, keys, findings).Check();
        }
        else if (keys is not null && record.Papers.SelectMany(paper => paper.Rounds).Any(round => round.Counted is not null))
        {
            // Else a record whose signatures were all taken away would pass before whoever asks for them.
            findings.Add(Place.Root.At("signatures"), "给了密钥，但记录没有任何签名", "keys were given, and nothing is signed");
        }
    }

    private void Check()
    {
        var signed = new List<Signature>();
        foreach (var (value, place) in record.Signatures)
        {
            try
            {
                var signature = Read(new Fields(value, place));
                signed.Add(signature);
                CheckValue(signature);
            }
            catch (RefusedException refused)
            {
                findings.Add(refused.Wrong);
            }
        }

        foreach (var paper in record.Papers)
        {
            foreach (var round in paper.Rounds.Where(round => round.Counted is not null))
            {
                CheckComplete(round, signed.Where(signature => signature.Paper == paper.Id && signature.Round == round.Number).ToList());
            }
        }
    }

    private static Signature Read(Fields fields)
    {
        var signature = new Signature(
            fields.Place,
            fields.Word("stage", "close", "tally", "certify"),
            fields.Id("paper"),
            fields.Whole("round", 1),
            fields.Text("key"),
            fields.Word("alg", "ES256", "SM2-SM3"),
            Base64.Read(fields.Required("value"), fields.At("value")));
        return Hex.IsHash(signature.Key)
            ? signature
            : throw new RefusedException(fields.At("key"), "不是 64 位小写十六进制哈希", "not a hash of 64 lower-case hex digits");
    }

    private void CheckValue(Signature signature)
    {
        var paper = record.Papers.FirstOrDefault(paper => paper.Id == signature.Paper);
        var round = paper?.Rounds.FirstOrDefault(round => round.Number == signature.Round);
        if (paper is null || round is null)
        {
            findings.Add(signature.Place, "签名指向不存在的表决", "signed for a round that is not there");
            return;
        }

        if (keys is null)
        {
            return;
        }

        if (!keys.Holds(signature.Key))
        {
            findings.Add(signature.Place.At("key"), "所给密钥中没有此密钥", "the key is not among those given");
        }
        else if (!IsSigned(signature, TextOf(signature, round)))
        {
            findings.Add(signature.Place.At("value"), "签名不符", "the signature does not fit");
        }
    }

    // The record does not say which event was the head when a stage was signed, so any event of the chain
    // may be: first those that tell of the signing, then the last, those that name the round, the others. In a
    // record that is not sound in itself only the likeliest are tried: nobody signed such a one, and every event
    // against every signature takes its time.
    private bool IsSigned(Signature signature, SignedText text)
    {
        const int MostTries = 2000;
        const int FewTries = 3;
        return Enumerable.Range(0, heads.Count)
            .OrderBy(i => Likelihood(i, signature))
            .ThenByDescending(i => i)
            .Take(isSound ? MostTries : FewTries)
            .Any(i => keys!.Accepts(signature.Key, signature.Algorithm, text.With(heads[i]), signature.Value));
    }

    private int Likelihood(int i, Signature signature)
    {
        var names = Names(record.Events[i], signature);
        return names && record.Events[i].TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("round-signed") ? 0
            : i == heads.Count - 1 ? 1
            : names ? 2
            : 3;
    }

    private static bool Names(JsonElement @event, Signature signature) =>
        @event.ValueKind == JsonValueKind.Object
        && @event.TryGetProperty("paper", out var paper) && paper.ValueKind == JsonValueKind.String && paper.ValueEquals(signature.Paper)
        && @event.TryGetProperty("round", out var round) && round.ValueKind == JsonValueKind.Number && round.TryGetInt32(out var number)
        && number == signature.Round;

    private SignedText TextOf(Signature signature, RoundRecord round)
    {
        long? count = null;
        string? root = null;
        if (round.Counted?.Urn is { ValueKind: JsonValueKind.Object } urn)
        {
            var fields = new Fields(urn, round.Place.At("urn"));
            count = fields.Whole("count");
            root = fields.Text("root");
        }

        var hash = signature.Stage == "certify" ? recordHash.Value : null;
        return new SignedText(signature.Stage, record.MeetingId, signature.Paper, signature.Round, count, root, hash);
    }

    private void CheckComplete(RoundRecord round, List<Signature> signed)
    {
        foreach (var stage in (string[])["close", "tally"])
        {
            findings.Expect(signed.Any(signature => signature.Stage == stage), round.Place,
                $"缺少 {stage} 签名", $"the signature of {stage} is missing");
        }

        var server = signed.Where(signature => signature.Stage != "certify").Select(signature => signature.Key);
        var people = signed.Where(signature => signature.Stage == "certify").Select(signature => signature.Key).Except(server).ToList();
        findings.Expect(round.State != "certified" || people.Count >= 2, round.Place,
            "签署确认须有两人各自的签名", "certifying takes the signatures of two people");
        var roles = enrolled.Value;
        findings.Expect(round.State != "certified" || roles.Count == 0 || ((string[])["clerk", "scrutineer"]).All(role => people.Any(key => roles.GetValueOrDefault(key) == role)), round.Place,
            "签署确认的不是工作人员和监票人各一人登记的密钥", "not certified by a key that a clerk enrolled and one that a scrutineer did");
    }

    // Whoever enrolled a key is in the chain, the role first. A chain that tells of no key says nothing of roles.
    private static Dictionary<string, string> Enrolled(Record record)
    {
        var roles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var happened in record.Events.Where(happened => Published.Text(happened, "type") == "key-enrolled"))
        {
            if (Published.Text(happened, "key") is { } key && Published.Text(happened, "by") is { } by)
            {
                roles.TryAdd(key, by.Split(':')[0]);
            }
        }

        return roles;
    }

    private sealed record Signature(Place Place, string Stage, string Paper, int Round, string Key, string Algorithm, byte[] Value);
}
