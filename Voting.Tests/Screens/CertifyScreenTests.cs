using Voting.Domain.Contracts;
using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

public class CertifyScreenTests
{
    private static readonly RoundView First = Pictures.Open() with { State = "announced" };
    private static readonly RoundView Second = First with { Paper = "V02", ConfirmedByClerk = true };

    private static CertifyScreen Screen(string role, params RoundView[] rounds)
    {
        var proceedings = new Proceedings();
        proceedings.Take(Pictures.Of(role, rounds));
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

    [Fact]
    public async Task The_head_of_the_record_is_read_again_after_each_signature()
    {
        var screen = Screen(Roles.Clerk, First);
        await screen.Certify(new FakeHub(), First);
        Assert.Equal(7, screen.Head?.Events);
    }
}
