using System.Globalization;
using System.Text.Json.Nodes;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Domain.Meetings;

/// <summary>What followed from a result. It is dated, it is attached to the certified round, and it never alters it.</summary>
/// <param name="Paper">The paper.</param>
/// <param name="Round">Round number.</param>
/// <param name="Question">The question it is about, or null where it is about the paper.</param>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Date">The day it happened.</param>
/// <param name="Text">1 to <see cref="LongestText"/> characters.</param>
public sealed record FollowUp(string Paper, int Round, string? Question, string Kind, DateOnly Date, string Text)
{
    /// <summary>The type of its event.</summary>
    public const string EventType = "follow-up-added";

    /// <summary>Longest text, in characters.</summary>
    public const int LongestText = 1_000;

    /// <summary>上报 reported upwards, 公告 published, 审议意见 deliberation opinions sent, 整改 put right, 再次报告 reported again.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["reported", "published", "opinions", "rectified", "reported-again"];

    /// <summary>As the record keeps it.</summary>
    public Fact ToFact()
    {
        var fact = Fact.OfRound(EventType, Paper, Round).With("kind", Kind).With("date", Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).With("text", Text);
        return Question is null ? fact : fact.With("question", Question);
    }

    /// <summary>Reads back what the record keeps; null where the event is another.</summary>
    /// <param name="happened">An event of the chain.</param>
    public static FollowUp? Of(JsonNode happened) => (string?)happened["type"] != EventType ? null : new FollowUp(
        (string)happened["paper"]!, (int)happened["round"]!, (string?)happened["question"], (string)happened["kind"]!,
        DateOnly.ParseExact((string)happened["date"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture), (string)happened["text"]!);

    internal static Reply<Decided> Decide(MeetingState state, Round round, FollowUp followUp)
    {
        if (round.State is not RoundState.Certified) return new Refusal(Refusals.WrongState, round.State.ToString());
        if (followUp.Question is { } id && round.Questions.All(q => q.Question.Id != id)) return new Refusal(Refusals.UnknownQuestion, id);
        return new Decided(state, [followUp.ToFact()]);
    }
}
