using System.Text.Json.Nodes;
using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Domain.Records;

/// <summary>What the record and the chain of events say of hands and paper.</summary>
public static class ChannelText
{
    /// <summary>Counts as they were entered: what the second engine is given, and what the chain of events keeps.</summary>
    public static JsonObject Entered(EnteredCounts counts)
    {
        var written = new JsonObject
        {
            ["voted"] = counts.Voted,
            ["questions"] = RecordText.Array(counts.Questions.Select(q =>
            {
                var question = new JsonObject
                {
                    ["id"] = q.Id,
                    ["void"] = q.Void,
                    ["blank"] = q.Blank,
                    ["counts"] = new JsonObject(q.Counts.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value))),
                };
                if (q.WriteIns.Count > 0) question["writeIns"] = WriteIns(q);
                return question;
            })),
        };
        if (counts.Issued is { } issued) written["issued"] = issued;
        return written;
    }

    /// <summary>The channels of a round in which hands or paper took part, or null: of a void round only what was issued and returned.</summary>
    public static JsonArray? Of(Round round)
    {
        if (round.Entry is not { } entry || entry.ConfirmedBy is null) return null;
        var entered = new JsonObject
        {
            ["by"] = round.Way is Way.Paper ? "paper" : "hands",
            ["enteredBy"] = entry.By,
            ["confirmedBy"] = entry.ConfirmedBy,
        };
        if (entry.Counts.Issued is { } issued) (entered["issued"], entered["returned"]) = (issued, entry.Counts.Voted);
        if (entry.Late is { } late) (entered["lateEntry"], entered["note"]) = (true, late.Reason);
        if (round is not { Result: { } result, State: not RoundState.Void }) return round.Way is Way.Paper ? [entered] : null;

        entered["voted"] = entry.Counts.Voted;
        entered["questions"] = RecordText.Array(round.Questions.Zip(entry.Counts.Questions).Select(q =>
        {
            var question = RecordText.Counts(q.First, QuestionTally.Of(q.First, entry.Counts.Voted, q.Second));
            if (q.Second.WriteIns.Count > 0) question["writeIns"] = WriteIns(q.Second);
            return question;
        }));
        if (!round.HasDevices) return [entered];
        return
        [
            new JsonObject
            {
                ["by"] = "devices",
                ["voted"] = round.Numbers!.ByDevice,
                ["questions"] = RecordText.Array(round.Questions.Zip(result.Devices!, RecordText.Counts)),
            },
            entered,
        ];
    }

    private static JsonArray WriteIns(EnteredQuestion question) =>
        RecordText.Array(question.WriteIns.Select(w => new JsonObject { ["name"] = w.Name, ["count"] = w.Count }));
}
