using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Voting.Domain.Contracts;
using Voting.Domain.Records;
using Voting.Tests.Files;

namespace Voting.Tests.Domain;

public class RecordToSignTests
{
    [Fact]
    public void The_text_is_canonical_and_names_what_it_stands_for()
    {
        Assert.Equal("""{"eventHead":"h","meeting":"m","paper":"p","round":2,"stage":"close","urnCount":3,"urnRoot":"r"}""",
            Encoding.UTF8.GetString(SignedText.Of(Stages.Close, "m", "p", 2, "h", new UrnSeal(3, "r"))));
        Assert.Equal("""{"eventHead":"h","meeting":"m","paper":"p","record":"x","round":1,"stage":"certify"}""",
            Encoding.UTF8.GetString(SignedText.Of(Stages.Certify, "m", "p", 1, "h", null, "x")));
    }

    [Fact]
    public void Certified_rounds_alone_are_signed_over_the_hash_of_the_record_without_its_signatures_and_over_its_head()
    {
        var record = GoldenTests.Hold("repeated-round").Record!;
        var root = JsonNode.Parse(record)!.AsObject();
        root.Remove("signatures");
        var read = RecordToSign.Read(CanonicalJson.Bytes(root));

        var rounds = root["papers"]!.AsArray().SelectMany(p => p!["rounds"]!.AsArray().Select(r => (Paper: (string)p["id"]!, Round: (int)r!["round"]!, State: (string)r["state"]!, Root: (string?)r["urn"]?["root"]))).ToList();
        Assert.Contains(rounds, r => r.State == "superseded");
        Assert.Equal(rounds.Where(r => r.State == "certified").Select(r => (new RoundRef(r.Paper, r.Round), r.Root)), read.Rounds.Select(r => (r.Round, r.Urn?.Root)));
        Assert.Equal(Hash(CanonicalJson.Bytes(root)), read.Hash);
        Assert.Equal(root["events"]!.AsArray() is { Count: > 0 } events ? Hash(CanonicalJson.Bytes(events[^1])) : EventChain.Empty.Head, read.Head);
        var text = JsonNode.Parse(read.Text(read.Rounds[0]))!;
        Assert.Equal((read.Hash, read.Head, "certify"), ((string)text["record"]!, (string)text["eventHead"]!, (string)text["stage"]!));
    }

    [Fact]
    public void Signatures_are_put_where_the_canonical_text_has_them()
    {
        var record = GoldenTests.Hold("runoff").Record!;
        var root = JsonNode.Parse(record)!.AsObject();
        root.Remove("signatures");
        var signed = MeetingRecord.WithSignatures(CanonicalJson.Bytes(root), [new RecordSignature("close", "p", 1, "k", "ES256", [1, 2])]);
        Assert.Equal(Encoding.UTF8.GetString(CanonicalJson.Bytes(JsonNode.Parse(signed))), Encoding.UTF8.GetString(signed));
        Assert.Equal("""[{"alg":"ES256","key":"k","paper":"p","round":1,"stage":"close","value":"AQI="}]""", CanonicalJson.Text(JsonNode.Parse(signed)!["signatures"]));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
