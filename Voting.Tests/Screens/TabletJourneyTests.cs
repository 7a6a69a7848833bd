using System.Net.Http.Json;
using Microsoft.Playwright;
using Voting.Domain.Contracts;
using Voting.Tests.Journeys;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Screens;

/// <summary>Tablets in a real browser before a real server, driven as members would.</summary>
[CollectionDefinition(nameof(TabletJourneyTests))]
[Collection(nameof(TabletJourneyTests))]
public class TabletJourneyTests
{
    [Fact]
    public async Task Two_tablets_vote_one_changes_its_mind_and_both_see_the_announced_result()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Open();
        var (first, second) = (await browser.Device(chamber.Address), await browser.Device(chamber.Address));
        await Browser.Picture(first, "sign-in", Browser.Size.Tablet, Browser.Size.Phone);
        await Browser.Accessible(first);
        await Browser.SignIn(first, chamber.Code("member:m1"));
        await Browser.SignIn(second, chamber.Code("member:m2"));
        await Expect(first.GetByText("委员01")).ToBeVisibleAsync();
        await Expect(second.GetByText("委员02")).ToBeVisibleAsync();

        var round = await chamber.OpenRound("P");
        await Browser.Accessible(first);
        await Room.Mark(first, "赞成", "赞成");
        await Room.Press(first);
        await Room.Mark(second, "反对", "弃权");
        await Room.Press(second);
        await Browser.Accessible(first);
        // The last press before the close counts.
        await second.GetByRole(AriaRole.Button, new() { Name = "重新填写" }).ClickAsync();
        await Room.Mark(second, "赞成", "赞成");
        await Room.Press(second);

