namespace Voting.Domain.Papers;

/// <summary>A rule shipped with the program, as a clerk picks it.</summary>
/// <param name="Name">The name a meeting file uses, or by which it is written out there: see <see cref="IsNameOfFile"/>.</param>
/// <param name="Chinese">What it is, in Chinese.</param>
/// <param name="English">What it is, in English.</param>
/// <param name="Source">Where it comes from: the article, the standard, the body.</param>
/// <param name="Rule">The rule by its number of seats, which only a selection heeds.</param>
public sealed record Preset(string Name, string Chinese, string English, string Source, Func<int, Rule> Rule)
{
    /// <summary>Whether the source was not seen; the clerk is told.</summary>
    public bool Unverified { get; init; }

    /// <summary>
    /// Whether a meeting file may use the name as it stands. The others are written out in the file's own rules, so that every reader
    /// of the format understands them.
    /// </summary>
    public bool IsNameOfFile { get; init; } = true;
}

/// <summary>The rules shipped with the program.</summary>
public static class Presets
{
    private static readonly Threshold MoreThanHalfOfAll = new(Base.All, Comparison.MoreThan, 1, 2);

    private const string Statute = "《地方各级人民代表大会和地方各级人民政府组织法》";

    /// <summary>Each of them, in the order in which they are offered.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("committee-resolution", "常委会决议、决定：全体组成人员过半数", "Resolution of a standing committee: more than half of all members", Statute + "第51条 / art. 51", _ => Majority(Base.All)),
        new("committee-appointment", "常委会人事任免：全体组成人员过半数", "Appointment or removal by a standing committee: more than half of all members", Statute + "第51条 / art. 51", _ => Majority(Base.All)),
        new("congress-resolution", "代表大会决议：全体代表过半数", "Resolution of a congress: more than half of all deputies", Statute + " / Organic Law", _ => Majority(Base.All)),
        new("congress-election", "代表大会选举：全体代表过半数", "Election by a congress: more than half of all deputies", Statute + " / Organic Law", _ => Majority(Base.All)) { IsNameOfFile = false },
        new("majority-of-all", "全体组成人员过半数", "More than half of all members", "通用 / common", _ => Majority(Base.All)),
        new("guangdong-congress-resolution", "广东：全体代表过半数赞成，且过半数参加表决", "Guangdong: more than half of all for, and more than half of all casting", "广东省人大议事规则 / Guangdong's rules of procedure",
            _ => new Rule.Majority(MoreThanHalfOfAll, [new Condition(Counted.Cast, MoreThanHalfOfAll)])),
        new("two-thirds-of-all", "全体组成人员三分之二以上", "At least two thirds of all members", "通用 / common", _ => new Rule.Majority(new Threshold(Base.All, Comparison.AtLeast, 2, 3), [])),
        new("majority-of-present", "在场人员过半数", "More than half of the members present", "通用 / common", _ => Majority(Base.Present)),
        new("majority-of-valid", "有效票过半数", "More than half of the valid ballots", "通用 / common", _ => Majority(Base.Valid)),
        new("majority-for-against", "赞成票多于反对票（弃权不计）", "More for than against; abstentions are not counted", "社团章程 / associations", _ => Majority(Base.ForAgainst)),
        new("three-quarters-for-against", "赞成反对票中四分之三以上赞成（弃权不计）", "At least three quarters of for and against; abstentions are not counted", "社团章程 / associations",
            _ => new Rule.Majority(new Threshold(Base.ForAgainst, Comparison.AtLeast, 3, 4), [])),
        new("chairs-casting-vote", "赞成票多于反对票（弃权不计），相等时主持人投决定票", "More for than against; where they are equal the presiding officer has a casting vote", "英国《1972年地方政府法》附表12第39(2)段，社团章程 / UK Local Government Act 1972, Sch. 12 para. 39(2); associations",
            _ => Majority(Base.ForAgainst) with { CastingVote = true }) { IsNameOfFile = false },
        new("rating-of-all", "满意度测评：以全体组成人员为基数", "Satisfaction rating, of all members", "宁波镇海 2022 / Zhenhai, Ningbo 2022", _ => Rating(Base.All)),
        new("rating-of-valid", "满意度测评：以有效票为基数", "Satisfaction rating, of the valid ballots", "宁波镇海 2022 / Zhenhai, Ningbo 2022", _ => Rating(Base.Valid)),
        new("rating-80-60", "满意度测评：有效票八成满意，六成满意和基本满意", "Satisfaction rating: 80 % of the valid ballots satisfied, 60 % satisfied or basically satisfied", "未核实 / unverified",
            _ => Rating(Base.Valid, Comparison.AtLeast, (4, 5), (3, 5))) { Unverified = true, IsNameOfFile = false },
        new("selection-of-all", "差额票选：全体组成人员过半数，按得票多少确定", "Contested selection: more than half of all members, then by the number of marks", "民生实事项目人大代表票决制 / livelihood projects chosen by deputies", seats => Selection(seats, MoreThanHalfOfAll)),
        new("selection-by-plurality", "差额票选：按得票多少确定", "Contested selection by the number of marks", "通用 / common", seats => Selection(seats, null)),
    ];

    /// <summary>Names that a meeting file may use, in the order in which they are offered.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Where(p => p.IsNameOfFile).Select(p => p.Name)];

    /// <summary>Whether the preset takes its seats from the question.</summary>
    public static bool IsSelection(string name) => name is "selection-of-all" or "selection-by-plurality";

    /// <summary>The rule of that name written out, or null where there is none.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seats">Seats of a selection, from the question; ignored by the others.</param>
    public static Rule? Find(string name, int seats = 1) => All.FirstOrDefault(p => p.IsNameOfFile && p.Name == name)?.Rule(seats);

    private static Rule.Majority Majority(Base of) => new(MoreThanHalfOfAll with { Of = of }, []);

    // Satisfied by the first share, else satisfied and basic together by the second, else dissatisfied.
    private static Rule.Tiers Rating(Base of) => Rating(of, Comparison.MoreThan, (1, 2), (1, 2));

    private static Rule.Tiers Rating(Base of, Comparison op, (int Num, int Den) satisfied, (int Num, int Den) basic) => new(of, BlankMeans.Void,
    [
        new Tier("满意", ["satisfied"], op, satisfied.Num, satisfied.Den),
        new Tier("基本满意", ["satisfied", "basic"], op, basic.Num, basic.Den),
    ], "不满意");

    private static Rule.Seats Selection(int seats, Threshold? threshold) =>
        new(seats, 0, seats, threshold, TieLeadsTo.Runoff, null, 2, ShortfallLeadsTo.Refer);
}
