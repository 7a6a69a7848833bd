using Voting.Domain.Contracts;
using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

public class CertifyScreenTests
{
    private static readonly RoundView First = Pictures.Open() with { State = "announced" };
    private static readonly RoundView Second = First with { Paper = "V02", ConfirmedByClerk = true };

    private static CertifyScreen Screen(string role, params RoundView[] rounds) => Screen(role, asksFactor: false, rounds);

    private static CertifyScreen Screen(string role, bool asksFactor, params RoundView[] rounds)
    {
        var proceedings = new Proceedings();
        proceedings.Take(Pictures.Of(role, rounds) with { AsksFactor = asksFactor });
        return new CertifyScreen(proceedings);
    }

    [Fact]
    public void The_clerk_confirms_first_and_then_a_scrutineer()
    {
        Assert.Equal(("V01", "V02"), (Assert.Single(Screen(Roles.Clerk, First, Second).Mine).Paper, Assert.Single(Screen(Roles.Clerk, First, Second).Others).Paper));
        Assert.Equal(("V02", "V01"), (Assert.Single(Screen(Roles.Scrutineer, First, Second).Mine).Paper, Assert.Single(Screen(Roles.Scrutineer, First, Second).Others).Paper));
    }

    [Fact]
    public void What_is_not_announced_or_is_void_waits_for_nobody()
    {
        var screen = Screen(Roles.Clerk, Pictures.Open(), First with { State = "tallied" }, First with { State = "void" }, First with { State = "certified" });
        Assert.Empty(screen.Mine);
        Assert.False(screen.CanCertify);
        Assert.Single(screen.Certified);
    }

    [Fact]
    public async Task All_are_certified_together_and_a_refusal_is_told()
    {
        var hub = new FakeHub { Answer = () => Task.FromResult<Reply<Done>>(new Refusal(Refusals.DoesNotReconcile)) };
        var screen = Screen(Roles.Clerk, First, First with { Paper = "V02" });
        await screen.CertifyAll(hub);
        Assert.Equal(["Certify V01/1 V02/1"], hub.Asked);
        Assert.Equal(Refusals.DoesNotReconcile, screen.Asking.Refusal?.Code);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("12345", false)]
    [InlineData("123456", true)]
    [InlineData("123 456", true)]
    [InlineData("1234567", false)]
    [InlineData("1234-5678", true)]
    [InlineData("123456789", false)]
    public void Where_a_second_factor_is_asked_nothing_is_certified_without_one(string factor, bool can)
    {
        var screen = Screen(Roles.Clerk, asksFactor: true, First);
        screen.Factor.Text = factor;
        Assert.Equal(can, screen.CanCertify);
    }

    [Fact]
    public async Task One_factor_goes_with_all_of_them_and_stays_only_where_no_answer_came()
    {
        var hub = new FakeHub { Answer = () => Task.FromException<Reply<Done>>(new IOException("The connection was lost.")) };
        var screen = Screen(Roles.Clerk, asksFactor: true, First, First with { Paper = "V02" });
        screen.Factor.Text = "123 456";
        await screen.CertifyAll(hub);
        Assert.Equal("123 456", screen.Factor.Text);
        hub.Answer = () => Task.FromResult<Reply<Done>>(new Refusal(Refusals.WrongFactor));
        await screen.CertifyAll(hub);
        Assert.Equal(["Certify V01/1 V02/1 123456", "Certify V01/1 V02/1 123456"], hub.Asked);
        Assert.Equal(("", Refusals.WrongFactor), (screen.Factor.Text, screen.Asking.Refusal?.Code));
    }

    [Fact]
    public async Task The_head_of_the_record_is_read_again_after_each_signature()
    {
        var screen = Screen(Roles.Clerk, First);
        await screen.Certify(new FakeHub(), First);
        Assert.Equal(7, screen.Head?.Events);
    }
}
