using System.Data;
using System.Text.Json.Nodes;
using Voting.Domain.Ballots;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Api.Stores;

/// <summary>What the store has of a round beside its totals: the ballots, and what the chain of events told of it.</summary>
public static class RoundEvidence
{
    /// <summary>What the chain told of each round, read once for all of them.</summary>
    public static ILookup<(string? Paper, int? Round), JsonObject> Told(IDbConnection connection, IDbTransaction transaction) =>
        EventStore.All(connection, transaction).Select(e => JsonNode.Parse(e)!.AsObject()).ToLookup(e => ((string?)e["paper"], (int?)e["round"]));

    public static Evidence Of(IDbConnection connection, IDbTransaction transaction, Meeting meeting, Round round, ILookup<(string? Paper, int? Round), JsonObject> events)
    {
        var told = events[(round.PaperId, round.Number)].ToLookup(e => (string)e["type"]!);
        List<KeyValuePair<string, string>> given = [.. told["casting-vote"].Select(e => KeyValuePair.Create((string)e["question"]!, (string)e["vote"]!))];
        var numbers = told["round-tallied"].LastOrDefault() is not { } tallied ? null
            // With hands or paper the bases were whole at the tally only.
            : tallied["voted"] is not null ? Numbers(tallied, tallied, given)
            : told["round-closed"].LastOrDefault() is { } closed ? Numbers(closed, tallied, given) : null;
        if (!meeting.Paper(round.PaperId)!.Secret)
        {
            var named = RoundStore.Named(connection, round.Id, transaction);
            return new Evidence(0, named, RecordText.BallotsHash(round.Questions, named), (string?)told["ballots-written"].LastOrDefault()?["hash"], numbers);
        }

        var urn = RoundStore.Urn(connection, round.Id, transaction);
        return new Evidence(urn.Count, null, Merkle.UrnRoot(urn.Select(e => Envelope.Hash(e))), (string?)told["urn-written"].LastOrDefault()?["root"], numbers);
    }

    private static ToldRound Numbers(JsonObject closed, JsonObject tallied, List<KeyValuePair<string, string>> given)
    {
        var numbers = new RoundNumbers((int?)closed["all"] ?? 0, (int)closed["present"]!, (int)closed["voted"]!);
        return new ToldRound(numbers, CanonicalJson.Text(new JsonObject
        {
            ["questions"] = tallied["questions"]!.DeepClone(),
            ["unreadable"] = tallied["unreadable"]!.DeepClone(),
            ["voted"] = numbers.Voted,
        }))
        {
            CastingVotes = given,
        };
    }
}
