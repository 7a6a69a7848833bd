using System.Text.Json.Nodes;
using Voting.Domain.Sealing;

namespace Voting.Tests.Vectors;

public class HpkeVectorTests
{
    private static readonly JsonNode Suite = JsonNode.Parse(VectorFiles.Read("hpke", "rfc9180-p256-base.json"))!["suites"]!.AsArray()
        .Single(s => (string?)s!["name"] == "DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM")!;

    private static readonly JsonNode First = Suite["encryptions"]!.AsArray().Single(e => (string?)e!["sequence_number"] == "0")!;

    private static byte[] Setup(string field) => Convert.FromHexString((string)Suite["setup"]![field]!);

    private static byte[] Encryption(string field) => Convert.FromHexString((string)First[field]!);

    [Theory]
    [InlineData("ikmE", "skEm", "pkEm")]
    [InlineData("ikmR", "skRm", "pkRm")]
    public void A_key_pair_is_derived_as_in_rfc_9180(string seed, string scalar, string point)
    {
        var keys = Hpke.DeriveKeyPair(Setup(seed));
        Assert.Equal(Setup(scalar), keys.Private);
        Assert.Equal(Setup(point), keys.Public);
        Assert.Equal(Setup(point), Hpke.PublicKey(Setup(scalar)));
    }

    [Fact]
    public void A_text_is_sealed_as_in_rfc_9180() =>
        Assert.Equal(
            [.. Setup("enc"), .. Encryption("ct")],
            Hpke.Seal(Setup("pkRm"), Setup("info"), Encryption("aad"), Encryption("pt"), Setup("ikmE")));

    [Fact]
    public void A_seal_of_rfc_9180_opens()
    {
        var keys = new KeyPair(Setup("skRm"), Setup("pkRm"));
        byte[] envelope = [.. Setup("enc"), .. Encryption("ct")];
        Assert.Equal(Encryption("pt"), Hpke.Open(keys, Setup("info"), Encryption("aad"), envelope));
        Assert.Null(Hpke.Open(keys, [.. Setup("info"), 0], Encryption("aad"), envelope));
        Assert.Null(Hpke.Open(keys, Setup("info"), [.. Encryption("aad"), 0], envelope));
        Assert.Equal(envelope.Length, Encryption("pt").Length + Hpke.Overhead);
    }

    [Fact]
    public void The_later_seals_of_a_context_are_not_ours_and_do_not_open()
    {
        var keys = new KeyPair(Setup("skRm"), Setup("pkRm"));
        var later = Suite["encryptions"]!.AsArray().Where(e => (string?)e!["sequence_number"] != "0").ToList();
        Assert.Equal(5, later.Count);
        Assert.All(later, e => Assert.Null(Hpke.Open(
            keys, Setup("info"), Convert.FromHexString((string)e!["aad"]!), [.. Setup("enc"), .. Convert.FromHexString((string)e["ct"]!)])));
    }
}
