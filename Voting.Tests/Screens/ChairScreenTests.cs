using Voting.Domain.Contracts;
using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

public class ChairScreenTests
{
    private static readonly AgendaItemView Called = Pictures.Item(1, "called", Pictures.Paper("V01", "first"));

    private static ChairScreen Screen(out Proceedings proceedings, Func<Snapshot, Snapshot>? change = null, params RoundView[] rounds)
    {
        proceedings = new Proceedings();
        var picture = Pictures.Of(Roles.PresidingOfficer, rounds) with { Agenda = new AgendaView([Called, Pictures.Item(2, "pending")]) };
        proceedings.Take(change?.Invoke(picture) ?? picture);
        return new ChairScreen(proceedings);
    }

    private static Func<Snapshot, Snapshot> Agenda(params AgendaItemView[] items) => picture => picture with { Agenda = new AgendaView(items) };

    private static Func<Snapshot, Snapshot> Meeting(Func<MeetingView, MeetingView> change) => picture => picture with { Meeting = change(picture.Meeting) };

    [Fact]
    public async Task Before_the_opening_the_next_step_is_to_open_the_meeting()
    {
        var screen = Screen(out _, Meeting(m => m with { Phase = "check-in" }));
        var hub = new FakeHub();
        await screen.Act(hub);
        Assert.Equal((ChairStep.OpenMeeting, "OpenMeeting"), (screen.Step, Assert.Single(hub.Asked)));
    }

    [Theory]
    [InlineData("check-in")]
    [InlineData("in-session")]
    public async Task Without_a_quorum_neither_meeting_nor_round_opens(string phase)
    {
        var screen = Screen(out _, Meeting(m => m with { Phase = phase, Present = 19 }), Pictures.Open() with { State = "ready" });
        var hub = new FakeHub();
        await screen.Act(hub);
        Assert.Equal((1, false), (screen.Lacking, screen.CanAct));
        Assert.Empty(hub.Asked);
    }

    [Theory]
    [InlineData("ready", ChairStep.StartVote)]
    [InlineData("open", ChairStep.EndVote)]
    [InlineData("closed", ChairStep.Counting)]
    [InlineData("tallied", ChairStep.Announce)]
    [InlineData("announced", ChairStep.Prepare)]
    [InlineData("void", ChairStep.Prepare)]
    public void The_next_step_follows_the_round(string state, ChairStep step) =>
        Assert.Equal(step, Screen(out _, null, Pictures.Open() with { State = state }).Step);

    [Fact]
    public void When_nothing_of_an_item_is_due_the_next_item_follows_and_after_the_last_the_end()
    {
        var done = Pictures.Paper("V01", null, 1);
        Assert.Equal(ChairStep.GoToItem, Screen(out _, Agenda(Pictures.Item(1, "called", done), Pictures.Item(2, "pending"))).Step);
        Assert.Equal(ChairStep.FinishItem, Screen(out _, Agenda(Pictures.Item(1, "called", done), Pictures.Item(2, "done"))).Step);
        Assert.Equal(ChairStep.CloseMeeting, Screen(out _, Agenda(Pictures.Item(1, "done", done), Pictures.Item(2, "done"))).Step);
        Assert.Equal(ChairStep.Over, Screen(out _, Meeting(m => m with { Phase = "closed" })).Step);
    }

    [Fact]
    public async Task A_tie_is_decided_by_the_presiding_officer_alone_who_is_asked_once_more()
    {
        var tied = new ResultView("q1", 4, 0, 0, new Dictionary<string, int> { ["for"] = 2, ["against"] = 2 }, 3, "failed", "decided", null, null, 0) { IsCastingVoteDue = true };
        var round = Pictures.Open() with { State = "tallied", Results = [tied] };
        foreach (var role in new[] { Roles.Clerk, Roles.PresidingOfficer })
        {
            var screen = Screen(out var proceedings, picture => picture with { Me = picture.Me with { Role = role } }, round);
            var hub = new FakeHub();
            Assert.Equal((ChairStep.CastingVote, false, role == Roles.PresidingOfficer), (screen.Step, screen.CanAct, screen.CanGiveCastingVote));
            await screen.Act(hub);
            await screen.GiveCastingVote(hub, "for");
            Assert.Empty(hub.Asked);
            if (role == Roles.Clerk)
            {
                Assert.Null(screen.CastingVote);
                continue;
            }

            screen.Return();
            await screen.GiveCastingVote(hub, "against");
            Assert.Equal("against", screen.CastingVote);
            // Another choice is asked once more as well.
            await screen.GiveCastingVote(hub, "for");
            Assert.Empty(hub.Asked);
            await screen.GiveCastingVote(hub, "for");
            Assert.Equal($"GiveCastingVote {round.Paper} {round.Round} q1 for", Assert.Single(hub.Asked));
            proceedings.Take(round with { Results = [tied with { IsCastingVoteDue = false, CastingVote = "for", Verdict = "passed" }] });
            Assert.Equal((ChairStep.Announce, null), (screen.Step, screen.CastingVote));
        }
    }

