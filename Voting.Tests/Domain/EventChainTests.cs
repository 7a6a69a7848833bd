using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Voting.Domain.Records;

namespace Voting.Tests.Domain;

public class EventChainTests
{
    private static readonly DateTimeOffset Nine = new(2024, 11, 26, 9, 0, 0, 7, TimeSpan.FromHours(8));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void The_first_event_follows_64_zeros_and_is_canonical()
    {
        var (chain, text) = EventChain.Empty.Append(Fact.OfRound("round-announced", "V01", 1), "chair:m29", Nine);
        Assert.Equal(
            """{"at":"2024-11-26T01:00:00.007Z","by":"chair:m29","paper":"V01","prev":"0000000000000000000000000000000000000000000000000000000000000000","round":1,"seq":1,"type":"round-announced"}""",
            text);
        Assert.Equal(new EventChain(1, Hash(text)), chain);
    }

    [Fact]
    public void Each_event_bears_the_hash_of_the_one_before()
    {
        var chain = EventChain.Empty;
        var before = new string('0', 64);
        for (var seq = 1; seq <= 5; seq++)
        {
            (chain, var text) = chain.Append(new Fact("member-checked-in", new JsonObject { ["member"] = $"m{seq}" }), "clerk", Nine.AddSeconds(seq));
            Assert.Equal(before, (string?)JsonNode.Parse(text)!["prev"]);
            Assert.Equal(seq, (int)JsonNode.Parse(text)!["seq"]!);
            before = Hash(text);
            Assert.Equal(before, chain.Head);
        }
    }

    [Fact]
    public void A_fact_never_overwrites_what_the_chain_says()
    {
        var forged = new JsonObject { ["seq"] = 9, ["prev"] = "x", ["at"] = "x", ["type"] = "x", ["by"] = "x" };
        var (_, text) = EventChain.Empty.Append(new Fact("meeting-opened", forged), "chair", Nine);
        var (_, honest) = EventChain.Empty.Append(new Fact("meeting-opened", []), "chair", Nine);
        Assert.Equal(honest, text);
    }

    [Fact]
    public void A_fact_may_be_appended_twice_and_is_not_changed_by_it()
    {
        var fact = Fact.OfRound("round-announced", "V01", 1);
        var (one, first) = EventChain.Empty.Append(fact, "chair", Nine);
        var (_, second) = one.Append(fact, "chair", Nine);
        Assert.NotEqual(first, second);
        Assert.Equal("""{"paper":"V01","round":1}""", CanonicalJson.Text(fact.Data));
        Assert.Equal("""{"paper":"V01","round":1}""", CanonicalJson.Text((fact.With("reason", "x"), fact).fact.Data));
    }
}
