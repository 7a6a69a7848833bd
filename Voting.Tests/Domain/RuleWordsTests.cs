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
}
