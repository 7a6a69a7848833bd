namespace Voting.Domain.Papers;

/// <summary>The rules shipped with the program, by the names that a meeting file may use.</summary>
public static class Presets
{
    private static readonly Threshold MoreThanHalfOfAll = new(Base.All, Comparison.MoreThan, 1, 2);

    /// <summary>Names in the order they are offered.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "committee-resolution", "committee-appointment", "congress-resolution", "majority-of-all", "guangdong-congress-resolution",
        "two-thirds-of-all", "majority-of-present", "majority-of-valid", "majority-for-against", "three-quarters-for-against",
        "rating-of-all", "rating-of-valid", "selection-of-all", "selection-by-plurality",
    ];

    /// <summary>Whether the preset takes its seats from the question.</summary>
    public static bool IsSelection(string name) => name is "selection-of-all" or "selection-by-plurality";

    /// <summary>The rule of that name written out, or null where there is none.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seats">Seats of a selection, from the question; ignored by the others.</param>
    public static Rule? Find(string name, int seats = 1) => name switch
    {
        // 地方组织法 art. 51 (committee) and the congress's own rules: more than half of all members; exactly half fails.
        "committee-resolution" or "committee-appointment" or "congress-resolution" or "majority-of-all" => new Rule.Majority(MoreThanHalfOfAll, []),
        // Guangdong: more than half of all must also have cast for, against or abstaining.
        "guangdong-congress-resolution" => new Rule.Majority(MoreThanHalfOfAll, [new Condition(Counted.Cast, MoreThanHalfOfAll)]),
        "two-thirds-of-all" => new Rule.Majority(new Threshold(Base.All, Comparison.AtLeast, 2, 3), []),
        "majority-of-present" => new Rule.Majority(MoreThanHalfOfAll with { Of = Base.Present }, []),
        "majority-of-valid" => new Rule.Majority(MoreThanHalfOfAll with { Of = Base.Valid }, []),
        "majority-for-against" => new Rule.Majority(MoreThanHalfOfAll with { Of = Base.ForAgainst }, []),
        "three-quarters-for-against" => new Rule.Majority(new Threshold(Base.ForAgainst, Comparison.AtLeast, 3, 4), []),
        "rating-of-all" => Rating(Base.All),
        "rating-of-valid" => Rating(Base.Valid),
        "selection-of-all" => Selection(seats, MoreThanHalfOfAll),
        "selection-by-plurality" => Selection(seats, null),
        _ => null,
    };

    // 宁波镇海 2022: satisfied by more than half, else satisfied and basic together, else dissatisfied.
    private static Rule.Tiers Rating(Base of) => new(of, BlankMeans.Void,
    [
        new Tier("满意", ["satisfied"], Comparison.MoreThan, 1, 2),
        new Tier("基本满意", ["satisfied", "basic"], Comparison.MoreThan, 1, 2),
    ], "不满意");

    private static Rule.Seats Selection(int seats, Threshold? threshold) =>
        new(seats, 0, seats, threshold, TieLeadsTo.Runoff, null, 2, ShortfallLeadsTo.Refer);
}
