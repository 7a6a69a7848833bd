using Voting.Domain.Contracts;
using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

public class TestScreenTests
{
    private static readonly RoundView Test = Pictures.Open() with { Paper = "test-ballot" };

    private static Snapshot CheckIn(params RoundView[] rounds) => Pictures.Member(rounds) with { Meeting = Pictures.Member().Meeting with { Phase = "check-in" } };

    [Fact]
    public async Task A_test_stands_apart_from_the_proceedings_and_goes_when_it_is_over()
    {
        var home = new HomeScreen();
        await home.Picture(CheckIn());
        await home.TestBallot(Test);
        Assert.Equal((SeatStep.Marking, SeatStep.Waiting), (home.TestSeat.Step, home.Seat.Step));
        Assert.Empty(home.Proceedings.Rounds);
        home.TestSeat.Mark(0, 0);
        home.TestSeat.Review();
        var hub = new FakeHub(FakeHub.Recorded);
        await home.CastTest(hub, () => Task.CompletedTask);
        Assert.Equal(("test-ballot", SeatStep.Recorded), (Assert.Single(hub.Casts).Paper, home.TestSeat.Step));

        await home.TestBallot(Test with { State = "over" });
        Assert.Null(home.Test);
        // The next is marked anew, although it bears the same number after a restart.
        await home.TestBallot(Test);
        Assert.Equal(SeatStep.Marking, home.TestSeat.Step);
    }

    [Fact]
    public async Task A_picture_without_a_test_ends_one_that_was_on_and_one_with_it_begins_it()
    {
        var home = new HomeScreen();
        await home.Picture(CheckIn() with { Test = Test, TestMine = new MyPress("test-ballot", 1, 3) });
        Assert.Equal(SeatStep.Recorded, home.TestSeat.Step);
        await home.Picture(CheckIn());
        Assert.Null(home.Test);
    }

    [Fact]
    public async Task The_clerk_starts_watches_and_ends_it_and_sees_the_seats_that_failed()
    {
        var proceedings = new Proceedings();
        proceedings.Take(CheckIn());
        var (screen, hub) = (new TestScreen(proceedings), new FakeHub());
        Assert.False(screen.CanStart);
        await screen.Refresh(hub);
        Assert.Equal((true, false), (screen.CanStart, screen.CanEnd));
        hub.TestIs = () => new TestSheet(1, true, [new TestSeat("m01", "甲", null, "pressed"), new TestSeat("m02", "乙", null, "waiting")]);
        await screen.Start(hub);
        Assert.Equal(["StartTest"], hub.Asked);
        Assert.Equal((false, true), (screen.CanStart, screen.CanEnd));
        Assert.Equal(["m02"], screen.Failed.Select(s => s.Member));
        hub.TestIs = () => new TestSheet(1, false, [new TestSeat("m01", "甲", null, "wrong"), new TestSeat("m02", "乙", null, "right")]);
        await screen.End(hub);
        Assert.Equal(["m01"], screen.Failed.Select(s => s.Member));
        Assert.Equal(1, screen.Count("wrong"));
        Assert.True(screen.CanStart);
    }

    [Fact]
    public void A_roll_call_is_sorted_by_what_each_did()
    {
        var list = new RollCallView("V01", 1,
        [
            new RollCallEntry("m1", "甲", [["for"]]), new RollCallEntry("m2", "乙", [["against"]]), new RollCallEntry("m3", "丙", [["for"]]),
            new RollCallEntry("m4", "丁", [[]]), new RollCallEntry("m5", "戊", [["for", "against"]]), new RollCallEntry("m6", "己", []), new RollCallEntry("m7", "庚", null),
        ]);
        var groups = RollCallFigures.Groups(list, Pictures.Resolution, 0);
        Assert.Equal(
            ["for 甲 丙", "against 乙", "abstain ", "Blank 丁", "Void 戊 己", "DidNotVote 庚"],
            groups.Select(g => $"{g.Option?.Id ?? g.Kind.ToString()} {string.Join(' ', g.Names)}"));
    }
}
