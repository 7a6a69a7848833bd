using System.Text.Json;
using Voting.Verifier.Json;

namespace Voting.Verifier.Rules;

/// <summary>Reads a rule as the meeting file (strict) or the record (unknown fields ignored) writes it.</summary>
internal static class RuleReader
{
    private static readonly string[] Bases = ["all", "present", "voted", "for-against", "valid", "issued", "returned"];

    public static Rule Read(JsonElement value, Place place, bool strict)
    {
        var fields = new Fields(value, place);
        Rule rule = fields.Word("kind", "majority", "tiers", "seats") switch
        {
            "majority" => MajorityIn(fields, strict),
            "tiers" => TiersIn(fields, strict),
            _ => SeatsIn(fields, strict),
        };
        Finish(fields, strict);
        return rule;
    }

    public static Threshold? ThresholdOrNull(JsonElement value, Place place, bool strict)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var fields = new Fields(value, place);
        var threshold = ThresholdIn(fields);
        Finish(fields, strict);
        return threshold;
    }

    private static Threshold ThresholdIn(Fields fields) => FractionIn(fields, fields.Word("of", Bases));

    private static Threshold FractionIn(Fields fields, string of)
    {
        var op = fields.Word("op", ">", ">=");
        var num = fields.Whole("num");
        var den = fields.Whole("den", 1);
        return num <= den
            ? new Threshold(of, op, num, den)
            : throw new RefusedException(fields.At("num"), "分子不得大于分母", "num may not be more than den");
    }

    private static Majority MajorityIn(Fields fields, bool strict)
    {
        var threshold = ThresholdIn(fields);
        var and = fields.OptionalList("and").Select(each => ConditionAt(each.Value, each.Place, strict)).ToList();
        var castingVote = fields.Optional("castingVote") is not null && fields.Truth("castingVote");
        return !castingVote || (threshold == new Threshold("for-against", ">", 1, 2) && and.Count == 0)
            ? new Majority(threshold, and, castingVote)
            : throw new RefusedException(fields.At("castingVote"), "决定票只与 for-against > 1/2 且没有 and 的规则并用", "a casting vote goes with for-against > 1/2 and no and");
    }

    private static Condition ConditionAt(JsonElement value, Place place, bool strict)
    {
        var fields = new Fields(value, place);
        var condition = new Condition(ThresholdIn(fields), fields.WordOr("for", "count", "for", "cast"));
        Finish(fields, strict);
        return condition;
    }

    private static Tiers TiersIn(Fields fields, bool strict)
    {
        var of = fields.Word("of", Bases);
        var blank = fields.WordOr("void", "blank", "void", "invalid", "abstention");
        var tiers = fields.FilledList("tiers").Select(each => TierAt(each.Value, each.Place, of, strict)).ToList();
        return new Tiers(of, blank != "abstention", tiers, fields.Text("otherwise"));
    }

    private static Tier TierAt(JsonElement value, Place place, string of, bool strict)
    {
        var fields = new Fields(value, place);
        var tier = new Tier(fields.Text("result"), Values.Ids(fields.FilledList("sum")), FractionIn(fields, of));
        Finish(fields, strict);
        return tier;
    }

    private static Seats SeatsIn(Fields fields, bool strict)
    {
        var seats = fields.Whole("seats", 1);
        var min = fields.Whole("minMarks", 0, otherwise: 0);
        var max = fields.Whole("maxMarks", 0, otherwise: seats);
        fields.WordOr("void", "over", "void");
        if (max < seats)
        {
            throw new RefusedException(fields.At("maxMarks"), "maxMarks 不得少于 seats", "maxMarks may not be less than seats");
        }

        if (min > max)
        {
            throw new RefusedException(fields.At("minMarks"), "minMarks 不得多于 maxMarks", "minMarks may not be more than maxMarks");
        }

        return new Seats(
            seats,
            min,
            max,
            OptionalThreshold(fields, "threshold", strict),
            fields.WordOr("runoff", "tie", "runoff", "refer"),
            OptionalThreshold(fields, "runoffThreshold", strict),
            fields.Whole("maxRunoffs", 0, otherwise: 2),
            fields.WordOr("refer", "shortfall", "refer", "round", "fewer"));
    }

    private static Threshold? OptionalThreshold(Fields fields, string name, bool strict) =>
        fields.Optional(name) is { } found ? ThresholdOrNull(found, fields.At(name), strict) : null;

    private static void Finish(Fields fields, bool strict)
    {
        if (strict)
        {
            fields.RefuseUnknown();
        }
    }
}
