using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Tests.Domain;

public class VerdictTests
{
    [Fact]
    public void T02_nineteen_of_39_fail_for_want_of_one() =>
        Assert.Equal(new Verdict("failed", Outcome.Decided, 20, null), World.Judge(World.Motion(), 39, 20, (19, "for"), (1, "against")));

    [Theory]
    [InlineData(20, "failed")]
    [InlineData(21, "passed")]
    public void T03_exactly_half_of_40_fails(int votes, string verdict) =>
        Assert.Equal(new Verdict(verdict, Outcome.Decided, 21, null), World.Judge(World.Motion(), 40, 40, (votes, "for"), (40 - votes, "against")));

    [Theory]
    [InlineData(170, "failed")]
    [InlineData(171, "passed")]
    public void T04_a_congress_of_340_needs_171(int votes, string verdict) =>
        Assert.Equal(
            new Verdict(verdict, Outcome.Decided, 171, null),
            World.Judge(World.Motion("congress-resolution"), 340, 227, (votes, "for"), (227 - votes, "abstain")));

    [Fact]
    public void T05_those_who_did_not_vote_make_the_sum_whole()
    {
        var questions = World.First(World.Motion("congress-resolution"));
        var ballots = World.Ballots(questions, (2102, "for"), (1, "against"), (4, "abstain"));
        var numbers = new RoundNumbers(2227, 2114, ballots.Count);
        var question = RoundResult.Of(questions, ballots, numbers).Questions[0];
        Assert.Equal([2102, 1, 4], question.Tally.Counts);
        Assert.Equal(7, numbers.DidNotVote);
        Assert.Equal(2114, question.Tally.Counts.Sum() + numbers.DidNotVote);
        Assert.Equal("passed", question.Verdict.Name);
    }

    [Theory]
    [InlineData(10, 9, "不满意")]
    [InlineData(10, 10, "基本满意")]
    [InlineData(19, 0, "不满意")]
    [InlineData(19, 1, "基本满意")]
    [InlineData(20, 0, "满意")]
    [InlineData(20, 15, "满意")]
    public void T09_exactly_half_reaches_no_tier(int satisfied, int basic, string result) =>
        Assert.Equal(
            new Verdict(result, Outcome.Decided, null, null),
            World.Judge(World.Rating(), 38, 35, (satisfied, "satisfied"), (basic, "basic"), (35 - satisfied - basic, "dissatisfied")));

    [Fact]
    public void A_blank_rating_is_void_or_an_abstention_as_the_rule_says()
    {
        var asVoid = (Rule.Tiers)World.Preset("rating-of-valid");
        var asAbstention = asVoid with { Blank = BlankMeans.Abstention };
        (int, string)[] ballots = [(3, "satisfied"), (2, "dissatisfied"), (2, "")];
        Assert.Equal("满意", World.Judge(World.Rating(asVoid), 39, 7, ballots).Name);
        Assert.Equal("不满意", World.Judge(World.Rating(asAbstention), 39, 7, ballots).Name);
    }

    [Fact]
    public void The_first_tier_that_is_met_decides()
    {
        var rule = new Rule.Tiers(Base.All, BlankMeans.Void,
            [new Tier("甲", ["basic"], Comparison.AtLeast, 1, 4), new Tier("乙", ["satisfied"], Comparison.AtLeast, 1, 4)], "丙");
        Assert.Equal("甲", World.Judge(World.Rating(rule), 8, 8, (6, "satisfied"), (2, "basic")).Name);
        Assert.Equal("乙", World.Judge(World.Rating(rule), 8, 8, (7, "satisfied"), (1, "basic")).Name);
        Assert.Equal("丙", World.Judge(World.Rating(rule), 8, 8, (1, "satisfied"), (1, "basic"), (6, "dissatisfied")).Name);
    }

    // Of 40 in office and 30 present, 20 voted, 1 of them void and 3 blank; 9 for, 4 against, 3 abstaining.
    [Theory]
    [InlineData(Base.All, 21, false)]
    [InlineData(Base.Present, 16, false)]
    [InlineData(Base.Issued, 16, false)]
    [InlineData(Base.Voted, 11, false)]
    [InlineData(Base.Returned, 11, false)]
    [InlineData(Base.Valid, 10, false)]
    [InlineData(Base.ForAgainst, 7, true)]
    public void A_share_is_taken_of_what_its_base_names(Base of, int need, bool passes)
    {
        var verdict = World.Judge(World.Motion(new Rule.Majority(World.MoreThanHalf(of), [])), 40, 30,
            (9, "for"), (4, "against"), (3, "abstain"), (3, ""), (1, "for against"));
        Assert.Equal(new Verdict(passes ? "passed" : "failed", Outcome.Decided, need, null), verdict);
    }

    [Theory]
    [InlineData(20, 0, 0, 0, "failed")]
    [InlineData(21, 0, 0, 0, "passed")]
    public void Guangdong_asks_for_more_than_half_of_all_twice(int votes, int against, int abstain, int blank, string verdict) =>
        Assert.Equal(verdict, World.Judge(World.Motion("guangdong-congress-resolution"), 40, 40,
            (votes, "for"), (against, "against"), (abstain, "abstain"), (blank, "")).Name);

    [Theory]
    [InlineData(6, 14, "", "failed")]
    [InlineData(6, 15, "", "passed")]
    [InlineData(6, 15, "abstain", "passed")]
    public void A_participation_quorum_counts_against_and_abstain_and_no_blanks(int votes, int others, string rest, string verdict)
    {
        var rule = new Rule.Majority(new Threshold(Base.All, Comparison.AtLeast, 1, 10), [new Condition(Counted.Cast, World.MoreThanHalf())]);
        Assert.Equal(verdict, World.Judge(World.Motion(rule), 40, 40, (votes, "for"), (others, "against"), (5, rest)).Name);
    }

    [Fact]
    public void A_further_condition_counts_marks_for_by_default()
    {
        var rule = new Rule.Majority(World.MoreThanHalf(Base.ForAgainst), [new Condition(Counted.For, new Threshold(Base.All, Comparison.AtLeast, 1, 4))]);
        Assert.Equal("failed", World.Judge(World.Motion(rule), 40, 40, (9, "for"), (1, "against"), (30, "abstain")).Name);
        Assert.Equal("passed", World.Judge(World.Motion(rule), 40, 40, (10, "for"), (1, "against"), (29, "abstain")).Name);
    }

    [Fact]
    public void A_motion_that_nobody_voted_on_fails() =>
        Assert.Equal(new Verdict("failed", Outcome.Decided, 1, null), World.Judge(World.Motion("majority-for-against"), 39, 35));

    [Theory]
    [InlineData(14, 5, "failed")]
    [InlineData(15, 5, "passed")]
    public void Three_quarters_themselves_are_enough_and_abstentions_do_not_count(int votes, int against, string verdict) =>
        Assert.Equal(verdict, World.Judge(World.Motion("three-quarters-for-against"), 40, 40, (votes, "for"), (against, "against"), (10, "abstain")).Name);
}
