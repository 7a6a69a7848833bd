using Microsoft.Playwright;
using Voting.Domain.Contracts;
using Voting.Tests.Journeys;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Screens;

/// <summary>Officers with a second factor, in real browsers: sign-in, void, certify.</summary>
[Collection(nameof(TabletJourneyTests))]
public class SecondFactorJourneyTests
{
    [Fact]
    public async Task Officers_sign_in_void_and_certify_with_an_authenticator_and_with_printed_codes()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Empty(null, null, "--second-factor", "required");
        var clerk = await SignInByPassword(browser, chamber);
        var scrutineer = await SignInByCode(browser, chamber);
        var chair = await chamber.Officer(Posts.PresidingOfficer);
        Chamber.Done(await chair.OpenMeeting());
        await Void(chamber, chair, clerk);
        foreach (var round in new[] { new RoundRef("R", 1), new RoundRef("F", 1) })
        {
            Assert.Null((await chair.Prepare(new PrepareRequest(round.Paper))).Refusal);
            Chamber.Done(await chair.Open(round));
            Chamber.Done(await chair.Close(round));
            await chair.Tallied(round, TimeSpan.FromSeconds(60));
            Chamber.Done(await chair.Announce(round));
        }

        await Certify(chamber, clerk, scrutineer);
    }

    private static async Task<IPage> SignInByPassword(Browser browser, Chamber chamber)
    {
        var clerk = await browser.Device(chamber.Address);
        var byPassword = clerk.GetByRole(AriaRole.Button, new() { Name = "岗位密码" });
        await Expect(byPassword).ToBeEnabledAsync();
        await Expect(clerk.Locator("#factor")).ToHaveCountAsync(0);
        await byPassword.ClickAsync();
        await clerk.Locator("#post").SelectOptionAsync(Posts.Clerk);
        await clerk.Locator("#password").FillAsync(chamber.Code("password:clerk"));
        await Expect(clerk.GetByRole(AriaRole.Button, new() { Name = "登录", Exact = true })).ToBeDisabledAsync();
        await clerk.Locator("#factor").FillAsync(chamber.Printed(Posts.FirstScrutineer)[9]);
        await clerk.Locator("#factor").PressAsync("Enter");
        await Expect(clerk.GetByText("岗位、密码或动态口令不正确")).ToBeVisibleAsync();
        await Expect(clerk.Locator("#factor")).ToHaveValueAsync("");
        await Browser.Accessible(clerk);
        await Browser.Picture(clerk, "sign-in-factor", Browser.Size.Tablet, Browser.Size.Phone);
        await clerk.Locator("#factor").FillAsync(Authenticator.Of(chamber.Code("totp:clerk")).Now());
        await clerk.Locator("#factor").PressAsync("Enter");
        await Expect(clerk.Locator("nav.tabs")).ToBeVisibleAsync();
        return clerk;
    }

    private static async Task<IPage> SignInByCode(Browser browser, Chamber chamber)
    {
        var scrutineer = await browser.Device(chamber.Address);
        await Browser.SignIn(scrutineer, chamber.Code(Posts.FirstScrutineer));
        await Expect(scrutineer.GetByText("请输入动态口令或备用码。")).ToBeVisibleAsync();
        // Without a hand to the mouse.
        await Expect(scrutineer.Locator("#factor")).ToBeFocusedAsync();
        await Browser.Accessible(scrutineer);
        await Browser.Picture(scrutineer, "sign-in-factor-needed");
        await scrutineer.Locator("#factor").FillAsync("");
        await scrutineer.Keyboard.TypeAsync(chamber.Printed(Posts.FirstScrutineer)[0]);
        await scrutineer.Keyboard.PressAsync("Enter");
        await Expect(scrutineer.GetByText("没有待您签署确认的表决。")).ToBeVisibleAsync();
        return scrutineer;
    }

    private static async Task Void(Chamber chamber, Rehearsal.Officer chair, IPage clerk)
    {
        Assert.Null((await chair.Prepare(new PrepareRequest("P"))).Refusal);
        Chamber.Done(await chair.Open(new RoundRef("P", 1)));
        await Room.Tab(clerk, "历次表决");
        await clerk.GetByRole(AriaRole.Button, new() { Name = "作废 无记名" }).ClickAsync();
        await clerk.Locator("#reason").FillAsync("设备故障");
        var press = clerk.Locator(".reason").GetByRole(AriaRole.Button, new() { Name = "作废", Exact = true });
        await Expect(press).ToBeDisabledAsync();
        await clerk.Locator("#void-factor").FillAsync("000 000");
        await Browser.Accessible(clerk);
        await Browser.Picture(clerk, "clerk-void-factor");
        await press.ClickAsync();
        await Expect(clerk.GetByText("动态口令不正确或已使用，请用下一个。")).ToBeVisibleAsync();
        Assert.Equal("open", (await chair.Snapshot()).Value!.Rounds[^1].State);
        await clerk.Locator("#void-factor").FillAsync(chamber.Printed(Posts.Clerk)[0]);
        await press.ClickAsync();
        await Expect(clerk.Locator(".state.void")).ToBeVisibleAsync();
    }

    private static async Task Certify(Chamber chamber, IPage clerk, IPage scrutineer)
    {
        await Room.Tab(clerk, "签署确认");
        var all = new PageGetByRoleOptions { Name = "全部签署确认（2）" };
        await Expect(clerk.GetByRole(AriaRole.Button, all)).ToBeDisabledAsync();
        await clerk.Locator("#certify-factor").FillAsync(chamber.Printed(Posts.Clerk)[1]);
        await Browser.Accessible(clerk);
        await Browser.Picture(clerk, "clerk-certify-factor");
        await clerk.GetByRole(AriaRole.Button, all).ClickAsync();
        await Expect(scrutineer.GetByRole(AriaRole.Button, all)).ToBeDisabledAsync();
        await scrutineer.Locator("#certify-factor").FillAsync(Authenticator.Of(chamber.Code("totp:scrutineer:1")).Now());
        await scrutineer.GetByRole(AriaRole.Button, all).ClickAsync();
        await Expect(scrutineer.GetByText("没有待您签署确认的表决。")).ToBeVisibleAsync();
        await Expect(scrutineer.GetByText("已签署确认的表决")).ToBeVisibleAsync();
    }
}
