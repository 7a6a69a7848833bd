using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Voting.Domain.Records;

/// <summary>Something that happened and belongs in the record: who did what, state changes, counts; never a cast.</summary>
/// <param name="Type">Stable name, lower case with hyphens.</param>
/// <param name="Data">Further fields; ids, numbers and texts.</param>
public sealed record Fact(string Type, JsonObject Data)
{
    /// <summary>A fact about a round.</summary>
    public static Fact OfRound(string type, string paper, int round) => new(type, new JsonObject { ["paper"] = paper, ["round"] = round });

    /// <summary>The fact with one field more.</summary>
    public Fact With(string field, JsonNode? value)
    {
        var data = (JsonObject)Data.DeepClone();
        data[field] = value;
        return this with { Data = data };
    }
}

/// <summary>The chain of events: each bears the SHA-256 of the canonical text of the one before.</summary>
/// <param name="Seq">Number of the last event, 0 where there is none.</param>
/// <param name="Head">Its hash, lower-case hex; 64 zeros where there is none.</param>
public sealed record EventChain(int Seq, string Head)
{
    /// <summary>No event yet.</summary>
    public static EventChain Empty { get; } = new(0, new string('0', 64));

    /// <summary>Appends a fact.</summary>
    /// <param name="fact">What happened.</param>
    /// <param name="by">Who: a role, with the member id where there is one.</param>
    /// <param name="at">When, UTC.</param>
    /// <returns>The chain with the event, and its canonical text.</returns>
    public (EventChain Chain, string Text) Append(Fact fact, string by, DateTimeOffset at)
    {
        var body = (JsonObject)fact.Data.DeepClone();
        body["seq"] = Seq + 1;
        body["prev"] = Head;
        body["at"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        body["type"] = fact.Type;
        body["by"] = by;
        var text = CanonicalJson.Text(body);
        return (new EventChain(Seq + 1, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))), text);
    }
}
