using Voting.Domain.Contracts;
using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

/// <summary>What the clerk and the chair note of people: why they are away, who takes no part, who holds a post; and suspending the meeting.</summary>
public class PeopleScreenTests
{
    private readonly FakeHub _hub = new() { RollIs = new RollView([Pictures.Member(1), Pictures.Member(2, "leave"), Pictures.Member(3) with { OnVideo = true }]) };

    private static Proceedings Proceedings(string phase = "in-session", string role = Roles.Clerk, params RoundView[] rounds)
    {
        var proceedings = new Proceedings();
        var picture = Pictures.Of(role, rounds);
        proceedings.Take(picture with
        {
            Meeting = picture.Meeting with { Phase = phase },
            Agenda = new AgendaView([Pictures.Item(1, "called", Pictures.Paper("V01", "first"), Pictures.Paper("V02", "first"))]),
        });
        return proceedings;
    }

    [Fact]
    public async Task A_reason_is_picked_and_taken_back_and_never_needed()
    {
        var screen = new AttendanceScreen(Proceedings());
        await screen.Leave(_hub, absent: false);
        screen.Ask(Pictures.Member(1));
        screen.Pick(AbsenceReasons.Illness);
        screen.Pick(AbsenceReasons.Illness);
        await screen.Leave(_hub, absent: false);
        screen.Ask(Pictures.Member(1));
        screen.Pick(AbsenceReasons.Duty);
        screen.Note = " 出差 ";
        await screen.Leave(_hub, absent: false);
        Assert.Equal(["Leave LeaveRequest { Member = m01, Reason = , Note = , Absent = False }", "Leave LeaveRequest { Member = m01, Reason = duty, Note = 出差, Absent = False }"], _hub.Asked);
        Assert.Null(screen.Member);
    }

    [Theory]
    [InlineData("present", false, true, false, true, false)]
    [InlineData("present", true, true, false, false, true)]
    [InlineData("leave", false, true, true, true, false)]
    [InlineData("expected", false, true, true, true, false)]
    [InlineData("absent", false, true, true, true, false)]
    public void What_may_be_noted_follows_where_the_member_is(string attendance, bool onVideo, bool leave, bool absent, bool video, bool room)
    {
        var screen = new AttendanceScreen(Proceedings());
        screen.Ask(Pictures.Member(1, attendance) with { OnVideo = onVideo });
        Assert.Equal((leave, absent, video, room), (screen.CanLeave, screen.CanBeAbsent, screen.CanJoinByVideo, screen.CanBeInRoom));
        var over = new AttendanceScreen(Proceedings("closed"));
        over.Ask(Pictures.Member(1, attendance) with { OnVideo = onVideo });
        Assert.Equal((false, false, false, false), (over.CanLeave, over.CanBeAbsent, over.CanJoinByVideo, over.CanBeInRoom));
    }

    [Fact]
    public async Task What_was_noted_is_there_to_be_changed_and_a_refusal_leaves_it_open()
    {
        _hub.Answer = () => Task.FromResult<Reply<Done>>(new Refusal(Refusals.WrongState));
        var screen = new AttendanceScreen(Proceedings());
        screen.Ask(Pictures.Member(2, "leave") with { Reason = AbsenceReasons.Private, Note = "家事" });
        Assert.Equal((AbsenceReasons.Private, "家事"), (screen.Reason, screen.Note));
        await screen.SetVideo(_hub, onVideo: true);
        Assert.Equal(["SetVideo VideoRequest { Member = m02, OnVideo = True }"], _hub.Asked);
        Assert.Equal(("m02", Refusals.WrongState), (screen.Member?.Id, screen.Asking.Refusal?.Code));
        screen.Note = new string('长', 201);
        Assert.False(screen.CanLeave);
    }

    [Fact]
    public async Task Suspending_asks_once_more_and_not_while_a_round_is_open()
    {
        var open = new BreakScreen(Proceedings(rounds: Pictures.Open()));
        await open.Suspend(_hub);
        Assert.False(open.IsConfirming);
        Assert.False(new BreakScreen(Proceedings("suspended")).CanSuspend);
        Assert.True(new BreakScreen(Proceedings(rounds: Pictures.Open() with { State = "tallied" })).CanSuspend);

        var proceedings = Proceedings();
        var screen = new BreakScreen(proceedings);
        await screen.Suspend(_hub);
        screen.Return();
        await screen.Suspend(_hub);
        Assert.Empty(_hub.Asked);
        proceedings.Take(Pictures.Open());
        screen.Follow();
        Assert.False(screen.IsConfirming);
        proceedings.Take(Pictures.Open().Then("closed"));
        await screen.Suspend(_hub);
        await screen.Suspend(_hub);
        Assert.Equal(["Suspend"], _hub.Asked);
    }

