using Voting.Domain.Papers;

namespace Voting.Tests.Domain;

public class DueRoundTests
{
    private static IReadOnlyList<RoundQuestion> Due(Question question, params Round[] standing) => DueRound.Of(World.Paper(question), standing);

    private static IEnumerable<string> Ids(RoundQuestion question) => question.Candidates.Select(c => c.Id);

    [Fact]
    public void A_paper_not_yet_voted_is_due_whole()
    {
        var paper = World.Paper(World.Motion(id: "q1"), World.Selection(World.Seats(2), 3, "q2"));
        var due = DueRound.Of(paper, []);
        Assert.Equal(["q1", "q2"], due.Select(q => q.Question.Id));
        Assert.All(due, q => Assert.Equal((Stage.First, 0), (q.Stage, q.Runoffs)));
        Assert.Equal([0, 2], due.Select(q => q.Seats));
    }

    [Fact]
    public void A_decided_paper_has_nothing_due()
    {
        var question = World.Selection(World.Seats(2), 3);
        Assert.Empty(Due(question, World.Held(1, RoundQuestion.First(question), 30, 25, 3)));
        Assert.Empty(Due(World.Motion(), World.Held(1, RoundQuestion.First(World.Motion()), 10, 25, 0)));
    }

    [Fact]
    public void T14_a_runoff_holds_the_tied_only_for_the_seats_left()
    {
        var question = World.Selection(World.Seats(10), 11);
        var due = Assert.Single(Due(question, World.Held(1, RoundQuestion.First(question), 22, 22, 34, 34, 34, 34, 34, 34, 34, 34, 34)));
        Assert.Equal((Stage.Runoff, 1, 1), (due.Stage, due.Seats, due.Runoffs));
        Assert.Equal(["c01", "c02"], Ids(due));
    }

    [Fact]
    public void T27_runoffs_come_due_until_their_number_is_reached()
    {
        var question = World.Selection(World.Seats(1), 3);
        var first = World.Held(1, RoundQuestion.First(question), 25, 25, 3);
        var one = Assert.Single(Due(question, first));
        var second = World.Held(2, one, 17, 17);
        var two = Assert.Single(Due(question, first, second));
        Assert.Equal((Stage.Runoff, 2), (two.Stage, two.Runoffs));
        Assert.Empty(Due(question, first, second, World.Held(3, two, 17, 17)));
    }

    [Fact]
    public void A_second_runoff_is_among_those_still_tied()
    {
        var question = World.Selection(World.Seats(2), 4);
        var first = World.Held(1, RoundQuestion.First(question), 25, 25, 25, 3);
        var runoff = Assert.Single(Due(question, first));
        Assert.Equal(2, runoff.Seats);
        var again = Assert.Single(Due(question, first, World.Held(2, runoff, 20, 15, 15)));
        Assert.Equal(["c02", "c03"], Ids(again));
        Assert.Equal(1, again.Seats);
    }

    [Fact]
    public void A_shortfall_leads_to_a_further_round_only_where_the_rule_says_so()
    {
        foreach (var rule in new[] { ShortfallLeadsTo.Refer, ShortfallLeadsTo.Fewer })
        {
            var question = World.Selection(World.Seats(3) with { Shortfall = rule }, 4);
            Assert.Empty(Due(question, World.Held(1, RoundQuestion.First(question), 30, 19, 19, 2)));
        }
    }

    [Fact]
    public void A_further_round_holds_all_who_are_not_elected_once_and_is_no_runoff()
    {
        var question = World.Selection(World.Seats(3) with { Shortfall = ShortfallLeadsTo.Round }, 4);
        var first = World.Held(1, RoundQuestion.First(question), 30, 19, 19, 2);
        var further = Assert.Single(Due(question, first));
        Assert.Equal((Stage.Further, 2, 0), (further.Stage, further.Seats, further.Runoffs));
        Assert.Equal(["c02", "c03", "c04"], Ids(further));
        Assert.Empty(Due(question, first, World.Held(2, further, 25, 19, 2)));
    }

    [Fact]
    public void A_tie_in_a_further_round_runs_off()
    {
        var question = World.Selection(World.Seats(3) with { Shortfall = ShortfallLeadsTo.Round }, 4);
        var first = World.Held(1, RoundQuestion.First(question), 30, 29, 19, 19);
        var second = World.Held(2, Assert.Single(Due(question, first)), 25, 25);
        var runoff = Assert.Single(Due(question, first, second));
        Assert.Equal((Stage.Runoff, 1, 1), (runoff.Stage, runoff.Seats, runoff.Runoffs));
        Assert.Equal(["c03", "c04"], Ids(runoff));
    }

    [Fact]
    public void A_runoff_that_falls_short_leads_to_the_further_round_and_keeps_count_of_its_runoffs()
    {
        var rule = World.Seats(2) with { Shortfall = ShortfallLeadsTo.Round, RunoffThreshold = World.MoreThanHalf() };
        var question = World.Selection(rule, 4);
        var first = World.Held(1, RoundQuestion.First(question), 30, 25, 25, 2);
        var second = World.Held(2, Assert.Single(Due(question, first)), 17, 18);
        var further = Assert.Single(Due(question, first, second));
        Assert.Equal((Stage.Further, 1, 1), (further.Stage, further.Seats, further.Runoffs));
        Assert.Equal(["c02", "c03", "c04"], Ids(further));
        var third = World.Held(3, further, 25, 25, 0);
        var runoff = Assert.Single(Due(question, first, second, third));
        Assert.Equal((Stage.Runoff, 2), (runoff.Stage, runoff.Runoffs));
        Assert.Empty(Due(question, first, second, third, World.Held(4, runoff, 17, 17)));
    }

    [Fact]
    public void A_next_round_holds_only_the_questions_that_are_due()
    {
        var tied = World.Selection(World.Seats(1), 2, "q1");
        var decided = World.Selection(World.Seats(1), 2, "q2");
        var one = World.Held(1, RoundQuestion.First(tied), 25, 25);
        var two = World.Held(1, RoundQuestion.First(decided), 25, 20);
        var both = one with
        {
            Questions = [.. one.Questions, .. two.Questions],
            Result = one.Result! with { Questions = [.. one.Result!.Questions, .. two.Result!.Questions] },
        };
        Assert.Equal(["q1"], DueRound.Of(World.Paper(tied, decided), [both]).Select(q => q.Question.Id));
    }
}
