using System.Text.Json.Nodes;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

public class AmendScreenTests
{
    private static readonly PaperView Fresh = Pictures.Paper("V01", "first") with { CanChange = true, EnBloc = "unless-objected", Persons = [new("q1", "甲"), new("q2", "乙"), new("q3", "丙")] };
    private readonly FakeHub _hub = new() { TextIs = () => new PaperText("""{"id":"V01","title":"旧","questions":[{"id":"q1","title":"甲","kind":"choose-one","rule":"committee-resolution"}]}""") };

    private static AmendScreen Screen(string role = Roles.Clerk, params RoundView[] rounds)
    {
        var proceedings = new Proceedings();
        proceedings.Take(Pictures.Of(role, rounds) with
        {
            Agenda = new AgendaView([Pictures.Item(3, "called", Fresh)]),
            Amendments = [new AmendmentView("V02", "Paper", [], "{}", "文字修改", Roles.Clerk)],
        });
        return new AmendScreen(proceedings);
    }

    [Fact]
    public async Task An_unplanned_vote_takes_the_usual_title_where_none_is_given_and_belongs_to_the_item_under_discussion()
    {
        var screen = Screen();
        screen.ShowUnplanned(true);
        Assert.True(screen.CanAdd);
        await screen.Add(_hub, Presets.All[0], "临时动议");
        Assert.Equal($"AddPaper {new UnplannedRequest("committee-resolution", "临时动议", true, 3)}", Assert.Single(_hub.Asked));
        Assert.False(screen.IsUnplanned);
    }

    [Theory]
    [InlineData("甲\n 乙 \n\n丙\n", 2, true)]
    [InlineData("甲\n乙", 2, true)]
    [InlineData("甲\n乙", 3, false)]
    [InlineData("甲\n乙", 0, false)]
    [InlineData("甲\n乙\n甲", 1, false)]
    [InlineData(" \n", 1, false)]
    public async Task A_selection_is_put_to_the_vote_with_the_candidates_that_were_typed(string candidates, int seats, bool may)
    {
        var screen = Screen();
        (screen.Candidates, screen.Seats) = (candidates, seats);
        Assert.Equal(may, screen.CanSelect);
        await screen.Add(_hub, AmendScreen.Selections[0], "临时票选");
        var names = string.Join(',', candidates.Split('\n').Select(n => n.Trim()).Where(n => n.Length > 0));
        Assert.Equal(may ? [$"AddPaper {new UnplannedRequest("selection-of-all", "临时票选", true, 3) { Seats = seats }} {names}"] : [], _hub.Asked);
    }

    [Fact]
    public async Task A_selection_has_no_more_candidates_than_fit()
    {
        var screen = Screen();
        screen.Candidates = string.Join('\n', Enumerable.Range(1, UnplannedRequest.MostCandidates));
        Assert.True(screen.CanSelect);
        screen.Candidates += "\n51";
        Assert.False(screen.CanSelect);
        screen.Candidates = new string('甲', UnplannedRequest.LongestCandidate + 1);
        Assert.False(screen.CanSelect);
        // What was typed for a selection does not go with a motion.
        await screen.Add(_hub, Presets.All[0], "临时动议");
        Assert.Equal($"AddPaper {new UnplannedRequest("committee-resolution", "临时动议", true, 3)}", Assert.Single(_hub.Asked));
    }

    [Fact]
    public async Task A_rule_with_a_casting_vote_is_offered_to_recorded_votes_only()
    {
        var casting = Presets.All.Single(AmendScreen.HasCastingVote);
        var screen = Screen();
        Assert.False(screen.Suits(casting));
        await screen.Add(_hub, casting, "动议");
        Assert.Empty(_hub.Asked);
        screen.Secret = false;
        await screen.Add(_hub, casting, "动议");
        Assert.Equal($"AddPaper {new UnplannedRequest("chairs-casting-vote", "动议", false, 3)}", Assert.Single(_hub.Asked));

        foreach (var secret in new[] { true, false })
        {
            var hub = new FakeHub { TextIs = () => new PaperText($$"""{"id":"V01","title":"旧","secret":{{(secret ? "true" : "false")}},"questions":[]}""") };
            await screen.Begin(hub, Fresh, PaperAct.Change);
            Assert.Equal(!secret, screen.Rules(JsonNode.Parse("""{"rule":"committee-resolution"}""")!.AsObject()).Contains(casting));
        }
    }

    [Theory]
    [InlineData("ready")]
    [InlineData("open")]
    [InlineData("closed")]
    [InlineData("tallied")]
    public async Task No_unplanned_vote_is_made_ready_while_another_is_on(string state)
    {
        var screen = Screen(Roles.Clerk, Pictures.Open() with { State = state });
        Assert.False(screen.CanAdd);
        await screen.Add(_hub, Presets.All[0], "x");
        Assert.Empty(_hub.Asked);
    }

    [Fact]
    public async Task A_change_is_proposed_only_when_something_changed_and_there_is_a_reason()
    {
        var screen = Screen();
        await screen.Begin(_hub, Fresh, PaperAct.Change);
        screen.Reason = "文字修改";
        Assert.False(screen.CanDo);
        screen["title"] = "新";
        Assert.True(screen.CanDo);
        screen.Reason = " ";
        Assert.False(screen.CanDo);
        screen.Reason = "文字修改";
        AmendScreen.Write(screen.Questions[0], "rule", "two-thirds-of-all");
        await screen.Do(_hub);
        var asked = Assert.Single(_hub.Asked);
        Assert.Contains("two-thirds-of-all", asked, StringComparison.Ordinal);
        Assert.Equal(PaperAct.None, screen.Act);
    }

    [Fact]
    public void Whoever_proposed_a_change_is_not_offered_to_agree()
    {
        var mine = Screen(Roles.Clerk);
        Assert.False(mine.CanAgree(new AmendmentView("V02", "Paper", [], "{}", "x", Roles.Clerk)));
        Assert.True(Screen(Roles.Scrutineer).CanAgree(new AmendmentView("V02", "Paper", [], "{}", "x", Roles.Clerk)));
    }

    [Fact]
    public async Task Persons_are_voted_together_while_two_are_left_to_whom_nobody_objects()
    {
        var screen = Screen();
        await screen.Begin(_hub, Fresh, PaperAct.EnBloc);
        screen.Toggle("q1");
        Assert.True(screen.CanDo);
        screen.Toggle("q2");
        Assert.False(screen.CanDo);
        screen.Toggle("q2");
        await screen.Do(_hub);
        Assert.StartsWith("VoteEnBloc", Assert.Single(_hub.Asked), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rating_is_offered_ratings_and_a_motion_majorities()
    {
        var rating = JsonNode.Parse("""{"rule":"rating-of-all","kind":"choose-one"}""")!.AsObject();
        var amend = Screen();
        Assert.All(amend.Rules(rating), p => Assert.IsType<Rule.Tiers>(p.Rule(1)));
        Assert.All(amend.Rules(JsonNode.Parse("""{"rule":"committee-resolution","kind":"choose-one"}""")!.AsObject()), p => Assert.IsType<Rule.Majority>(p.Rule(1)));
    }
}
