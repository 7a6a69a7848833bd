using Voting.Domain.Contracts;
using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

public class ClerkScreenTests
{
    private readonly FakeHub _hub = new()
    {
        RollIs = new RollView([Pictures.Member(1), Pictures.Member(2, "leave", online: false), Pictures.Member(3, online: false), Pictures.Member(4, "expected")]),
    };

    private static ClerkScreen Screen(params RoundView[] rounds) => Screen(null, rounds);

    private static ClerkScreen Screen(AgendaView? agenda, params RoundView[] rounds)
    {
        var proceedings = new Proceedings();
        proceedings.Take(Pictures.Of(Roles.Clerk, rounds) with { Agenda = agenda ?? new AgendaView([Pictures.Item(1, "called", Pictures.Paper("V01", null, 1)), Pictures.Item(2, "pending")]) });
        return new ClerkScreen(proceedings);
    }

    [Theory]
    [InlineData("委员02", "m02")]
    [InlineData(" 03 ", "m03")]
    [InlineData("4 排", "m04")]
    [InlineData("", "m01 m02 m03 m04")]
    [InlineData("x", "")]
    public async Task A_member_is_found_by_name_id_or_seat_in_the_printed_order(string text, string found)
    {
        var screen = Screen();
        await screen.Refresh(_hub);
        screen.Search = text;
        Assert.Equal(found, string.Join(' ', screen.Found.Select(m => m.Id)));
    }

    [Fact]
    public async Task The_filters_tell_who_is_away_and_whose_device_is_off_though_they_are_here()
    {
        var screen = Screen();
        await screen.Refresh(_hub);
        Assert.Equal((4, 2, 1), (screen.Count(RollFilter.All), screen.Count(RollFilter.Away), screen.Count(RollFilter.Offline)));
        screen.Filter = RollFilter.Offline;
        Assert.Equal("m03", Assert.Single(screen.Found).Id);
    }

    [Fact]
    public async Task Who_is_here_may_leave_and_who_is_away_may_be_checked_in()
    {
        var screen = Screen();
        await screen.Refresh(_hub);
        await screen.CheckIn(_hub, screen.Roll[0]);
        await screen.Leave(_hub, screen.Roll[1]);
        Assert.Empty(_hub.Asked);
        await screen.Leave(_hub, screen.Roll[0]);
        await screen.CheckIn(_hub, screen.Roll[1]);
        Assert.Equal(["Leave LeaveRequest { Member = m01, Reason = , Note = , Absent = False }", "CheckIn MemberRef { Member = m02 }"], _hub.Asked);
    }

    [Fact]
    public async Task A_new_code_is_shown_until_it_is_closed()
    {
        var screen = Screen();
        await screen.NewDevice(_hub, Pictures.Member(1));
        Assert.Equal("AAAA-BBBB-CCCC", screen.Issued?.Code);
        screen.HideCode();
        Assert.Null(screen.Issued);
    }

    [Fact]
    public async Task Items_move_by_one_place_and_not_past_the_ends()
    {
        var screen = Screen();
        var (first, second) = (Pictures.Item(1, "called"), Pictures.Item(2, "pending"));
        Assert.False(screen.CanMoveItem(first, -1));
        Assert.False(screen.CanMoveItem(second, 1));
        await screen.MoveItem(_hub, second, -1);
        Assert.StartsWith("Reorder", Assert.Single(_hub.Asked), StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_is_ticked_off_only_where_nothing_of_it_is_left_to_vote()
    {
        Assert.True(Screen().CanTickOff(Pictures.Item(2, "pending")));
        Assert.False(Screen().CanTickOff(Pictures.Item(2, "done")));
        Assert.False(Screen().CanTickOff(Pictures.Item(2, "pending", Pictures.Paper("V02", "first"))));
        Assert.False(Screen(Pictures.Open()).CanTickOff(Pictures.Item(1, "called", Pictures.Paper("V01", null, 1))));
    }

    [Theory]
    [InlineData("ready", true, false)]
    [InlineData("open", true, false)]
    [InlineData("closed", true, false)]
    [InlineData("tallied", false, false)]
    [InlineData("announced", false, true)]
    [InlineData("certified", false, true)]
    [InlineData("void", false, false)]
    public void Before_the_tally_a_round_is_voided_and_after_the_announcement_voted_again(string state, bool canVoid, bool canRepeat)
    {
        var round = Pictures.Open() with { State = state };
        var screen = Screen(round);
        Assert.Equal((canVoid, canRepeat), (screen.CanVoid(round), screen.CanRepeat(round)));
    }

    [Fact]
    public async Task Nothing_is_voided_or_repeated_without_a_reason()
    {
        var open = Pictures.Open();
        var screen = Screen(open);
        screen.Ask(open);
        screen.Reason = "  ";
        await screen.GiveReason(_hub);
        Assert.Empty(_hub.Asked);
        screen.Reason = " 设备故障 ";
        await screen.GiveReason(_hub);
        Assert.Equal(["Void VoidRequest { Paper = V01, Round = 1, Reason = 设备故障, Factor =  }"], _hub.Asked);
        Assert.Null(screen.Asked);
    }

    [Fact]
    public async Task Voiding_takes_the_second_factor_where_it_is_asked_and_voting_again_does_not()
    {
        var (open, announced) = (Pictures.Open(), Pictures.Open() with { Paper = "V02", State = "announced" });
        var proceedings = new Proceedings();
        proceedings.Take(Pictures.Of(Roles.Clerk, open, announced) with { AsksFactor = true });
        var screen = new ClerkScreen(proceedings);
        screen.Ask(open);
        screen.Reason = "设备故障";
        Assert.False(screen.CanGiveReason);
        screen.Factor.Text = "1234 5678";
        _hub.Answer = () => Task.FromResult<Reply<Done>>(new Refusal(Refusals.WrongFactor));
        await screen.GiveReason(_hub);
        Assert.Equal(["Void VoidRequest { Paper = V01, Round = 1, Reason = 设备故障, Factor = 12345678 }"], _hub.Asked);
        Assert.Equal(("设备故障", ""), (screen.Reason, screen.Factor.Text));
        screen.Factor.Text = "123456";
        screen.Return();
        Assert.Equal("", screen.Factor.Text);
        screen.Ask(announced);
        screen.Reason = "重新表决";
        Assert.True(screen.CanGiveReason);
    }

    [Fact]
    public async Task A_refused_reason_stays_to_be_given_again()
    {
        var announced = Pictures.Open() with { State = "announced" };
        var screen = Screen(announced);
        _hub.Answer = () => Task.FromResult<Reply<Done>>(new Refusal(Refusals.RoundStillOpen));
        screen.Ask(announced);
        screen.Reason = "重新表决";
        await screen.GiveReason(_hub);
        Assert.Equal(["Prepare PrepareRequest { Paper = V01, Again = 重新表决 }"], _hub.Asked);
        Assert.Equal(("重新表决", Refusals.RoundStillOpen), (screen.Reason, screen.Asking.Refusal!.Code));
    }
}
