using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Voting.Tests.Files;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Screens;

/// <summary>Seventy-five items on one paper, and dimensions of an item on another, on real screens.</summary>
[Collection(nameof(TabletJourneyTests))]
public class BatchJourneyTests
{
    private static readonly Browser.Size[] Hand = [Browser.Size.Tablet, Browser.Size.Phone];

    [Fact]
    public async Task Seventy_five_items_are_rated_in_one_press_and_followed_up()
    {
        await using var room = await Room.Open(JsonNode.Parse(TestFiles.Read("Golden", "seventy-five-items", "meeting.json"))!.AsObject(), "m02", "m03");
        var (chair, one, hall) = (room.Chair, room.One, room.Hall);
        room.OthersMark((n, q) => [q < 25 ? 0 : q < 50 ? 1 : (n + q) % 3]);
        await Room.Next(chair, "宣布开会");
        await Room.Next(chair, "进入第1项议程");
        await Room.Next(chair, "准备表决");
        await Browser.Picture(chair, "chair-ready-batch");
        await Browser.Accessible(chair);
        await Room.Next(chair, "开始表决");

        var rows = one.Locator("fieldset.question");
        await Expect(rows).ToHaveCountAsync(75);
        await Expect(one.GetByRole(AriaRole.Radio).First).ToBeEnabledAsync();
        for (var n = 0; n < 75; n++)
            if (n is not (20 or 60)) await rows.Nth(n).GetByRole(AriaRole.Radio, new() { Name = n % 7 == 0 ? "基本满意" : "满意", Exact = true }).ClickAsync();
        await Expect(one.Locator(".press .count")).ToContainTextAsync("73");
        await rows.Nth(9).ScrollIntoViewIfNeededAsync();
        await Browser.Picture(one, "tablet-batch", Hand);
        await Browser.Accessible(one);
        // The unmarked ones are found one after another, from the top again after the end.
        await one.GetByRole(AriaRole.Button, new() { Name = "下一个未选题" }).ClickAsync();
        await Expect(rows.Nth(20).Locator("legend")).ToBeFocusedAsync();
        await one.GetByRole(AriaRole.Button, new() { Name = "下一个未选题" }).ClickAsync();
        await Expect(rows.Nth(60).Locator("legend")).ToBeFocusedAsync();
        await Expect(rows.Nth(60)).ToBeInViewportAsync();
        await rows.Nth(20).GetByRole(AriaRole.Radio, new() { Name = "不满意", Exact = true }).ClickAsync();
        await rows.Nth(20).GetByRole(AriaRole.Button, new() { Name = "清除" }).ClickAsync();
        await Expect(rows.Nth(20).Locator("input:checked")).ToHaveCountAsync(0);
        await rows.Nth(20).GetByRole(AriaRole.Radio, new() { Name = "不满意", Exact = true }).ClickAsync();

        await one.GetByRole(AriaRole.Button, new() { Name = "核对选择" }).ClickAsync();
        // What is blank is named, the rest summed up.
        await Expect(one.Locator(".review .warning")).ToContainTextAsync("有 1 题未作选择：第61号建议办理情况");
        await Expect(one.Locator(".review .question")).ToHaveCountAsync(1);
        await Expect(one.Locator(".batch-summary")).ToContainTextAsync("不满意 1 项");
        await Browser.Picture(one, "tablet-batch-review", Hand);
        await Browser.Accessible(one);
        await one.GetByRole(AriaRole.Button, new() { Name = "就这样提交" }).ClickAsync();
        await Expect(one.GetByText("提交成功")).ToBeVisibleAsync();

        await Room.Close(chair);
        await Expect(chair.Locator(".rating-table tbody tr")).ToHaveCountAsync(75);
        await Expect(chair.Locator(".say")).ToContainTextAsync("第61号建议办理情况：应参加测评35人，实际参加33人，有效32张，无效1张。");
        await Browser.Picture(chair, "chair-batch-tallied");
        await Browser.Accessible(chair);
        await Room.Next(chair, "公布结果");
        await Expect(hall.Locator(".lines tbody tr")).ToHaveCountAsync(10);
        await Expect(hall.Locator(".verdicts")).ToContainTextAsync("满意");
        await Browser.Picture(hall, "hall-batch", Browser.Size.Hall);
        await Browser.Accessible(hall);
        // It goes on by itself to the last five.
        await Expect(hall.Locator(".lines tbody tr")).ToHaveCountAsync(5, new() { Timeout = 120_000 });
        await Browser.Picture(one, "tablet-batch-result", Hand);
        await Browser.Accessible(one);
        await Dimensions(room);
        await FollowedUp(room);
    }

    private static async Task Dimensions(Room room)
    {
        var (chair, two) = (room.Chair, room.Two);
        await Room.Next(chair, "进入第2项议程");
        await Room.Next(chair, "准备表决");
        await Room.Next(chair, "开始表决");
        await Expect(two.Locator("h3.group")).ToHaveCountAsync(4);
        await Expect(two.GetByRole(AriaRole.Radio).First).ToBeEnabledAsync();
        for (var n = 0; n < 6; n++) await two.Locator("fieldset.question").Nth(n).GetByRole(AriaRole.Radio, new() { Name = "较好", Exact = true }).ClickAsync();
        await Browser.Picture(two, "tablet-dimensions", Hand);
        await Browser.Accessible(two);
        await Room.Close(chair);
        await Room.Next(chair, "公布结果");
        await Expect(room.Hall.Locator(".lines tbody tr").First).ToContainTextAsync("案件1：合规");
        await Expect(chair.Locator(".rating-table tr.group")).ToHaveCountAsync(4);
    }

    private static async Task FollowedUp(Room room)
    {
        var (clerk, scrutineer) = (room.Clerk, room.Scrutineer);
        await Room.Tab(clerk, "签署确认");
        await Browser.Picture(clerk, "clerk-certify-batch");
        await clerk.GetByRole(AriaRole.Button, new() { Name = "全部签署确认（2）" }).ClickAsync();
        await scrutineer.GetByRole(AriaRole.Button, new() { Name = "全部签署确认（2）" }).ClickAsync();
        await Expect(scrutineer.GetByText("没有待您签署确认的表决。")).ToBeVisibleAsync();
        await Room.Tab(clerk, "历次表决");
        await clerk.GetByRole(AriaRole.Button, new() { Name = "登记后续办理 七十五件代表建议办理情况测评票" }).ClickAsync();
        await clerk.GetByLabel("类别").SelectOptionAsync("整改");
        await clerk.GetByLabel("日期").FillAsync("2026-09-01");
        await clerk.GetByLabel("所涉项目").SelectOptionAsync("q61");
        await clerk.GetByLabel("内容").FillAsync("承办单位已按审议意见完成整改。");
        await clerk.Locator(".follow-ups .reason").ScrollIntoViewIfNeededAsync();
        await Browser.Picture(clerk, "clerk-follow-up");
        await Browser.Accessible(clerk);
        await clerk.Locator(".follow-ups .reason").GetByRole(AriaRole.Button, new() { Name = "登记后续办理" }).ClickAsync();
        await Expect(clerk.Locator(".follow-ups li")).ToContainTextAsync("2026-09-01");
        await Expect(clerk.Locator(".follow-ups li")).ToContainTextAsync("第61号建议办理情况");
    }
}
