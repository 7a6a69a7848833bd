using Voting.Domain.Papers;

namespace Voting.Tests.Domain;

public class RuleWordsTests
{
    private static RuleWords Words(Question question) => RuleWords.Of(RoundQuestion.First(question), 39, 35);

    [Fact]
    public void A_majority_of_all_names_the_votes_and_says_that_abstaining_counts_against()
    {
        var words = Words(World.Motion());
        Assert.Equal("赞成须达到全体组成人员过半数（39人）即20票；弃权和未按均不计为赞成", words.Chinese);
        Assert.Equal("Votes for must reach 20 votes, more than half of all members (39); abstentions and members who do not vote count against", words.English);
    }

    [Theory]
    [InlineData("two-thirds-of-all", "全体组成人员的3分之2以上（39人）即26票")]
    [InlineData("majority-of-present", "在场人员过半数（35人）即18票")]
    [InlineData("majority-for-against", "赞成票和反对票之和过半数；弃权和未按不计入")]
    [InlineData("guangdong-congress-resolution", "并且赞成、反对、弃权合计须达到全体组成人员过半数（39人）即20票")]
    public void Each_preset_says_what_it_means(string preset, string part) => Assert.Contains(part, Words(World.Motion(preset)).Chinese, StringComparison.Ordinal);

    [Fact]
    public void A_rating_says_its_tiers_in_their_order() => Assert.Equal(
        "满意达到全体组成人员过半数（39人）即20票为“满意”；满意＋基本满意达到全体组成人员过半数（39人）即20票为“基本满意”；否则为“不满意”",
        Words(World.Rating()).Chinese);

    [Fact]
    public void A_selection_says_its_seats_and_what_each_must_reach()
    {
        Assert.Contains("应选10项；入选须达到全体组成人员过半数（39人）即20票", Words(World.Selection(World.Seats(10), 11)).Chinese, StringComparison.Ordinal);
        Assert.Equal("应选2项，按得票多少确定", Words(World.Selection((Rule.Seats)Presets.Find("selection-by-plurality", 2)!, 4)).Chinese);
    }

    [Theory]
    [InlineData("two-thirds-of-all", "Votes for must reach 26 votes, at least 2/3 of all members (39); abstentions and members who do not vote count against")]
    [InlineData("majority-of-valid", "Votes for must reach more than half of the valid ballots; an abstention is not a vote for")]
    [InlineData("majority-for-against", "Votes for must reach more than half of the votes for and against; abstentions and members who do not vote are left out")]
    [InlineData("guangdong-congress-resolution", "Votes for must reach 20 votes, more than half of all members (39); abstentions and members who do not vote count against; and votes for, against and abstaining together must reach 20 votes, more than half of all members (39)")]
    public void Each_preset_says_the_same_in_english(string preset, string words) => Assert.Equal(words, Words(World.Motion(preset)).English);

    [Theory]
    [InlineData(Base.Voted, "赞成须达到收回票数过半数；弃权不等于赞成", "Votes for must reach more than half of the ballots returned; an abstention is not a vote for")]
    [InlineData(Base.Returned, "赞成须达到收回票数过半数；弃权不等于赞成", "Votes for must reach more than half of the ballots returned; an abstention is not a vote for")]
    [InlineData(Base.Issued, "赞成须达到在场人员过半数（35人）即18票；弃权和未按均不计为赞成", "Votes for must reach 18 votes, more than half of the members present (35); abstentions and members who do not vote count against")]
    public void A_number_is_named_where_it_is_known_before_the_count(Base of, string chinese, string english)
    {
        var words = Words(World.Motion(new Rule.Majority(World.MoreThanHalf(of), [])));
        Assert.Equal((chinese, english), (words.Chinese, words.English));
    }

    [Fact]
    public void A_second_condition_on_the_votes_for_is_said_as_one_and_a_fraction_that_is_no_half_as_a_fraction()
    {
        var words = Words(World.Motion(new Rule.Majority(new Threshold(Base.All, Comparison.MoreThan, 2, 3), [new Condition(Counted.For, World.MoreThanHalf(Base.Present))])));
        Assert.Equal("赞成须达到全体组成人员的3分之2以上（不含本数）（39人）即27票；弃权和未按均不计为赞成；并且赞成须达到在场人员过半数（35人）即18票", words.Chinese);
        Assert.Equal("Votes for must reach 27 votes, more than 2/3 of all members (39); abstentions and members who do not vote count against; and votes for must reach 18 votes, more than half of the members present (35)", words.English);
    }

    [Fact]
    public void A_rating_and_a_selection_say_the_same_in_english()
    {
        Assert.Equal("满意 reaching 20 votes, more than half of all members (39): 满意; 满意＋基本满意 reaching 20 votes, more than half of all members (39): 基本满意; else 不满意", Words(World.Rating()).English);
        Assert.Equal("10 to be chosen: each must reach 20 votes, more than half of all members (39), then by the number of marks", Words(World.Selection(World.Seats(10), 11)).English);
        Assert.Equal("2 to be chosen, by the number of marks", Words(World.Selection((Rule.Seats)Presets.Find("selection-by-plurality", 2)!, 4)).English);
    }
}
