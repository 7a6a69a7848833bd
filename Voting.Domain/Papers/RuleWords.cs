namespace Voting.Domain.Papers;

/// <summary>How a question is decided, in a sentence for the presiding officer and the clerk.</summary>
/// <param name="Chinese">In Chinese.</param>
/// <param name="English">In English.</param>
public sealed record RuleWords(string Chinese, string English)
{
    /// <summary>The rule of a question as it stands in a round.</summary>
    /// <param name="asked">The question.</param>
    /// <param name="all">N, or the members of the entitled groups.</param>
    /// <param name="present">P, members entitled and present now.</param>
    public static RuleWords Of(RoundQuestion asked, int all, int present)
    {
        RuleWords Needed(Threshold threshold) => threshold.Of switch
        {
            Base.All => Number(threshold, all),
            Base.Present or Base.Issued => Number(threshold, present),
            _ => Share(threshold),
        };

        switch (asked.Question.Rule)
        {
            case Rule.Majority rule:
                var also = rule.And.Select(c => (c.Count, Words: Needed(c.Threshold))).ToList();
                var needed = Needed(rule.Threshold);
                var against = rule.Threshold.Of is Base.ForAgainst ? ("弃权和未按不计入", "abstentions and members who do not vote are left out")
                    : rule.Threshold.Of is Base.Valid or Base.Voted or Base.Returned ? ("弃权不等于赞成", "an abstention is not a vote for")
                    : ("弃权和未按均不计为赞成", "abstentions and members who do not vote count against");
                return new RuleWords(
                    $"赞成须达到{needed.Chinese}；{against.Item1}{(rule.CastingVote ? "；赞成票与反对票相等时，由主持人投决定票" : "")}" + string.Concat(also.Select(a => $"；并且{(a.Count is Counted.Cast ? "赞成、反对、弃权合计" : "赞成")}须达到{a.Words.Chinese}")),
                    $"Votes for must reach {needed.English}; {against.Item2}{(rule.CastingVote ? "; where for and against are equal the presiding officer has a casting vote" : "")}" + string.Concat(also.Select(a => $"; and {(a.Count is Counted.Cast ? "votes for, against and abstaining together" : "votes for")} must reach {a.Words.English}")));
            case Rule.Tiers rule:
                var steps = rule.Steps.Select(step => (step, Words: Needed(new Threshold(rule.Of, step.Op, step.Num, step.Den)))).ToList();
                string Grades(Tier step) => string.Join("＋", step.Sum.Select(id => asked.Candidates.First(c => c.Id == id).Label));
                return new RuleWords(
                    string.Concat(steps.Select(s => $"{Grades(s.step)}达到{s.Words.Chinese}为“{s.step.Result}”；")) + $"否则为“{rule.Otherwise}”",
                    string.Concat(steps.Select(s => $"{Grades(s.step)} reaching {s.Words.English}: {s.step.Result}; ")) + $"else {rule.Otherwise}");
            default:
                var (zh, en) = asked.Threshold is { } t ? (Needed(t).Chinese, Needed(t).English) : ("", "");
                return asked.Threshold is null
                    ? new RuleWords($"应选{asked.Seats}项，按得票多少确定", $"{asked.Seats} to be chosen, by the number of marks")
                    : new RuleWords($"应选{asked.Seats}项；入选须达到{zh}，再按得票多少确定", $"{asked.Seats} to be chosen: each must reach {en}, then by the number of marks");
        }
    }

    /// <summary>A share in words: 全体组成人员过半数.</summary>
    public static RuleWords Share(Threshold threshold)
    {
        var (zh, en) = threshold.Of switch
        {
            Base.All => ("全体组成人员", "all members"),
            Base.Present or Base.Issued => ("在场人员", "the members present"),
            Base.ForAgainst => ("赞成票和反对票之和", "the votes for and against"),
            Base.Valid => ("有效票", "the valid ballots"),
            _ => ("收回票数", "the ballots returned"),
        };
        return (threshold.Num, threshold.Den, threshold.Op) switch
        {
            (1, 2, Comparison.MoreThan) => new RuleWords(zh + "过半数", $"more than half of {en}"),
            (var n, var d, Comparison.MoreThan) => new RuleWords($"{zh}的{d}分之{n}以上（不含本数）", $"more than {n}/{d} of {en}"),
            (var n, var d, _) => new RuleWords($"{zh}的{d}分之{n}以上", $"at least {n}/{d} of {en}"),
        };
    }

    private static RuleWords Number(Threshold threshold, int total)
    {
        var share = Share(threshold);
        return new RuleWords($"{share.Chinese}（{total}人）即{threshold.Need(total)}票", $"{threshold.Need(total)} votes, {share.English} ({total})");
    }
}
