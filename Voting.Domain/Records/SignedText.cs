using System.Text.Json.Nodes;
using Voting.Domain.Contracts;

namespace Voting.Domain.Records;

/// <summary>When a round is signed.</summary>
public static class Stages
{
    /// <summary>By the server, once the urn is written and what linked it to members is destroyed.</summary>
    public const string Close = "close";
    /// <summary>By the server, once the totals stand and the round's key is destroyed.</summary>
    public const string Tally = "tally";
    /// <summary>By the clerk's device and by a scrutineer's, over the record as it stands.</summary>
    public const string Certify = "certify";
}

/// <summary>A signature as the record carries it.</summary>
/// <param name="Stage">One of <see cref="Stages"/>.</param>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number.</param>
/// <param name="Key">SHA-256 of the public key's SPKI, lower-case hex.</param>
/// <param name="Algorithm">ES256 or SM2-SM3.</param>
/// <param name="Value">DER.</param>
public sealed record RecordSignature(string Stage, string Paper, int Round, string Key, string Algorithm, byte[] Value);

/// <summary>The text that a signature is over.</summary>
public static class SignedText
{
    /// <summary>Canonical text of stage, meeting, paper, round, event head, urn count and root, and at certify the record.</summary>
    /// <param name="stage">One of <see cref="Stages"/>.</param>
    /// <param name="meeting">Meeting id.</param>
    /// <param name="paper">Paper id.</param>
    /// <param name="round">Round number.</param>
    /// <param name="eventHead">Hash of the last event then, lower-case hex.</param>
    /// <param name="urn">Of a secret round; null where the paper is recorded.</param>
    /// <param name="record">At certify, SHA-256 of the canonical record without its signatures, lower-case hex; else null.</param>
    public static byte[] Of(string stage, string meeting, string paper, int round, string eventHead, UrnSeal? urn, string? record = null)
    {
        var text = new JsonObject { ["stage"] = stage, ["meeting"] = meeting, ["paper"] = paper, ["round"] = round, ["eventHead"] = eventHead };
        if (urn is not null)
        {
            text["urnCount"] = urn.Count;
            text["urnRoot"] = urn.Root;
        }

        if (record is not null) text["record"] = record;
        return CanonicalJson.Bytes(text);
    }
}
