using Voting.Domain.Contracts;
using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

public class HomeScreenTests
{
    [Fact]
    public void Whoever_signs_out_leaves_nothing_on_the_screen()
    {
        var screen = new HomeScreen();
        screen.SetLine(Line.Connected);
        screen.Picture(Pictures.Member(Pictures.Open()));
        screen.SetLine(Line.SignedOut);
        Assert.Null(screen.Proceedings.Me);
        Assert.Null(screen.Seat.Draft);
    }

    [Fact]
    public void A_fenced_screen_says_so_until_somebody_signs_in_again()
    {
        var screen = new HomeScreen();
        screen.SetLine(Line.Connected);
        screen.Fenced();
        Assert.True(screen.IsFenced);
        Assert.False(screen.IsSignedIn);
        screen.SetLine(Line.Connecting);
        Assert.False(screen.IsFenced);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("ABCD-EFGH-2345", true)]
    [InlineData("abcd efgh 2345", true)]
    [InlineData("ABCDEFGH234", false)]
    public void A_code_has_twelve_characters_however_it_is_grouped(string code, bool can) =>
        Assert.Equal(can, new SignInScreen { Code = code }.CanSignIn);

    [Fact]
    public async Task A_wrong_code_is_refused_in_words_and_can_be_mended()
    {
        var signIn = new SignInScreen { Code = "ABCDEFGH2345" };
        Assert.Null(await signIn.SignIn(_ => Task.FromResult<Reply<SignedIn>>(new Refusal(Refusals.UnknownCode))));
        Assert.Equal(Refusals.UnknownCode, signIn.Refusal!.Code);
        Assert.True(signIn.CanSignIn);
    }

    [Fact]
    public async Task A_server_that_is_away_is_no_refusal()
    {
        var signIn = new SignInScreen { Code = "ABCDEFGH2345" };
        Assert.Null(await signIn.SignIn(_ => throw new HttpRequestException()));
        Assert.True(signIn.IsServerAway);
        Assert.Null(signIn.Refusal);
    }
}
