using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

/// <summary>What may be chosen, entered and confirmed of hands and paper.</summary>
public class ChannelScreenTests
{
    private static (HomeScreen Home, FakeHub Hub) At(string role, RoundView round)
    {
        var home = new HomeScreen();
        home.Picture(Pictures.Of(role, round));
        return (home, new FakeHub { RollIs = new RollView([Pictures.Member(1), Pictures.Member(2), Pictures.Member(3, "leave")]) });
    }

    private static readonly RoundView Ready = Pictures.Open() with { State = "ready", Key = null, Secret = false };
    private static readonly RoundView Hands = Pictures.Open() with { State = "closed", Key = null, Secret = false, Way = Ways.Hands, Enterable = 35 };
    private static readonly RoundView Paper = Hands with { Way = Ways.Paper };

    [Fact]
    public async Task Before_an_opening_every_way_is_offered_and_devices_stand_there()
    {
        var (home, hub) = At(Roles.PresidingOfficer, Ready);
        await home.Way.Show(hub, "");
        Assert.Equal((Ways.Devices, Ways.All.Count), (home.Way.Way, home.Way.Offered.Count));

        home.Way.Pick(Ways.Hands);
        Assert.True(home.Way.CanChoose);
        await home.Way.Choose(hub);

        Assert.Equal(["ChooseWay V01 1 hands"], hub.Asked);
        Assert.False(home.Way.IsShown);
    }

    [Fact]
    public async Task Who_is_present_may_be_named_for_hands_and_somebody_must_be()
    {
        var (home, hub) = At(Roles.Clerk, Ready);
        await home.Way.Show(hub, "");
        home.Way.Pick(Ways.DevicesAndHands);
        Assert.Equal(["m01", "m02"], home.Way.Present.Select(m => m.Id));
        Assert.False(home.Way.CanChoose);
        home.Way.Name("m02", true);
        home.Way.Name("m01", true);
        home.Way.Name("m01", false);
        await home.Way.Choose(hub);
        Assert.Equal(["ChooseWay V01 1 devices-and-hands   m02"], hub.Asked);
    }

    [Fact]
    public async Task A_secret_paper_goes_to_hands_by_the_presiding_officers_decision_and_not_by_the_clerks()
    {
        foreach (var (role, may) in new[] { (Roles.PresidingOfficer, true), (Roles.Clerk, false) })
        {
            var (home, hub) = At(role, Ready with { Secret = true });
            await home.Way.Show(hub, "");
            home.Way.Pick(Ways.Hands);
            Assert.False(home.Way.CanChoose);
            home.Way.Decision = "改为举手";
            Assert.Equal(may, home.Way.CanChoose);
            home.Way.Pick(Ways.Paper);
            Assert.True(home.Way.CanChoose);
        }
    }

    [Fact]
    public async Task An_open_round_goes_another_way_only_and_only_for_a_reason()
    {
        var (home, hub) = At(Roles.PresidingOfficer, Pictures.Open());
        await home.Way.Show(hub, "表决系统出现故障");
        Assert.Equal([Ways.Hands, Ways.Paper], home.Way.Offered);
        home.Way.Pick(Ways.Paper);
        home.Way.Reason = " ";
        Assert.False(home.Way.CanChoose);
        home.Way.Reason = "表决系统出现故障";
        await home.Way.Choose(hub);
        Assert.Equal(["ChooseWay V01 1 paper 表决系统出现故障"], hub.Asked);
    }

    [Fact]
    public async Task Where_officers_have_a_second_factor_it_is_asked_for_an_open_round_only()
    {
        var (home, hub) = At(Roles.PresidingOfficer, Ready);
        await home.Picture(Pictures.Of(Roles.PresidingOfficer, Ready) with { AsksFactor = true });
        await home.Way.Show(hub, "");
        Assert.False(home.Way.AsksFactor);
        Assert.True(home.Way.CanChoose);
        await home.Round(Ready with { State = "open" });
        await home.Way.Show(hub, "表决系统出现故障");
        Assert.True(home.Way.AsksFactor);
        Assert.False(home.Way.CanChoose);
        home.Way.Factor.Text = "123 456";
        Assert.True(home.Way.CanChoose);
    }

