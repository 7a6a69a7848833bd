using Voting.Domain.Contracts;
using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

public class CheckInScreenTests
{
    [Fact]
    public async Task An_absent_member_presses_the_name_and_goes_on_to_the_paper()
    {
        var screen = At(Me(present: false), Pictures.Open());
        Assert.Equal((Proofs.Name, false), (screen.CheckIn.Asks, screen.IsRoundShown));
        await screen.TakeSeat(new FakeHub { SeatIs = take => Seated(take.Secret is null) });
        Assert.Null(screen.CheckIn.Asks);
        Assert.True(screen.IsRoundShown);
        Assert.Equal(SeatStep.Marking, screen.Seat.Step);
    }

    [Fact]
    public void The_screen_follows_by_itself_when_the_clerk_checks_the_member_in()
    {
        var screen = At(Me(present: false));
        screen.Presence(true);
        Assert.Null(screen.CheckIn.Asks);
        screen.Presence(false);
        Assert.Equal(Proofs.Name, screen.CheckIn.Asks);
    }

    [Fact]
    public async Task A_pin_is_six_digits_from_pad_or_keyboard_and_a_wrong_one_is_taken_away()
    {
        var screen = At(Me(present: true, Proofs.Pin));
        var checkIn = screen.CheckIn;
        checkIn.Enter("12a3");
        Assert.Equal("123", checkIn.Entry);
        foreach (var digit in "4567") checkIn.Press(digit);
        Assert.Equal("123456", checkIn.Entry);
        checkIn.Erase();
        Assert.False(checkIn.CanConfirm);
        checkIn.Press('9');
        Assert.True(checkIn.CanConfirm);

        await screen.TakeSeat(new FakeHub { SeatIs = _ => Task.FromResult<Reply<SignedIn>>(new Refusal(Refusals.WrongProof)) });
        Assert.Equal((Refusals.WrongProof, ""), (checkIn.Asking.Refusal!.Code, checkIn.Entry));
        Assert.Equal(Proofs.Pin, checkIn.Asks);
        checkIn.Press('1');
        Assert.Null(checkIn.Asking.Refusal);
    }

    [Fact]
    public async Task What_was_entered_stays_where_no_answer_came()
    {
        var screen = At(Me(present: true, Proofs.Card));
        screen.CheckIn.Enter("abcd-efgh-2345");
        await screen.TakeSeat(new FakeHub { SeatIs = _ => throw new IOException() });
        Assert.True(screen.CheckIn.Asking.IsServerAway);
        Assert.Equal("abcd-efgh-2345", screen.CheckIn.Entry);
    }

    [Theory]
    [InlineData(Roles.PresidingOfficer)]
    [InlineData(Roles.Scrutineer)]
    [InlineData(Roles.Attendee)]
    [InlineData(Roles.Display)]
    public void Nobody_but_a_member_at_a_seat_is_asked(string role) =>
        Assert.Null(At(new SignedIn(role, role == Roles.PresidingOfficer ? "m01" : null, "Somebody")).CheckIn.Asks);

    [Fact]
    public void A_ballot_on_its_way_stays_in_sight_when_the_clerk_marks_the_member_as_gone()
    {
        var screen = At(Me(present: true), Pictures.Open());
        screen.Seat.Mark(0, 0);
        screen.Seat.Review();
        var answer = new TaskCompletionSource<Reply<Receipt>>();
        _ = screen.Cast(new FakeHub(_ => answer.Task), () => Task.CompletedTask);
        screen.Presence(false);
        Assert.Equal((SeatStep.Sending, true), (screen.Seat.Step, screen.IsRoundShown));
    }

    [Fact]
    public void A_draft_is_there_again_when_the_member_is_back()
    {
        var screen = At(Me(present: true), Pictures.Open());
        screen.Seat.Mark(0, 1);
        screen.Presence(false);
        Assert.False(screen.IsRoundShown);
        screen.Presence(true);
        Assert.True(screen.IsRoundShown && screen.Seat.Draft!.IsMarked(0, 1));
    }

    [Fact]
    public void An_officer_who_is_a_member_gets_the_paper_too()
    {
        var screen = At(new SignedIn(Roles.PresidingOfficer, "m01", "Somebody", Present: true), Pictures.Open());
        Assert.Equal(SeatStep.Marking, screen.Seat.Step);
        Assert.Equal(SeatStep.Waiting, At(new SignedIn(Roles.Scrutineer, null, "Somebody"), Pictures.Open()).Seat.Step);
    }

