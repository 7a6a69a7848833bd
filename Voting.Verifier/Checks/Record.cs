using System.Text.Json;
using Voting.Verifier.Json;
using Voting.Verifier.Rules;

namespace Voting.Verifier.Checks;

/// <summary>A record as it was read; what could not be read is left out and has been found wrong.</summary>
internal sealed record Record(
    JsonElement Root,
    string MeetingId,
    int Members,
    Threshold? Quorum,
    bool IsRehearsal,
    IReadOnlyList<PaperRecord> Papers,
    IReadOnlyList<JsonElement> Events,
    IReadOnlyList<(JsonElement Value, Place Place)> Signatures);

/// <summary>A paper. `IsWhole` says that every round of it could be read.</summary>
internal sealed record PaperRecord(Place Place, string Id, bool Secret, IReadOnlyList<RoundRecord> Rounds, bool IsWhole, JsonElement Result);

/// <summary>A round; `Counted` is there once it was tallied. Before that, and where it is void, it has no counts.</summary>
internal sealed record RoundRecord(Place Place, int Number, string State, RollCount? AtOpen, RollCount? AtClose, Counted? Counted)
{
    public bool IsSuperseded => State == "superseded";
}

internal sealed record RollCount(Place Place, long Present, long Leave, long Absent)
{
    public long Due => Present + Leave + Absent;
}

/// <summary>What a round that was tallied says. `ByOtherMeans` says that hands or paper took part.</summary>
internal sealed record Counted(
    Turnout Turnout,
    long DidNotVote,
    long? SplitOfDidNotVote,
    long Unreadable,
    IReadOnlyList<Channel> Channels,
    IReadOnlyList<QuestionRecord> Questions,
    JsonElement? Urn,
    JsonElement? Ballots)
{
    public bool ByOtherMeans => Channels.Count > 0;

    /// <summary>What came by device where hands took part as well; null where all came by device, or nothing.</summary>
    public Channel? Devices => Channels.FirstOrDefault(channel => channel.By == "devices");
}

internal sealed record QuestionRecord(Place Place, Question Question, Tally Tally, Judgement Judgement, IReadOnlyList<WriteIn> WriteIns, string? CastingVote);