    [Fact]
    public async Task A_suspended_meeting_is_resumed_once_a_quorum_has_checked_in_again()
    {
        var proceedings = Proceedings("suspended", Roles.PresidingOfficer);
        var screen = new ChairScreen(proceedings);
        proceedings.Take(proceedings.Meeting! with { Present = 19 });
        await screen.Act(_hub);
        Assert.Equal((ChairStep.Resume, 1, 0), (screen.Step, screen.Lacking, _hub.Asked.Count));
        proceedings.Take(proceedings.Meeting! with { Present = 20 });
        await screen.Act(_hub);
        Assert.Equal(["Resume"], _hub.Asked);
        Assert.False(screen.CanGoTo(Pictures.Item(2, "pending")));
    }

    [Fact]
    public async Task A_member_of_a_suspended_meeting_is_asked_to_check_in_again()
    {
        var screen = new HomeScreen();
        await screen.Picture(Pictures.Member());
        Assert.Null(screen.CheckIn.Asks);
        await screen.Meeting(Pictures.Member().Meeting with { Phase = "suspended", Present = 0 });
        await screen.Presence(false);
        Assert.Equal((Proofs.Name, true), (screen.CheckIn.Asks, screen.CheckIn.IsAgain));
        Assert.Equal(HallSight.Suspended, screen.Hall.Sight);
    }

    [Fact]
    public async Task A_recusal_needs_paper_member_and_reason_and_is_settled_once_the_round_opens()
    {
        var screen = new RecusalScreen(Proceedings(rounds: Pictures.Open())) { Paper = "V02", Member = "m02", Reason = "  " };
        await screen.Recuse(_hub);
        Assert.Empty(_hub.Asked);
        screen.Reason = " 近亲属 ";
        await screen.Recuse(_hub);
        await screen.Lift(_hub, Pictures.Paper("V02", null), "m02");
        await screen.Lift(_hub, Pictures.Paper("V01", null), "m02");
        Assert.Equal(["Recuse RecuseRequest { Paper = V02, Member = m02, Reason = 近亲属 }", "Recuse RecuseRequest { Paper = V02, Member = m02, Reason =  }"], _hub.Asked);
        (screen.Paper, screen.Member, screen.Reason) = ("V01", "m02", "近亲属");
        Assert.False(screen.CanRecuse);
        screen.Paper = "V99";
        Assert.False(screen.CanRecuse);
    }

    [Fact]
    public async Task A_recused_member_is_told_so_in_place_of_the_paper_and_after_the_round_sees_its_result()
    {
        var screen = new HomeScreen();
        await screen.Picture(Pictures.Member());
        var open = Pictures.Open();
        // Told before the round itself, so that nothing is marked in vain.
        await screen.Barred(new Bar("V01", 1, Refusals.IsRecused));
        await screen.Round(open);
        Assert.Equal((SeatStep.Barred, Refusals.IsRecused, false), (screen.Seat.Step, screen.Seat.Refusal?.Code, screen.Seat.IsBallotForward));
        Assert.False(screen.Seat.CanMark || screen.Seat.CanReview || screen.Seat.CanCast || screen.Seat.CanMarkAgain);
        Assert.Null(screen.Seat.Draft);
        await screen.Round(open.Then("closed"));
        Assert.Equal(SeatStep.Waiting, screen.Seat.Step);
        // The next round of it is another matter.
        await screen.Round(open with { Round = 2 });
        Assert.Equal(SeatStep.Marking, screen.Seat.Step);
    }