    [Fact]
    public async Task Cards_are_shown_until_they_are_put_away()
    {
        var sheet = new CodeSheetScreen();
        await sheet.Issue(new FakeHub { CodesAre = asked => new IssuedCodes([new SeatCode("m01", "Somebody", "A1", asked.Address, new QrView(1, ""))]) }, "http://here/");
        Assert.Equal("http://here/", Assert.Single(sheet.Cards!).Code);
        Assert.False(sheet.CanIssue);
        sheet.PutAway();
        Assert.True(sheet.CanIssue);
        Assert.False(sheet.CanPrint);
    }

    [Fact]
    public async Task An_officer_signs_in_by_password_and_it_does_not_stay_on_the_screen()
    {
        var signIn = new SignInScreen();
        signIn.Use(password: true);
        Assert.False(signIn.CanSignIn);
        (signIn.Post, signIn.Password) = (Posts.Clerk, "abcd-efgh-2345");
        SignInRequest? asked = null;
        await signIn.SignIn(request =>
        {
            asked = request;
            return Task.FromResult<Reply<SignedIn>>(new SignedIn(Roles.Clerk, null, "Clerk"));
        });
        Assert.Equal(new SignInRequest(null, Posts.Clerk, "abcdefgh2345"), asked);
        Assert.Equal("", signIn.Password);
    }

    [Fact]
    public async Task An_officer_is_asked_for_the_second_factor_beside_the_password()
    {
        var signIn = new SignInScreen { AsksFactor = true };
        Assert.False(signIn.IsFactorShown);
        signIn.Use(password: true);
        Assert.True(signIn.IsFactorShown);
        (signIn.Post, signIn.Password) = (Posts.Clerk, "abcd-efgh-2345");
        Assert.False(signIn.CanSignIn);
        signIn.Factor.Text = "123 456";
        SignInRequest? asked = null;
        await signIn.SignIn(request =>
        {
            asked = request;
            return Task.FromResult<Reply<SignedIn>>(new Refusal(Refusals.WrongSignIn));
        });
        Assert.Equal(new SignInRequest(null, Posts.Clerk, "abcdefgh2345", "123456"), asked);
        // It was right once at most; the password may have been right.
        Assert.Equal(("abcd-efgh-2345", ""), (signIn.Password, signIn.Factor.Text));
    }

    [Fact]
    public async Task That_a_code_is_an_officers_only_the_server_tells_and_then_the_factor_is_asked_for()
    {
        var signIn = new SignInScreen { AsksFactor = true, Code = "abcd-efgh-2345" };
        var asked = new List<SignInRequest>();
        Task<Reply<SignedIn>> Ask(SignInRequest request)
        {
            asked.Add(request);
            return Task.FromResult<Reply<SignedIn>>(request.Factor is null ? new Refusal(Refusals.FactorNeeded) : new SignedIn(Roles.Clerk, null, "Clerk"));
        }

        await signIn.SignIn(Ask);
        Assert.True(signIn.IsFactorShown);
        Assert.False(signIn.CanSignIn);
        signIn.Factor.Text = "1234-5678";
        await signIn.SignIn(Ask);
        Assert.Equal([new SignInRequest("abcdefgh2345"), new SignInRequest("abcdefgh2345", Factor: "12345678")], asked);
        // The next one to sign in here may be a member, and whoever enters another code may be one too.
        Assert.False(signIn.IsFactorShown);
        signIn.Code = "abcd-efgh-2345";
        await signIn.SignIn(Ask);
        Assert.True(signIn.IsFactorShown);
        signIn.Code = "abcd-efgh-2346";
        Assert.False(signIn.IsFactorShown);
    }

    private static SignedIn Me(bool present, string? proof = null) => new(Roles.Member, "m01", "Somebody", proof, present);

    private static Task<Reply<SignedIn>> Seated(bool right) =>
        Task.FromResult<Reply<SignedIn>>(right ? Me(present: true) : new Refusal(Refusals.WrongProof));

    private static HomeScreen At(SignedIn me, params RoundView[] rounds)
    {
        var screen = new HomeScreen();
        screen.SetLine(Line.Connected);
        screen.Picture(Pictures.Member(rounds) with { Me = me });
        return screen;
    }
}
