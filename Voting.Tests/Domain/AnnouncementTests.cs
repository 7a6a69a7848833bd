using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Tests.Domain;

public class AnnouncementTests
{
    private static readonly IReadOnlyList<Option> Approval = [new("for", "赞成"), new("against", "反对"), new("abstain", "弃权")];

    [Fact]
    public void A_motion_that_passes_is_announced_with_those_who_did_not_press_and_the_blanks_together() => Assert.Equal(
        "赞成30票，反对2票，弃权1票，未按表决器2人。表决有效，通过。",
        Said(Question("committee-resolution", Approval), new QuestionTally(34, 0, 1, [30, 2, 1]), new RoundNumbers(39, 35, 34)));

    [Fact]
    public void A_motion_that_fails_is_announced_with_what_was_needed_and_void_ballots_apart() => Assert.Equal(
        "赞成19票，反对1票，弃权0票，未按表决器0人，无效票1张。未获通过（须全体组成人员过半数，即20票）。",
        Said(Question("committee-resolution", Approval), new QuestionTally(20, 1, 0, [19, 1, 0]), new RoundNumbers(39, 21, 21)));

    [Fact]
    public void A_rating_is_announced_with_how_many_took_part() => Assert.Equal(
        "题：应参加测评35人，实际参加35人，有效34张，无效1张。满意20票，基本满意14票。测评结果为满意。",
        Said(Question("rating-of-all", [new("satisfied", "满意"), new("basic", "基本满意")]), new QuestionTally(34, 1, 0, [20, 14]), new RoundNumbers(39, 35, 35)));

    [Fact]
    public void A_tie_at_the_cut_is_announced_as_a_runoff_among_the_tied() => Assert.Equal(
        "应选2项，候选3项。收回票数不多于发出票数，本次票选有效。3项获全体组成人员过半数赞成，按得票多少确定以下1项：甲。乙、丙得票相等，不能确定，就得票相等的项目再次票选，应选1项。",
        Said(Question("selection-of-all", [new("a", "甲"), new("b", "乙"), new("c", "丙")], 2), new QuestionTally(5, 0, 0, [5, 3, 3]), new RoundNumbers(5, 5, 5)));

    [Fact]
    public void The_opening_names_the_roll() => Assert.Equal(
        "本次会议应到39人，实到35人，请假4人，缺席0人，符合法定人数，现在开会。", Announcement.Opening(new RollCounts(35, 4, 0)).Chinese.Single());

    private static Question Question(string preset, IReadOnlyList<Option> options, int seats = 1) =>
        new("q1", "题", seats > 1 ? QuestionKind.ChooseMany : QuestionKind.ChooseOne, options, Presets.Find(preset, seats)!);

    [Fact]
    public void Percentages_stand_beside_the_counts_where_the_paper_asks_for_them_and_the_item_before_its_dimension() => Assert.Equal(
        "甲局：合规：应参加测评39人，实际参加39人，有效39张，无效0张。满意13票（33.3%），基本满意13票（33.3%），不满意13票（33.3%）。测评结果为基本满意。",
        Said(World.Rating() with { Title = "合规", Group = "甲局" }, new QuestionTally(39, 0, 0, [13, 13, 13]), new RoundNumbers(39, 39, 39), new Percentages(Base.All, 1)));

    [Theory]
    [InlineData(SilenceShown.Hidden, "赞成20票，反对2票，弃权1票。表决有效，通过。")]
    [InlineData(SilenceShown.Total, "赞成20票，反对2票，弃权1票，未按表决器12人。表决有效，通过。")]
    [InlineData(SilenceShown.Split, "赞成20票，反对2票，弃权1票，未按表决器12人（在线未按5人，设备离线4人，提交过迟2人，未作选择1人）。表决有效，通过。")]
    public void Those_who_did_not_vote_are_announced_as_the_paper_says(SilenceShown shown, string said)
    {
        var asked = RoundQuestion.First(World.Motion());
        var (tally, numbers) = (new QuestionTally(24, 0, 1, [20, 2, 1]), new RoundNumbers(39, 35, 24));
        var round = new Round("r", "p", 1, RoundState.Tallied, [asked])
        {
            Numbers = numbers,
            Silence = new Silence(5, 4, 2),
            Result = new RoundResult(0, [new QuestionResult("q1", tally, Verdict.Of(asked, tally, numbers))]),
        };
        Assert.Equal(said, Assert.Single(Announcement.Result(round, World.Paper(World.Motion()) with { DidNotVote = shown }).Chinese));
    }

    [Theory]
    [InlineData(Way.Hands, SilenceShown.Hidden, "赞成20票（51.3%），反对2票（5.1%），弃权1票（2.6%）。表决有效，通过。")]
    [InlineData(Way.Hands, SilenceShown.Total, "赞成20票（51.3%），反对2票（5.1%），弃权1票（2.6%），未表决12人。表决有效，通过。")]
    [InlineData(Way.DevicesAndHands, SilenceShown.Split, "赞成20票（51.3%），反对2票（5.1%），弃权1票（2.6%），未表决12人。表决有效，通过。")]
    [InlineData(Way.Paper, SilenceShown.Split, "赞成20票（51.3%），反对2票（5.1%），弃权1票（2.6%）。表决有效，通过。")]
    public void Of_hands_and_paper_it_is_not_said_why_somebody_did_not_vote(Way way, SilenceShown shown, string said)
    {
        var asked = RoundQuestion.First(World.Motion());
        var (tally, numbers) = (new QuestionTally(24, 0, 1, [20, 2, 1]), new RoundNumbers(39, 35, 24) { Entered = 24 });
        var round = new Round("r", "p", 1, RoundState.Tallied, [asked])
        {
            Way = way,
            Numbers = numbers,
            Result = new RoundResult(0, [new QuestionResult("q1", tally, Verdict.Of(asked, tally, numbers))]),
        };
        Assert.Equal(said, Assert.Single(Announcement.Result(round, World.Paper(World.Motion()) with { DidNotVote = shown, Percentages = new Percentages(Base.All, 1) }).Chinese));
    }

    [Fact]
    public void On_paper_percentages_of_issued_and_returned_are_of_the_paper_ballots()
    {
        var asked = RoundQuestion.First(World.Motion());
        var tally = new QuestionTally(20, 0, 0, [16, 4, 0]);
        var numbers = new RoundNumbers(39, 35, 20) { Entered = 20, Issued = 32 };
        Assert.Equal((32, 20, 35, 39), (tally.Total(asked, Base.Issued, numbers), tally.Total(asked, Base.Returned, numbers), tally.Total(asked, Base.Present, numbers), tally.Total(asked, Base.All, numbers)));
    }

    private static string Said(Question question, QuestionTally tally, RoundNumbers numbers, Percentages? percentages = null)
    {
        var asked = RoundQuestion.First(question);
        var round = new Round("r", "p", 1, RoundState.Tallied, [asked])
        {
            Numbers = numbers,
            Result = new RoundResult(0, [new QuestionResult("q1", tally, Verdict.Of(asked, tally, numbers))]),
        };
        return Assert.Single(Announcement.Result(round, World.Paper(question) with { Percentages = percentages }).Chinese);
    }
}