        var tallied = await chamber.CloseRound(round);
        Assert.Equal((2, 2), (tallied.Voted, tallied.Results![1].Counts["for"]));
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        await Expect(first.GetByText("未获通过").First).ToBeVisibleAsync();
        await Browser.Accessible(first);
        await second.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Expect(second.GetByText("Not passed").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_tablet_whose_clear_ballot_was_under_way_at_the_close_says_that_it_does_not_know()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Open();
        using var network = new BadNetwork(chamber.Address);
        var tablet = await browser.Device(network.Address);
        await Browser.SignIn(tablet, chamber.Code("member:m1"));
        await Expect(tablet.GetByText("委员01")).ToBeVisibleAsync();
        var round = await chamber.OpenRound("R");
        await Room.Mark(tablet, "赞成");
        await tablet.GetByRole(AriaRole.Button, new() { Name = "核对选择" }).ClickAsync();
        await Expect(tablet.GetByRole(AriaRole.Button, new() { Name = "提交", Exact = true })).ToBeVisibleAsync();

        // The press arrives and is recorded; its answer is lost, and the network comes back after the close.
        network.SwallowsAnswers = true;
        await tablet.GetByRole(AriaRole.Button, new() { Name = "提交", Exact = true }).ClickAsync();
        await Chamber.Until(async () => (await chamber.Chair.Snapshot()).Value!.Turnout is { Voted: 1 });
        network.IsAway = true;
        network.Cut();
        await chamber.CloseRound(round);
        network.SwallowsAnswers = false;
        network.IsAway = false;

        await Expect(tablet.GetByText("本票是否记录尚不能确认")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Browser.Picture(tablet, "tablet-not-known", Browser.Size.Tablet, Browser.Size.Phone);
        await Browser.Accessible(tablet);
        // What became of it is owed also beside the result.
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        await Expect(tablet.GetByText("本票是否记录尚不能确认")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task After_the_close_a_tablet_finds_its_ballot_in_the_urn_and_one_in_whose_place_somebody_else_pressed_does_not()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Open();
        var (first, second) = (await browser.Device(chamber.Address), await browser.Device(chamber.Address));
        await Browser.SignIn(first, chamber.Code("member:m1"));
        await Browser.SignIn(second, chamber.Code("member:m2"));
        await Expect(first.GetByText("委员01")).ToBeVisibleAsync();
        await Expect(second.GetByText("委员02")).ToBeVisibleAsync();
        var round = await chamber.OpenRound("P");
        foreach (var tablet in (IPage[])[first, second])
        {
            await Room.Mark(tablet, "赞成", "赞成");
            await Room.Press(tablet);
        }

        // A stolen session presses later, and the last press counts.
        var cookies = await second.Context.CookiesAsync();
        using var thief = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(chamber.Address, "/cast")) { Content = JsonContent.Create(chamber.Press(round, 9, 1)) };
        request.Headers.Add("Cookie", string.Join("; ", cookies.Select(c => $"{c.Name}={c.Value}")));
        (await thief.SendAsync(request, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await chamber.CloseRound(round);

        await Expect(first.GetByText("您最后一次提交的选票已在票箱中。")).ToBeVisibleAsync();
        await Expect(second.GetByText("票箱中没有您的选票")).ToBeVisibleAsync();
        await Browser.Picture(first, "tablet-in-urn", Browser.Size.Tablet, Browser.Size.Phone);
        await Browser.Picture(second, "tablet-missing", Browser.Size.Tablet, Browser.Size.Phone);
        await Browser.Accessible(first);
        await Browser.Accessible(second);
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        // Beside the result both stay.
        await Expect(first.GetByText("表决结果").First).ToBeVisibleAsync();
        await Expect(first.GetByText("您最后一次提交的选票已在票箱中。")).ToBeVisibleAsync();
        await Expect(second.GetByText("票箱中没有您的选票")).ToBeVisibleAsync();
        await Browser.Picture(first, "tablet-in-urn-result");
    }

    [Fact]
    public async Task An_envelope_that_a_browser_sealed_with_sm2_sm3_and_sm4_is_opened_by_the_server()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Open(null, null, "--sealing", "sm");
        var tablet = await browser.Device(chamber.Address);
        await Browser.SignIn(tablet, chamber.Code("member:m1"));
        await Expect(tablet.GetByText("委员01")).ToBeVisibleAsync();

        var round = await chamber.OpenRound("P");
        await Room.Mark(tablet, "赞成", "弃权");
        await Room.Press(tablet);

        var tallied = await chamber.CloseRound(round);
        Assert.Equal((1, 0, 1, 1), (tallied.Voted, tallied.Unreadable, tallied.Results![0].Counts["for"], tallied.Results[1].Counts["abstain"]));
    }

    [Fact]
    public async Task A_tablet_survives_a_reload_and_a_kill_of_the_server_in_mid_round()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Open();
        var tablet = await browser.Device(chamber.Address);
        await Browser.SignIn(tablet, chamber.Code("member:m1"));
        await Expect(tablet.GetByText("委员01")).ToBeVisibleAsync();
        var round = await chamber.OpenRound("S");
        await Expect(tablet.GetByText("票选").First).ToBeVisibleAsync();
        await tablet.ReloadAsync();
        await tablet.GetByRole(AriaRole.Checkbox).Nth(2).ClickAsync();
        // One seat: the others cannot be marked as well.
        await Expect(tablet.GetByRole(AriaRole.Checkbox).First).ToBeDisabledAsync();
        await tablet.GetByRole(AriaRole.Button, new() { Name = "核对选择" }).ClickAsync();

        await chamber.Server.Kill();
        await tablet.GetByRole(AriaRole.Button, new() { Name = "提交", Exact = true }).ClickAsync();
        await Expect(tablet.GetByText("网络中断，正在重新提交")).ToBeVisibleAsync();
        await chamber.Start();

        await Expect(tablet.GetByText("提交成功")).ToBeVisibleAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await chamber.Chair.Back(patience.Token);
        Assert.Equal(1, (await chamber.CloseRound(round)).Results![0].Counts["c"]);
    }

    [Fact]
    public async Task A_press_without_an_answer_survives_a_reload_and_is_counted_once()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Open();
        var tablet = await browser.Device(chamber.Address);
        await Browser.SignIn(tablet, chamber.Code("member:m1"));
        await Expect(tablet.GetByText("委员01")).ToBeVisibleAsync();
        var round = await chamber.OpenRound("P");
        await Room.Mark(tablet, "赞成", "反对");
        await tablet.GetByRole(AriaRole.Button, new() { Name = "核对选择" }).ClickAsync();

        await chamber.Server.Kill();
        await Expect(tablet.GetByText("网络中断，正在重新连接")).ToBeVisibleAsync();
        await tablet.GetByRole(AriaRole.Button, new() { Name = "提交", Exact = true }).ClickAsync();
        await Expect(tablet.GetByText("网络中断，正在重新提交")).ToBeVisibleAsync();
        await tablet.CloseAsync();
        await chamber.Start();

        var again = await tablet.Context.NewPageAsync();
        await again.GotoAsync(chamber.Address.ToString());
        await Expect(again.GetByText("提交成功")).ToBeVisibleAsync();
        Assert.Equal(0, await again.Locator("input").CountAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await chamber.Chair.Back(patience.Token);
        var tallied = await chamber.CloseRound(round);
        Assert.Equal((1, 1, 1), (tallied.Voted, tallied.Results![0].Counts["for"], tallied.Results[1].Counts["against"]));
    }

    [Fact]
    public async Task A_member_votes_by_the_keyboard_alone()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Open();
        var tablet = await browser.Device(chamber.Address);
        await Browser.SignIn(tablet, chamber.Code("member:m1"));
        await Expect(tablet.GetByText("委员01")).ToBeVisibleAsync();
        var round = await chamber.OpenRound("P");
        await Expect(tablet.GetByRole(AriaRole.Radio).First).ToBeEnabledAsync();
        // Tab comes to each question's first option; the arrows go among them.
        await Tab(tablet, "input[name=q0]");
        await tablet.Keyboard.PressAsync("Space");
        await Tab(tablet, "input[name=q1]");
        await tablet.Keyboard.PressAsync("ArrowDown");
        await Tab(tablet, "button:text('核对选择')");
        await tablet.Keyboard.PressAsync("Enter");
        await Tab(tablet, "button:text-is('提交')");
        await tablet.Keyboard.PressAsync("Enter");
        await Expect(tablet.GetByText("提交成功")).ToBeVisibleAsync();
        var results = (await chamber.CloseRound(round)).Results!;
        Assert.Equal((1, 1), (results[0].Counts["for"], results[1].Counts["against"]));
    }