    [Fact]
    public async Task What_was_about_to_be_chosen_is_dropped_when_the_round_goes_on()
    {
        var (home, hub) = At(Roles.PresidingOfficer, Ready);
        await home.Way.Show(hub, "");
        await home.Round(Ready with { State = "open" });
        await home.Way.Show(hub, "故障");
        await home.Round((Ready with { State = "open" }).Then("void"));
        Assert.False(home.Way.IsShown);
    }

    private static void Fill(EntryScreen entry, string voted, string votesFor, string against, string abstain, string? issued = null)
    {
        entry["voted"] = voted;
        if (issued is not null) entry["issued"] = issued;
        foreach (var (option, count) in new[] { ("for", votesFor), ("against", against), ("abstain", abstain) }) entry[$"q1/{option}"] = count;
    }

    [Fact]
    public async Task Counts_are_sent_when_they_are_whole_and_add_up()
    {
        var (home, hub) = At(Roles.Clerk, Hands);
        Assert.False(home.Entry.CanEnter);
        Fill(home.Entry, "35", "20", "10", "4");
        Assert.Equal([new EntryFault(Misfit.Sum, "q1", 34, 35)], home.Entry.Faults);
        Assert.False(home.Entry.CanEnter);
        home.Entry["q1/abstain"] = "5";
        Assert.Equal((35, 35), home.Entry.Sum(Pictures.Resolution));
        Assert.True(home.Entry.CanEnter);

        await home.Entry.Enter(hub);

        Assert.Equal((35, null, 20), (hub.Entered!.Counts.Voted, hub.Entered.Counts.Issued, hub.Entered.Counts.Questions[0].Counts["for"]));
        Assert.Null(hub.Entered.Late);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("二十")]
    [InlineData("1000000")]
    public void What_is_no_number_is_not_sent(string typed)
    {
        var (home, _) = At(Roles.Clerk, Hands);
        Fill(home.Entry, "35", typed, "10", "5");
        Assert.False(home.Entry.CanEnter);
    }

    [Fact]
    public void More_than_may_vote_by_hands_cannot_be_sent()
    {
        var (home, _) = At(Roles.Clerk, Hands);
        Fill(home.Entry, "36", "20", "10", "6");
        Assert.Equal(new EntryFault(Misfit.TooManyVoted, null, 36, 35), Assert.Single(home.Entry.Faults));
        Assert.False(home.Entry.CanEnter);
    }

    [Fact]
    public async Task More_returned_than_issued_asks_for_nothing_more()
    {
        var (home, hub) = At(Roles.Clerk, Paper);
        home.Entry["issued"] = "35";
        home.Entry["voted"] = "36";
        Assert.True(home.Entry.IsOverReturned);
        Assert.True(home.Entry.CanEnter);
        await home.Entry.Enter(hub);
        Assert.Empty(hub.Entered!.Counts.Questions);

        home.Entry["voted"] = "34";
        Assert.Equal(1, home.Entry.Unreturned);
        Assert.False(home.Entry.CanEnter);
    }

    [Fact]
    public async Task Names_are_written_in_with_their_ballots_and_no_more_than_against()
    {
        var question = Pictures.Resolution with { WriteIns = true };
        var (home, hub) = At(Roles.Clerk, Paper with { Questions = [question] });
        Fill(home.Entry, "30", "10", "15", "5", "35");
        home.Entry.AddName(question);
        Assert.False(home.Entry.CanEnter);
        home.Entry.SetName(question, 0, "另一人", "16");
        Assert.Equal(Misfit.WriteIns, Assert.Single(home.Entry.Faults).What);
        home.Entry.SetName(question, 0, null, "15");
        await home.Entry.Enter(hub);
        Assert.Equal([new WriteIn("另一人", 15)], hub.Entered!.Counts.Questions[0].WriteIns);
    }