    [Fact]
    public async Task Closing_a_round_asks_once_more()
    {
        var screen = Screen(out _, null, Pictures.Open());
        var hub = new FakeHub();
        await screen.Act(hub);
        Assert.Empty(hub.Asked);
        screen.Return();
        await screen.Act(hub);
        Assert.Empty(hub.Asked);
        Assert.True(screen.IsConfirming);
        await screen.Act(hub);
        Assert.Equal(["Close RoundRef { Paper = V01, Round = 1 }"], hub.Asked);
        Assert.False(screen.IsConfirming);
    }

    [Fact]
    public async Task A_confirmation_that_was_overtaken_is_forgotten()
    {
        var screen = Screen(out var proceedings, null, Pictures.Open());
        await screen.Act(new FakeHub());
        proceedings.Take(Pictures.Open().Then("closed"));
        screen.Follow();
        Assert.False(screen.IsConfirming);
    }

    [Fact]
    public async Task The_time_chosen_is_advised_before_the_round_opens()
    {
        var screen = Screen(out _, null, Pictures.Open() with { State = "ready" });
        var hub = new FakeHub();
        screen.Limit = 60;
        await screen.Act(hub);
        Assert.Equal(["SetTime TimeRequest { Paper = V01, Round = 1, Seconds = 60, Closes = False }", "Open RoundRef { Paper = V01, Round = 1 }"], hub.Asked);
    }

    [Fact]
    public async Task The_time_closes_only_where_it_was_set_so_and_a_minute_more_leaves_it_so()
    {
        var screen = Screen(out _, null, Pictures.Open() with { State = "ready" });
        var hub = new FakeHub();
        Assert.False(screen.CanLimitClose);
        (screen.Limit, screen.LimitCloses) = (30, true);
        Assert.True(screen.CanLimitClose);
        await screen.Act(hub);
        Assert.Equal("SetTime TimeRequest { Paper = V01, Round = 1, Seconds = 30, Closes = True }", hub.Asked[0]);

        var open = Screen(out var proceedings, null, Pictures.Open() with { Timing = new Timing(10, 30) { Closes = true } });
        await open.AddMinute(hub, proceedings.ClockOf(open.Round!)!.At);
        Assert.Equal("SetTime TimeRequest { Paper = V01, Round = 1, Seconds = 90, Closes = True }", hub.Asked[^1]);
    }

    [Theory]
    [InlineData(Ways.Hands, false)]
    [InlineData(Ways.Paper, false)]
    [InlineData(Ways.DevicesAndHands, true)]
    public async Task A_time_that_closed_the_last_round_only_advises_where_nobody_votes_by_device(string way, bool closes)
    {
        var screen = Screen(out _, null, Pictures.Open() with { State = "ready", Way = way });
        var hub = new FakeHub();
        (screen.Limit, screen.LimitCloses) = (30, true);
        Assert.Equal((closes, closes), (screen.CanLimitClose, screen.TimeCloses));
        await screen.Act(hub);
        Assert.Equal($"SetTime TimeRequest {{ Paper = V01, Round = 1, Seconds = 30, Closes = {closes} }}", hub.Asked[0]);
    }

    [Fact]
    public async Task A_minute_more_counts_from_the_time_advised_or_from_now_where_that_is_over()
    {
        var hub = new FakeHub();
        var screen = Screen(out var proceedings, null, Pictures.Open() with { Timing = new Timing(10, 60) });
        var at = proceedings.ClockOf(screen.Round!)!.At;
        await screen.AddMinute(hub, at);
        await screen.AddMinute(hub, at + 80_000);
        Assert.Equal(["SetTime TimeRequest { Paper = V01, Round = 1, Seconds = 120, Closes = False }", "SetTime TimeRequest { Paper = V01, Round = 1, Seconds = 150, Closes = False }"], hub.Asked);
    }

    [Fact]
    public async Task A_refusal_is_kept_to_be_shown_and_nothing_is_asked_twice_at_once()
    {
        var screen = Screen(out _);
        var answer = new TaskCompletionSource<Reply<Done>>();
        var hub = new FakeHub { Answer = () => answer.Task };
        var first = screen.Act(hub);
        await screen.Act(hub);
        answer.SetResult(new Refusal(Refusals.RoundStillOpen));
        await first;
        Assert.Single(hub.Asked);
        Assert.Equal(Refusals.RoundStillOpen, screen.Asking.Refusal?.Code);
        Assert.True(screen.CanAct);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_and_the_step_can_be_taken_again()
    {
        var screen = Screen(out _);
        await screen.Act(new FakeHub { Answer = () => throw new IOException() });
        Assert.True(screen.Asking.IsServerAway);
        Assert.True(screen.CanAct);
    }

    [Fact]
    public void Another_item_is_not_taken_while_something_is_voted()
    {
        Assert.True(Screen(out var idle).CanGoTo(idle.Agenda.Items[1]));
        Assert.False(Screen(out var busy, null, Pictures.Open()).CanGoTo(busy.Agenda.Items[1]));
    }

    [Fact]
    public void Those_who_have_not_voted_are_counted_from_the_turnout()
    {
        var screen = Screen(out var proceedings, null, Pictures.Open());
        Assert.Null(screen.StillOut);
        proceedings.Take(new Turnout("V01", 1, 30, 35));
        Assert.Equal(5, screen.StillOut);
    }
}
