using System.Text;
using System.Text.Json;
using Voting.Verifier.Json;

namespace Voting.Verifier.Rules;

/// <summary>
/// Writes a rule in full, as the record has it: presets written out, defaults filled in. `and` and
/// `castingVote` are written only where there is one.
/// </summary>
internal static class RuleWriter
{
    public static void Write(Utf8JsonWriter json, Rule rule)
    {
        json.WriteStartObject();
        switch (rule)
        {
            case Majority majority:
                WriteMajority(json, majority);
                break;
            case Tiers tiers:
                WriteTiers(json, tiers);
                break;
            case Seats seats:
                WriteSeats(json, seats);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>The canonical text of a rule: two rules are the same where this is.</summary>
    public static string Text(Rule rule)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Write(json, rule);
        }

        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        return Canonical.Text(document.RootElement);
    }

    private static void WriteMajority(Utf8JsonWriter json, Majority rule)
    {
        json.WriteString("kind", "majority");
        WriteInto(json, rule.Threshold);
        if (rule.CastingVote)
        {
            json.WriteBoolean("castingVote", true);
        }

        if (rule.And.Count == 0)
        {
            return;
        }

        json.WriteStartArray("and");
        foreach (var condition in rule.And)
        {
            json.WriteStartObject();
            WriteInto(json, condition.Threshold);
            json.WriteString("count", condition.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTiers(Utf8JsonWriter json, Tiers rule)
    {
        json.WriteString("kind", "tiers");
        json.WriteString("of", rule.Of);
        json.WriteString("blank", rule.BlankIsVoid ? "void" : "abstention");
        json.WriteStartArray("tiers");
        foreach (var tier in rule.Steps)
        {
            json.WriteStartObject();
            json.WriteString("result", tier.Result);
            json.WriteStartArray("sum");
            foreach (var option in tier.Sum)
            {
                json.WriteStringValue(option);
            }

            json.WriteEndArray();
            WriteFraction(json, tier.Threshold);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("otherwise", rule.Otherwise);
    }

    private static void WriteSeats(Utf8JsonWriter json, Seats rule)
    {
        json.WriteString("kind", "seats");
        json.WriteNumber("seats", rule.Number);
        json.WriteNumber("minMarks", rule.MinMarks);
        json.WriteNumber("maxMarks", rule.MaxMarks);
        json.WriteString("over", "void");
        WriteOrNull(json, "threshold", rule.Threshold);
        json.WriteString("tie", rule.Tie);
        WriteOrNull(json, "runoffThreshold", rule.RunoffThreshold);
        json.WriteNumber("maxRunoffs", rule.MaxRunoffs);
        json.WriteString("shortfall", rule.Shortfall);
    }

    private static void WriteOrNull(Utf8JsonWriter json, string name, Threshold? threshold)
    {
        if (threshold is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        WriteInto(json, threshold);
        json.WriteEndObject();
    }

    private static void WriteInto(Utf8JsonWriter json, Threshold threshold)
    {
        json.WriteString("of", threshold.Of);
        WriteFraction(json, threshold);
    }

    private static void WriteFraction(Utf8JsonWriter json, Threshold threshold)
    {
        json.WriteString("op", threshold.Op);
        json.WriteNumber("num", threshold.Num);
        json.WriteNumber("den", threshold.Den);
    }
}