    [Fact]
    public async Task The_clerk_voids_a_round_and_has_an_announced_paper_voted_again_with_a_reason()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Open();
        var clerk = await browser.Device(chamber.Address);
        await chamber.OpenRound("P");
        await Browser.SignIn(clerk, Posts.Clerk, chamber.Code("password:clerk"));
        await Room.Tab(clerk, "历次表决");
        await clerk.GetByRole(AriaRole.Button, new() { Name = "作废 无记名 第1次表决" }).ClickAsync();
        await Expect(clerk.Locator(".reason button.danger")).ToBeDisabledAsync();
        await clerk.GetByLabel("原因（记入会议记录）").FillAsync("设备故障");
        await Browser.Picture(clerk, "clerk-void");
        await Browser.Accessible(clerk);
        await clerk.Locator(".reason button.danger").ClickAsync();
        await Expect(clerk.GetByText("原因：设备故障")).ToBeVisibleAsync();

        await Room.Tab(clerk, "主持");
        await Room.Next(clerk, "准备表决");
        await Room.Next(clerk, "开始表决");
        await Expect(clerk.Locator(".conduct").GetByRole(AriaRole.Button, new() { Name = "结束表决" })).ToBeVisibleAsync();
        var member = await chamber.Member("m1");
        var open = Assert.Single((await member.Snapshot()).Value!.Rounds, r => r.State == "open");
        Chamber.Done(await member.Cast(chamber.Press(open, 1, 0)));
        await Room.Close(clerk);
        await Room.Next(clerk, "公布结果");
        await Room.Tab(clerk, "历次表决");
        await clerk.GetByRole(AriaRole.Button, new() { Name = "重新表决 无记名" }).ClickAsync();
        await clerk.GetByLabel("原因（记入会议记录）").FillAsync("会议决定重新表决");
        await clerk.Locator(".reason button.danger").ClickAsync();
        await Expect(clerk.GetByText("原因：会议决定重新表决")).ToBeVisibleAsync();
        // All three stand side by side, and the counts of the second are kept.
        await Expect(clerk.Locator(".rounds-table thead").First).ToContainTextAsync("第3次表决");
        await Browser.Picture(clerk, "clerk-rounds-again");
        await Browser.Accessible(clerk);
        Assert.Equal(["void", "superseded", "ready"], (await chamber.Clerk.Snapshot()).Value!.Rounds.Select(r => r.State));
    }

    [Fact]
    public async Task The_clerk_is_told_where_an_item_could_not_be_called()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Open();
        Chamber.Done(await chamber.Chair.OpenMeeting());
        var clerk = await browser.Device(chamber.Address);
        await Browser.SignIn(clerk, Posts.Clerk, chamber.Code("password:clerk"));
        await Room.Tab(clerk, "议程");
        await chamber.Server.Kill();
        await Expect(clerk.GetByText("网络中断，正在重新连接")).ToBeVisibleAsync();
        await clerk.GetByRole(AriaRole.Button, new() { Name = "进入第1项议程" }).ClickAsync();
        await Expect(clerk.Locator(".refusal")).ToHaveTextAsync("连接不上服务器，请再试一次。");
    }

    // As somebody presses Tab until what they look for has the focus.
    private static async Task Tab(IPage page, string selector)
    {
        for (var press = 0; press < 40; press++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.Locator(":focus").And(page.Locator(selector)).CountAsync() > 0) return;
        }

        Assert.Fail($"The keyboard does not come to {selector}.");
    }
}
