namespace Voting.Verifier.Rules;

/// <summary>The rules that are shipped by name.</summary>
internal static class Presets
{
    public static bool IsSelection(string name) => name is "selection-of-all" or "selection-by-plurality";

    public static Rule? Find(string name, int seats) => name switch
    {
        "committee-resolution" or "committee-appointment" or "congress-resolution" or "majority-of-all" => MoreThanHalf("all"),
        "guangdong-congress-resolution" => new Majority(HalfOf("all"), [new Condition(HalfOf("all"), "cast")]),
        "two-thirds-of-all" => new Majority(new Threshold("all", ">=", 2, 3), []),
        "majority-of-present" => MoreThanHalf("present"),
        "majority-of-valid" => MoreThanHalf("valid"),
        "majority-for-against" => MoreThanHalf("for-against"),
        "three-quarters-for-against" => new Majority(new Threshold("for-against", ">=", 3, 4), []),
        "rating-of-all" => Rating("all"),
        "rating-of-valid" => Rating("valid"),
        "selection-of-all" => Selection(seats, HalfOf("all")),
        "selection-by-plurality" => Selection(seats, null),
        _ => null,
    };

    private static Threshold HalfOf(string of) => new(of, ">", 1, 2);

    private static Majority MoreThanHalf(string of) => new(HalfOf(of), []);

    private static Tiers Rating(string of) => new(
        of,
        BlankIsVoid: true,
        [new Tier("满意", ["satisfied"], HalfOf(of)), new Tier("基本满意", ["satisfied", "basic"], HalfOf(of))],
        "不满意");

    private static Seats Selection(int seats, Threshold? threshold) =>
        new(seats, 0, seats, threshold, "runoff", null, 2, "refer");
}
