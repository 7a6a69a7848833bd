using Voting.Domain.Contracts;
using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

public class HallScreenTests
{
    private static HallScreen Screen(Func<MeetingView, MeetingView>? meeting, int? called, params RoundView[] rounds)
    {
        var proceedings = new Proceedings();
        var picture = Pictures.Of(Roles.Display, rounds);
        proceedings.Take(picture with
        {
            Meeting = meeting?.Invoke(picture.Meeting) ?? picture.Meeting,
            Agenda = new AgendaView([Pictures.Item(1, called == 1 ? "called" : "done"), Pictures.Item(2, called == 2 ? "called" : "pending")]),
        });
        return new HallScreen(proceedings);
    }

    private static RoundView Round(string state) => Pictures.Open() with { State = state, Item = 1 };

    [Theory]
    [InlineData("open", HallSight.Voting)]
    [InlineData("closed", HallSight.Counting)]
    [InlineData("announced", HallSight.Result)]
    [InlineData("certified", HallSight.Result)]
    public void The_hall_follows_the_round(string state, HallSight sight) => Assert.Equal(sight, Screen(null, 1, Round(state)).Sight);

    [Fact]
    public void Between_papers_it_shows_the_item_and_a_result_only_while_its_item_is_under_discussion()
    {
        Assert.Equal(HallSight.Item, Screen(null, 1).Sight);
        Assert.Equal(HallSight.Item, Screen(null, 2, Round("announced")).Sight);
        Assert.Equal(HallSight.Voting, Screen(null, 2, Round("open")).Sight);
    }

    [Fact]
    public void Blank_on_demand_whatever_goes_on()
    {
        Assert.Equal(HallSight.Blank, Screen(m => m with { HallIsBlank = true }, 1, Round("open")).Sight);
        Assert.Equal(HallSight.CheckIn, Screen(m => m with { Phase = "check-in" }, null).Sight);
        Assert.Equal(HallSight.Closed, Screen(m => m with { Phase = "closed" }, null, Round("certified")).Sight);
    }

    [Fact]
    public void A_long_result_is_shown_page_after_page()
    {
        var questions = Enumerable.Range(1, 75).Select(n => Pictures.Question($"q{n}", false, 1, "satisfied", "basic", "dissatisfied")).ToArray();
        var screen = Screen(null, 1, Pictures.Open(questions) with { State = "announced", Item = 1, Results = [.. questions.Select(q => Pictures.Result(q.Id, ("satisfied", 30)))] });
        Assert.Equal((true, 8), (screen.IsTable, screen.Pages));
        Assert.Equal((0, 1, 0), (screen.Page(9), screen.Page(10), screen.Page(80)));
        Assert.Equal("q75", screen.Results(7)[^1].Id);
        Assert.Equal((10, 5), (screen.Results(0).Count, screen.Results(7).Count));
    }

    [Fact]
    public void A_clock_counts_on_from_what_the_server_said()
    {
        var clock = new RoundClock(new Timing(20.5, 60), 1_000);
        Assert.Equal((20, 39), (clock.Elapsed(1_000), clock.Left(1_500)));
        Assert.Equal(0, clock.Left(100_000));
        Assert.Null(new RoundClock(new Timing(1, null), 0).Left(5));
    }
}
