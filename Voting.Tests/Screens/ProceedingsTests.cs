using Voting.Domain.Contracts;
using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

public class ProceedingsTests
{
    private static readonly IReadOnlyList<ResultView> Passed =
        [new("q1", 35, 0, 0, new Dictionary<string, int> { ["for"] = 35 }, 20, "passed", "decided", null, null, 0)];

    [Fact]
    public void A_push_without_questions_keeps_those_that_are_known()
    {
        var proceedings = new Proceedings();
        proceedings.Take(Pictures.Member(Pictures.Open()));
        proceedings.Take(Pictures.Open().Then("announced") with { Results = Passed });
        Assert.Equal("announced", proceedings.Current!.State);
        Assert.Equal("q1", Assert.Single(proceedings.Current.Questions).Id);
    }

    [Fact]
    public void What_is_on_is_the_round_told_of_last_and_earlier_results_stay()
    {
        var proceedings = new Proceedings();
        proceedings.Take(Pictures.Member(Pictures.Open().Then("announced") with { Results = Passed }, Pictures.Open().Then("void") with { Round = 2 }));
        proceedings.Take(Pictures.Open() with { Paper = "V02" });
        Assert.Equal("V02", proceedings.Current!.Paper);
        Assert.Equal("V01", Assert.Single(proceedings.Earlier).Paper);
    }

    [Fact]
    public void A_count_that_is_not_announced_is_not_among_the_earlier_results()
    {
        var proceedings = new Proceedings();
        proceedings.Take(Pictures.Of(Roles.Clerk, Pictures.Open().Then("tallied") with { Results = Passed }, Pictures.Open() with { Paper = "V02" }));
        Assert.Empty(proceedings.Earlier);
    }

    [Fact]
    public void Turnout_is_of_its_own_round_only()
    {
        var proceedings = new Proceedings();
        proceedings.Take(new Turnout("V01", 1, 12, 35));
        Assert.Equal(12, proceedings.TurnoutOf(Pictures.Open())!.Voted);
        Assert.Null(proceedings.TurnoutOf(Pictures.Open() with { Round = 2 }));
    }
}
