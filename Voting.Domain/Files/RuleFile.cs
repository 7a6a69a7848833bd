using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Domain.Files;

/// <summary>Reads a rule as the meeting file writes it.</summary>
internal static class RuleFile
{
    public static Rule Read(Cursor at)
    {
        // Which names are known depends on the kind, so it is asked first; nothing may be asked of what is no object, or has names that are no text.
        _ = at.Entries().Count();
        return at["kind"].OneOf<Func<Cursor, Rule>>(("majority", Majority), ("tiers", Tiers), ("seats", Seats))(at);
    }

    private static Rule.Majority Majority(Cursor at)
    {
        at.Object("kind", "of", "op", "num", "den", "and", "castingVote");
        var rule = new Rule.Majority(Share(at), [.. (at.Optional("and")?.Items(20) ?? []).Select(and =>
        {
            and.Object("of", "op", "num", "den", "count");
            return new Condition(and.Optional("count")?.OneOf(("for", Counted.For), ("cast", Counted.Cast)) ?? Counted.For, Share(and));
        })]);
        if (at.Optional("castingVote")?.Flag() is not true) return rule;
        return rule.MayHaveCastingVote ? rule with { CastingVote = true }
            : throw at["castingVote"].Fault("决定票只用于赞成票多于反对票的规则（for-against > 1/2，没有 and）。", "a casting vote goes with more for than against only (for-against > 1/2, without and).");
    }

    public static CastingVote CastingVote(Cursor at) => at.OneOf(("for", Tallies.CastingVote.For), ("against", Tallies.CastingVote.Against), ("declined", Tallies.CastingVote.Declined));

    private static Rule.Tiers Tiers(Cursor at)
    {
        at.Object("kind", "of", "blank", "tiers", "otherwise");
        return new Rule.Tiers(
            Of(at["of"]),
            at.Optional("blank")?.OneOf(("void", BlankMeans.Void), ("invalid", BlankMeans.Void), ("abstention", BlankMeans.Abstention)) ?? BlankMeans.Void,
            [.. at["tiers"].Items(20, 1).Select(tier =>
            {
                tier.Object("result", "sum", "op", "num", "den");
                var (op, num, den) = Fraction(tier);
                return new Tier(tier["result"].Text(64), Distinct(tier["sum"].Items(100, 1)), op, num, den);
            })],
            at["otherwise"].Text(64));
    }

    private static Rule.Seats Seats(Cursor at)
    {
        at.Object("kind", "seats", "minMarks", "maxMarks", "over", "threshold", "tie", "runoffThreshold", "maxRunoffs", "shortfall");
        var seats = at["seats"].Integer(1, MeetingFile.MostOptions);
        var maxMarks = at.Optional("maxMarks")?.Integer(1, MeetingFile.MostOptions) ?? seats;
        if (maxMarks < seats) throw at["maxMarks"].Fault($"最多选择数 {maxMarks} 少于应选名额 {seats}。", $"maxMarks {maxMarks} is less than the {seats} seats.");
        var minMarks = at.Optional("minMarks")?.Integer(0, MeetingFile.MostOptions) ?? 0;
        if (minMarks > maxMarks) throw at["minMarks"].Fault($"最少选择数 {minMarks} 多于最多选择数 {maxMarks}。", $"minMarks {minMarks} is more than maxMarks {maxMarks}.");
        at.Optional("over")?.OneOf(("void", true));
        return new Rule.Seats(
            seats, minMarks, maxMarks, OrNull(at.Optional("threshold")),
            at.Optional("tie")?.OneOf(("runoff", TieLeadsTo.Runoff), ("refer", TieLeadsTo.Refer)) ?? TieLeadsTo.Runoff,
            OrNull(at.Optional("runoffThreshold")),
            at.Optional("maxRunoffs")?.Integer(0, 100) ?? 2,
            at.Optional("shortfall")?.OneOf(("refer", ShortfallLeadsTo.Refer), ("round", ShortfallLeadsTo.Round), ("fewer", ShortfallLeadsTo.Fewer))
                ?? ShortfallLeadsTo.Refer);
    }

    private static Threshold? OrNull(Cursor? at) => at is not { IsNull: false } threshold ? null : Threshold(threshold);

    public static Threshold Threshold(Cursor at)
    {
        at.Object("of", "op", "num", "den");
        return Share(at);
    }

    private static Threshold Share(Cursor at)
    {
        var of = Of(at["of"]);
        var (op, num, den) = Fraction(at);
        return new Threshold(of, op, num, den);
    }

    public static Base Of(Cursor at) => at.OneOf(
        ("all", Base.All), ("present", Base.Present), ("voted", Base.Voted), ("for-against", Base.ForAgainst),
        ("valid", Base.Valid), ("issued", Base.Issued), ("returned", Base.Returned));

    private static (Comparison, int, int) Fraction(Cursor at)
    {
        var op = at["op"].OneOf((">", Comparison.MoreThan), (">=", Comparison.AtLeast));
        var num = at["num"].Integer(0, 1_000_000);
        var den = at["den"].Integer(1, 1_000_000);
        if (num > den) throw at["num"].Fault($"分数 {num}/{den} 大于一。", $"the fraction {num}/{den} is more than one.");
        return (op, num, den);
    }

    private static List<string> Distinct(IReadOnlyList<Cursor> items)
    {
        var seen = new List<string>();
        foreach (var item in items)
        {
            var id = item.Id();
            if (seen.Contains(id)) throw item.Fault($"“{id}”重复。", $"\"{id}\" stands twice.");
            seen.Add(id);
        }

        return seen;
    }
}
