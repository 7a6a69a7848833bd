using Microsoft.Playwright;
using Voting.Domain.Contracts;
using Voting.Tests.Journeys;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Screens;

/// <summary>From the clerk's cards to the first ballot, in a real browser.</summary>
[Collection(nameof(TabletJourneyTests))]
public class EnrolmentJourneyTests
{
    [Fact]
    public async Task A_tablet_scans_its_card_the_member_enters_a_pin_and_votes()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Open(null, null, "--sign-in", "pin");
        var tablet = await Scanned(browser, chamber, chamber.Code("member:m2"));
        await Expect(tablet.Locator(".check-in .name")).ToHaveTextAsync("委员02");
        Assert.DoesNotContain("#", tablet.Url, StringComparison.Ordinal);
        var round = await chamber.OpenRound("P");
        await Expect(tablet.Locator("#pin")).ToBeFocusedAsync();
        await Browser.Accessible(tablet);
        await Browser.Picture(tablet, "tablet-pin.zh");

        await tablet.Locator("#pin").FocusAsync();
        await tablet.Keyboard.TypeAsync(chamber.Code("pin:m2") == "123456" ? "123457" : "123456");
        await tablet.Keyboard.PressAsync("Enter");
        await Expect(tablet.GetByText("不正确，请核对后重新输入")).ToBeVisibleAsync();
        foreach (var digit in chamber.Code("pin:m2")) await tablet.Locator(".pad").GetByRole(AriaRole.Button, new() { Name = digit.ToString(), Exact = true }).ClickAsync();
        await tablet.GetByRole(AriaRole.Button, new() { Name = "签到", Exact = true }).ClickAsync();

        await Room.Mark(tablet, "赞成", "赞成");
        await Room.Press(tablet);
        Assert.Equal(1, (await chamber.CloseRound(round)).Results![0].Counts["for"]);
    }

    [Fact]
    public async Task A_late_member_presses_the_name_and_one_whom_the_clerk_checks_in_sees_the_step_go_by_itself()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Open();
        var tablet = await Scanned(browser, chamber, chamber.Code("member:m5"));
        var press = tablet.GetByRole(AriaRole.Button, new() { Name = "我是委员05，签到" });
        await Expect(press).ToBeEnabledAsync();
        await Browser.Accessible(tablet);
        await Browser.Picture(tablet, "tablet-check-in.zh");
        await press.ClickAsync();
        await Expect(press).ToHaveCountAsync(0);
        Assert.Equal("present", (await chamber.Clerk.Roll()).Value!.Members.Single(m => m.Id == "m5").Attendance);
        Chamber.Done(await chamber.Clerk.Leave(new LeaveRequest("m5")));
        await Expect(press).ToBeVisibleAsync();
        Chamber.Done(await chamber.Clerk.CheckIn(new MemberRef("m5")));
        await Expect(press).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_scanner_types_the_place_card_into_the_field_that_has_the_focus()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Open(null, null, "--sign-in", "card");
        var tablet = await Scanned(browser, chamber, chamber.Code("member:m2"));
        await Expect(tablet.Locator("#card")).ToBeFocusedAsync();
        await Browser.Accessible(tablet);
        await Browser.Picture(tablet, "tablet-card.zh");
        await tablet.Locator("#card").FocusAsync();
        await tablet.Keyboard.TypeAsync(chamber.Code("card:m3"));
        await tablet.Keyboard.PressAsync("Enter");
        await Expect(tablet.GetByText("不正确，请核对后重新输入")).ToBeVisibleAsync();
        await Expect(tablet.Locator("#card")).ToBeFocusedAsync();
        await tablet.Keyboard.TypeAsync(chamber.Code("card:m2"));
        await tablet.Keyboard.PressAsync("Enter");
        await Expect(tablet.Locator(".check-in")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_clerk_signs_in_by_password_makes_cards_and_a_tablet_comes_in_with_one()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Open();
        var clerk = await browser.Device(chamber.Address);
        var byPassword = clerk.GetByRole(AriaRole.Button, new() { Name = "岗位密码" });
        await Expect(byPassword).ToBeEnabledAsync();
        await byPassword.ClickAsync();
        await clerk.Locator("#post").SelectOptionAsync("clerk");
        await clerk.Locator("#password").FillAsync(chamber.Code("password:clerk"));
        await Browser.Accessible(clerk);
        await Browser.Picture(clerk, "sign-in-password.zh");
        await clerk.Locator("#password").PressAsync("Enter");
        await clerk.GetByRole(AriaRole.Button, new() { Name = "平板", Exact = true }).ClickAsync();
        await clerk.GetByRole(AriaRole.Button, new() { Name = "生成登录卡" }).ClickAsync();
        var cards = clerk.Locator(".code-sheet li");
        await Expect(cards).ToHaveCountAsync(5);
        await Browser.Accessible(clerk);
        await Browser.Picture(clerk, "clerk-cards.zh");
        await Expect(cards.First).ToContainTextAsync(chamber.Address.ToString().TrimEnd('/'));

        var tablet = await Scanned(browser, chamber, await cards.First.Locator("code").InnerTextAsync());
        await Expect(tablet.GetByText("委员01").First).ToBeVisibleAsync();
    }

    private static Task<IPage> Scanned(Browser browser, Chamber chamber, string code) => browser.Device(new Uri(chamber.Address, $"/#code={code}"));
}
