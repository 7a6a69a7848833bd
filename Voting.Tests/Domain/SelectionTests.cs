using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Tests.Domain;

public class SelectionTests
{
    private static Selection Select(RoundQuestion question, params int[] marks) => World.Held(1, question, marks).Result!.Questions[0].Verdict.Selection!;

    private static RoundQuestion Ask(Rule.Seats rule, int candidates) => RoundQuestion.First(World.Selection(rule, candidates));

    // Every one of 35 members marks ten of eleven: it is the marks left out that differ.
    private static Selection Ballot35(params int[] leftOut)
    {
        var questions = World.First(World.Selection(World.Seats(10), 11));
        string[] all = [.. questions[0].Candidates.Select(c => c.Id)];
        var ballots = World.Ballots(questions, [.. leftOut.Select((many, i) => (many, string.Join(' ', all.Where((_, j) => j != i))))]);
        Assert.Equal(35, ballots.Count);
        var result = World.Count(questions, 39, 35, ballots).Questions[0];
        Assert.Equal(leftOut.Select(n => 35 - n), result.Tally.Counts);
        Assert.Equal(20, result.Verdict.Need);
        return result.Verdict.Selection!;
    }

    [Fact]
    public void T14_two_at_22_tie_for_the_tenth_place_and_run_off()
    {
        var selection = Ballot35(13, 13, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        Assert.Equal(Outcome.Runoff, selection.Outcome);
        Assert.Equal(["c03", "c04", "c05", "c06", "c07", "c08", "c09", "c10", "c11"], selection.Elected);
        Assert.Equal(["c01", "c02"], selection.Tied);
        Assert.Equal(0, selection.Shortfall);
    }

    [Fact]
    public void T15_two_at_18_miss_the_threshold_and_their_tie_changes_nothing()
    {
        var selection = Ballot35(17, 17, 1, 0, 0, 0, 0, 0, 0, 0, 0);
        Assert.Equal(Outcome.Shortfall, selection.Outcome);
        Assert.Equal(9, selection.Elected.Count);
        Assert.Empty(selection.Tied);
        Assert.Equal(1, selection.Shortfall);
    }

    [Fact]
    public void T27_a_tie_after_the_last_runoff_is_referred_and_no_lots_are_drawn()
    {
        var question = World.Selection(World.Seats(10), 11);
        var second = new RoundQuestion(question, Stage.Runoff, [question.Options[0], question.Options[1]], 1, 2);
        var selection = Select(second, 17, 17);
        Assert.Equal(Outcome.Referred, selection.Outcome);
        Assert.Empty(selection.Elected);
        Assert.Equal(["c01", "c02"], selection.Tied);
        Assert.Equal(1, selection.Shortfall);
        Assert.Equal(Outcome.Runoff, Select(second with { Runoffs = 1 }, 17, 17).Outcome);
    }

    [Fact]
    public void A_tie_strictly_above_the_cut_changes_nothing()
    {
        var selection = Select(Ask(World.Seats(3), 5), 30, 30, 25, 24, 24);
        Assert.Equal((Outcome.Decided, 0), (selection.Outcome, selection.Shortfall));
        Assert.Equal(["c01", "c02", "c03"], selection.Elected);
        Assert.Empty(selection.Tied);
    }

    [Fact]
    public void A_tie_at_the_cut_that_fills_the_seats_exactly_changes_nothing()
    {
        var selection = Select(Ask(World.Seats(3), 5), 30, 25, 25, 24, 10);
        Assert.Equal(Outcome.Decided, selection.Outcome);
        Assert.Equal(["c01", "c02", "c03"], selection.Elected);
    }

    [Fact]
    public void A_tie_among_those_below_the_threshold_changes_nothing()
    {
        var selection = Select(Ask(World.Seats(3), 5), 30, 25, 19, 19, 19);
        Assert.Equal((Outcome.Shortfall, 1), (selection.Outcome, selection.Shortfall));
        Assert.Empty(selection.Tied);
    }

    [Fact]
    public void All_tied_at_the_cut_leave_nobody_elected_yet()
    {
        var selection = Select(Ask(World.Seats(2), 3), 25, 25, 25);
        Assert.Equal((Outcome.Runoff, 0), (selection.Outcome, selection.Shortfall));
        Assert.Empty(selection.Elected);
        Assert.Equal(["c01", "c02", "c03"], selection.Tied);
    }

    [Fact]
    public void The_elected_stand_in_the_order_of_the_paper_and_not_of_their_marks() =>
        Assert.Equal(["c02", "c03", "c04"], Select(Ask(World.Seats(3), 4), 20, 21, 22, 30).Elected);

    [Theory]
    [InlineData(19, Outcome.Shortfall)]
    [InlineData(20, Outcome.Decided)]
    public void More_than_half_of_all_39_is_20(int marks, Outcome outcome) => Assert.Equal(outcome, Select(Ask(World.Seats(1), 2), marks, 0).Outcome);

    [Fact]
    public void By_plurality_the_most_marks_suffice_but_never_none()
    {
        var rule = (Rule.Seats)World.Preset("selection-by-plurality", 2);
        Assert.Equal(["c01", "c02"], Select(Ask(rule, 3), 2, 1, 0).Elected);
        var selection = Select(Ask(rule, 3), 2, 0, 0);
        Assert.Equal(["c01"], selection.Elected);
        Assert.Equal((Outcome.Shortfall, 1), (selection.Outcome, selection.Shortfall));
        Assert.Empty(selection.Tied);
    }

    [Fact]
    public void Nobody_elected_is_still_a_verdict_of_a_selection()
    {
        var verdict = World.Judge(World.Selection(World.Seats(2), 3), 39, 35, (35, ""));
        Assert.Equal(("elected", Outcome.Shortfall, 20), (verdict.Name, verdict.Outcome, verdict.Need));
        Assert.Equal(2, verdict.Selection!.Shortfall);
    }

    [Theory]
    [InlineData(ShortfallLeadsTo.Refer, Outcome.Shortfall)]
    [InlineData(ShortfallLeadsTo.Round, Outcome.Shortfall)]
    [InlineData(ShortfallLeadsTo.Fewer, Outcome.Decided)]
    public void Seats_that_no_one_filled_are_kept_whatever_they_lead_to(ShortfallLeadsTo rule, Outcome outcome)
    {
        var selection = Select(Ask(World.Seats(3) with { Shortfall = rule }, 4), 30, 25, 10, 10);
        Assert.Equal((outcome, 1), (selection.Outcome, selection.Shortfall));
    }

    [Fact]
    public void A_rule_may_refer_a_tie_at_once()
    {
        var selection = Select(Ask(World.Seats(1) with { Tie = TieLeadsTo.Refer }, 2), 25, 25);
        Assert.Equal((Outcome.Referred, 1), (selection.Outcome, selection.Shortfall));
        Assert.Equal(["c01", "c02"], selection.Tied);
    }

    [Fact]
    public void Without_runoffs_a_tie_is_referred_at_once() =>
        Assert.Equal(Outcome.Referred, Select(Ask(World.Seats(1) with { MaxRunoffs = 0 }, 2), 25, 25).Outcome);

    [Fact]
    public void A_runoff_goes_by_its_own_threshold_and_a_further_round_by_the_first_one()
    {
        var question = World.Selection(World.Seats(2), 4);
        var runoff = new RoundQuestion(question, Stage.Runoff, [.. question.Options.Take(2)], 1, 1);
        Assert.Null(runoff.Threshold);
        Assert.Equal(["c01"], Select(runoff, 3, 2).Elected);
        Assert.Equal(World.MoreThanHalf(), (runoff with { Stage = Stage.Further }).Threshold);
        Assert.Empty(Select(runoff with { Stage = Stage.Further }, 3, 2).Elected);
        var asked = World.Selection(World.Seats(2) with { RunoffThreshold = World.MoreThanHalf(Base.Voted) }, 4);
        Assert.Empty(Select(new RoundQuestion(asked, Stage.Runoff, runoff.Candidates, 1, 1), 17, 2).Elected);
        Assert.Equal(["c01"], Select(new RoundQuestion(asked, Stage.Runoff, runoff.Candidates, 1, 1), 18, 2).Elected);
    }
}
