using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Voting.Domain.Contracts;

namespace Voting.Domain.Records;

/// <summary>
/// What is signed at certify, read from the very bytes that are signed: an officer's device is given the record without its
/// signatures and takes nothing else from the server.
/// </summary>
/// <param name="Hash">SHA-256 of those bytes, lower-case hex.</param>
/// <param name="Meeting">Meeting id.</param>
/// <param name="Head">Hash of the last event, lower-case hex.</param>
/// <param name="Rounds">Every certified round, with its urn where the paper is secret.</param>
public sealed record RecordToSign(string Hash, string Meeting, string Head, IReadOnlyList<(RoundRef Round, UrnSeal? Urn)> Rounds)
{
    /// <summary>Reads a record without signatures.</summary>
    /// <param name="text">Its canonical text, as <see cref="MeetingRecord.ToSign"/> gives it.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">It is no record.</exception>
    /// <exception cref="KeyNotFoundException">It is no record.</exception>
    public static RecordToSign Read(byte[] text)
    {
        using var document = JsonDocument.Parse(text);
        var record = document.RootElement;
        var rounds = from paper in record.GetProperty("papers").EnumerateArray()
                     from round in paper.GetProperty("rounds").EnumerateArray()
                     where round.GetProperty("state").GetString() == "certified"
                     select (new RoundRef(paper.GetProperty("id").GetString()!, round.GetProperty("round").GetInt32()),
                         round.TryGetProperty("urn", out var urn) ? new UrnSeal(urn.GetProperty("count").GetInt32(), urn.GetProperty("root").GetString()!) : null);
        var events = record.GetProperty("events");
        var head = events.GetArrayLength() is > 0 and var count
            ? Hex(SHA256.HashData(CanonicalJson.Bytes(JsonNode.Parse(events[count - 1].GetRawText())))) : EventChain.Empty.Head;
        return new RecordToSign(Hex(SHA256.HashData(text)), record.GetProperty("meeting").GetProperty("id").GetString()!, head, [.. rounds]);
    }

    /// <summary>The text that is signed for one of its rounds.</summary>
    public byte[] Text((RoundRef Round, UrnSeal? Urn) round) =>
        SignedText.Of(Stages.Certify, Meeting, round.Round.Paper, round.Round.Round, Head, round.Urn, Hash);

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