    [Fact]
    public async Task A_round_held_before_is_entered_with_the_roll_of_then_and_why()
    {
        var (home, hub) = At(Roles.Clerk, Ready with { Way = Ways.Hands });
        Assert.Null(home.Entry.Round);
        home.Entry.Late(true);
        Fill(home.Entry, "30", "20", "10", "0");
        home.Entry.LateReason = "停电";
        Assert.False(home.Entry.CanEnter);
        (home.Entry["present"], home.Entry["leave"]) = ("29", "10");
        Assert.Equal(Misfit.TooManyVoted, Assert.Single(home.Entry.Faults).What);
        (home.Entry["present"], home.Entry["leave"]) = ("30", "9");

        await home.Entry.Enter(hub);

        Assert.Equal((30, 9, 0, 30, "停电"), hub.Entered!.Late is { } late ? (late.Roll.Present, late.Roll.Leave, late.Roll.Absent, late.Present, late.Reason) : default);
    }

    [Fact]
    public async Task What_was_entered_waits_for_the_scrutineer_and_comes_back_to_be_mended()
    {
        var (home, hub) = At(Roles.Clerk, Hands);
        Fill(home.Entry, "35", "20", "10", "5");
        await home.Entry.Enter(hub);
        var entry = new Entry(1, hub.Entered!.Counts, "clerk");
        await home.Round(Hands with { Entry = entry });
        Assert.True(home.Entry.IsWithScrutineer);
        Assert.False(home.Entry.CanEnter);

        await home.Round(Hands with { Entry = entry with { SentBack = "少计一人" } });

        Assert.Equal(("少计一人", "20"), (home.Entry.SentBack, home.Entry["q1/for"]));
        Assert.True(home.Entry.CanEnter);
        await home.Round(Hands with { Entry = entry with { ConfirmedBy = "scrutineer" } });
        Assert.Null(home.Entry.Round);
    }

    [Fact]
    public async Task A_scrutineer_confirms_what_is_seen_or_sends_it_back_with_a_reason()
    {
        var entry = new Entry(3, new EnteredCounts(0, null, []), "clerk");
        var (home, hub) = At(Roles.Scrutineer, Hands);
        Assert.Null(home.ConfirmEntry.Round);
        await home.Round(Hands with { Entry = entry });
        home.ConfirmEntry.Doubt(true);
        Assert.False(home.ConfirmEntry.CanConfirm);
        Assert.False(home.ConfirmEntry.CanSendBack);
        home.ConfirmEntry.Reason = "少计一人";
        // Entered anew in the meantime: what is confirmed is looked at first.
        await home.Round(Hands with { Entry = entry with { No = 4 } });
        Assert.False(home.ConfirmEntry.IsSendingBack);
        await home.ConfirmEntry.Confirm(hub);
        home.ConfirmEntry.Doubt(true);
        home.ConfirmEntry.Reason = "少计一人";
        await home.ConfirmEntry.SendBack(hub);
        Assert.Equal(["ConfirmCounts CountsRef { Paper = V01, Round = 1, No = 4 }", "SendBackCounts SendBackRequest { Paper = V01, Round = 1, No = 4, Reason = 少计一人 }"], hub.Asked);
    }

    [Theory]
    [InlineData(Ways.Devices, null, true)]
    [InlineData(Ways.Hands, null, false)]
    [InlineData(Ways.Paper, null, false)]
    [InlineData(Ways.DevicesAndHands, "m01", false)]
    [InlineData(Ways.DevicesAndHands, "m02", true)]
    public void A_tablet_has_a_paper_to_mark_only_where_its_member_votes_by_device(string way, string? byHands, bool marks)
    {
        var (home, _) = At(Roles.Member, Pictures.Open() with { Way = way, ByHands = byHands is null ? null : [byHands] });
        Assert.Equal(marks ? SeatStep.Marking : SeatStep.Waiting, home.Seat.Step);
        Assert.Equal(marks, home.Seat.IsBallotForward);
    }
}
