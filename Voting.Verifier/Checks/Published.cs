using System.Text.Json;
using Voting.Verifier.Json;

namespace Voting.Verifier.Checks;

/// <summary>
/// What the chain said of a round when it happened must be what the record says of it now: the urn before it was opened
/// (`urn-written`) and the counts (`round-tallied`). So the head, known from outside, anchors the results as well.
/// </summary>
internal static class Published
{
    public static void Check(Record record, Findings findings)
    {
        var rounds = new Dictionary<(string, int), JsonElement>();
        foreach (var paper in Items(record.Root, "papers"))
        {
            foreach (var round in Items(paper, "rounds"))
            {
                if (Text(paper, "id") is { } id && Number(round, "round") is { } number) rounds[(id, number)] = round;
            }
        }

        for (var i = 0; i < record.Events.Count; i++)
        {
            var happened = record.Events[i];
            var place = Place.Root.At("events").At(i);
            if (Text(happened, "type") is not ("urn-written" or "round-tallied")) continue;
            if (Text(happened, "paper") is not { } paper || Number(happened, "round") is not { } number || !rounds.TryGetValue((paper, number), out var round))
            {
                findings.Add(place, "事件所指的表决不在记录中", "the round of the event is not in the record");
                continue;
            }

            if (Text(happened, "type") == "urn-written") CheckUrn(happened, round, place, findings);
            else CheckCounts(happened, round, place, findings);
        }
    }

    private static void CheckUrn(JsonElement happened, JsonElement round, Place place, Findings findings)
    {
        var urn = Member(round, "urn");
        findings.Expect(Text(round, "state") != "void", place, "作废的表决没有票箱", "a void round has no urn");
        if (Text(round, "state") == "void") return;
        foreach (var field in (string[])["count", "root"])
        {
            findings.Expect(Same(Member(happened, field), urn is { } u ? Member(u, field) : null), place.At(field),
                "与记录中的票箱不符", "not what the record's urn says");
        }
    }

    private static void CheckCounts(JsonElement happened, JsonElement round, Place place, Findings findings)
    {
        findings.Expect(Same(Member(happened, "unreadable"), Member(round, "unreadable")), place.At("unreadable"), "与记录不符", "not what the record says");
        var recorded = Items(round, "questions");
        var told = Items(happened, "questions");
        findings.Expect(recorded.Length == told.Length, place.At("questions"), "题目数与记录不符", "not as many questions as the record has");
        for (var q = 0; q < Math.Min(recorded.Length, told.Length); q++)
        {
            foreach (var field in told[q].EnumerateObject())
            {
                findings.Expect(Same(field.Value, Member(recorded[q], field.Name)), place.At("questions").At(q).At(field.Name),
                    "与记录中的结果不符", "not what the record's result says");
            }
        }
    }

    public static bool Same(JsonElement? one, JsonElement? other) =>
        one is { } a && other is { } b ? Canonical.Text(a) == Canonical.Text(b) : one is null && other is null;

    public static JsonElement? Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : null;

    public static JsonElement[] Items(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    public static string? Text(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static int? Number(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var whole) ? whole : null;
}