    [Fact]
    public async Task A_late_arrival_that_waits_is_told_at_the_check_in_and_one_that_is_admitted_marks()
    {
        var screen = new HomeScreen();
        var open = Pictures.Open();
        await screen.Picture(Pictures.Member(open) with { Me = new SignedIn(Roles.Member, "m01", "Somebody"), Barred = new Bar("V01", 1, null) });
        Assert.False(screen.IsRoundShown);
        await screen.Barred(new Bar("V01", 1, Refusals.WaitsForNextRound));
        await screen.Presence(true);
        Assert.Equal((SeatStep.Barred, true), (screen.Seat.Step, screen.IsRoundShown));
        await screen.Barred(new Bar("V01", 1, null));
        Assert.Equal(SeatStep.Marking, screen.Seat.Step);
        Assert.NotNull(screen.Seat.Draft);
    }

    [Fact]
    public async Task A_ballot_that_is_recorded_stands_whatever_bars_a_new_one()
    {
        var screen = new HomeScreen();
        await screen.Picture(Pictures.Member(Pictures.Open()) with { Mine = new MyPress("V01", 1, 1), Barred = new Bar("V01", 1, Refusals.WaitsForNextRound) });
        Assert.Equal(SeatStep.Recorded, screen.Seat.Step);
    }

    [Fact]
    public async Task The_gavel_passes_to_a_member_in_the_room_and_what_the_new_one_signs_in_with_is_shown_until_it_is_put_away()
    {
        var proceedings = Proceedings(role: Roles.PresidingOfficer, rounds: Pictures.Open());
        var screen = new PostsScreen(() => proceedings);
        await screen.Refresh(_hub);
        Assert.Equal(["m01"], screen.Members.Select(m => m.Id));
        screen.Choose(Posts.FirstScrutineer);
        Assert.Equal((Posts.PresidingOfficer, false), (screen.Post, screen.CanPass));
        screen.Member = "m02";
        await screen.Pass(_hub);
        Assert.Equal(["PassGavel GavelRequest { Member = m02, Factor =  }"], _hub.Asked);
        Assert.Equal(("AAAA-BBBB-CCCC", "DDDD-EEEE-FFFF", ""), (screen.Issued?.Code, screen.Issued?.Password, screen.Member));
        screen.PutAway();
        Assert.Null(screen.Issued);
    }

    [Fact]
    public async Task Where_a_second_factor_is_asked_no_post_passes_on_without_it()
    {
        var proceedings = Proceedings();
        proceedings.Take(Pictures.Of(Roles.Clerk) with { AsksFactor = true });
        var screen = new PostsScreen(() => proceedings) { Member = "m02" };
        Assert.False(screen.CanPass);
        screen.Factor.Text = "123 456";
        await screen.Pass(_hub);
        Assert.Equal(["PassGavel GavelRequest { Member = m02, Factor = 123456 }"], _hub.Asked);
        Assert.Equal("", screen.Factor.Text);
    }

    [Fact]
    public async Task A_scrutineer_is_replaced_by_the_clerk_by_a_member_or_from_outside_and_not_while_a_round_is_open()
    {
        var proceedings = Proceedings();
        var screen = new PostsScreen(() => proceedings);
        screen.Choose(Posts.SecondScrutineer);
        Assert.False(screen.CanPass);
        screen.Outsider = " 王五 ";
        await screen.Pass(_hub);
        screen.PutAway();
        screen.Choose(Posts.FirstScrutineer);
        screen.Member = "m02";
        await screen.Pass(_hub);
        Assert.Equal(["ReplaceScrutineer ScrutineerRequest { Number = 2, Member = , Name = 王五, Factor =  }", "ReplaceScrutineer ScrutineerRequest { Number = 1, Member = m02, Name = , Factor =  }"], _hub.Asked);
        screen.PutAway();
        screen.Member = "m02";
        Assert.True(screen.CanPass);
        proceedings.Take(Pictures.Open());
        Assert.False(screen.CanPass);
    }

    [Fact]
    public async Task The_code_of_the_new_presiding_officer_outlives_the_session_of_the_old_and_not_the_signing_out()
    {
        var screen = new HomeScreen();
        await screen.Picture(Pictures.Of(Roles.PresidingOfficer));
        screen.Posts.Member = "m02";
        IssuedPost? shown = null;
        screen.Changed += () => shown = screen.Posts.Issued;
        await screen.Posts.Pass(_hub);
        Assert.NotNull(shown);
        await screen.Yielded();
        screen.SetLine(Line.SignedOut);
        Assert.NotNull(screen.Posts.Issued);
        await screen.Forget();
        Assert.Null(shown);
    }
}
