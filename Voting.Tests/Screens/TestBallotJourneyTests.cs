using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Voting.Tests.Files;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Screens;

/// <summary>A test ballot before the meeting, then a recorded division whose time closes it and whose names are shown live, on real screens.</summary>
[Collection(nameof(TabletJourneyTests))]
public class TestBallotJourneyTests
{
    private static readonly Browser.Size[] Hand = [Browser.Size.Tablet, Browser.Size.Phone];

    [Fact]
    public async Task Tablets_are_tested_before_the_meeting_and_names_are_shown_live_where_the_paper_says_so()
    {
        var meeting = JsonNode.Parse(TestFiles.Read("Golden", "totals-against-names", "meeting.json"))!.AsObject();
        meeting["papers"]![0]!["didNotVote"] = "split";
        meeting["papers"]![0]!["result"] = "direct";
        await using var room = await Room.Open(meeting, "m2", "m3");
        var (chair, clerk, hall, one, two) = (room.Chair, room.Clerk, room.Hall, room.One, room.Two);
        room.OthersMark((n, _) => [n < 3 ? 0 : 1]);
        await Room.Tab(clerk, "试表决");
        await clerk.GetByRole(AriaRole.Button, new() { Name = "开始测试" }).ClickAsync();
        foreach (var page in new[] { chair, clerk, hall, one, two, room.Scrutineer }) await Expect(page.Locator(".test-banner")).ToHaveTextAsync("测试，不是正式表决");
        await Expect(one.GetByRole(AriaRole.Radio).First).ToBeEnabledAsync();
        await one.GetByRole(AriaRole.Radio, new() { Name = "赞成", Exact = true }).ClickAsync();
        await Browser.Picture(one, "tablet-test", Hand);
        await Browser.Accessible(one);
        await Browser.Picture(hall, "hall-test", Browser.Size.Hall);
        await Browser.Accessible(hall);
        await Room.Press(one);
        await two.GetByRole(AriaRole.Radio, new() { Name = "反对", Exact = true }).ClickAsync();
        await Room.Press(two);
        // Everybody but the presiding officer; m9 is on leave and has no tablet.
        await Expect(clerk.Locator(".test-sheet .people li")).ToHaveCountAsync(2);
        await Browser.Picture(clerk, "clerk-test");
        await clerk.GetByRole(AriaRole.Button, new() { Name = "结束测试" }).ClickAsync();
        await Expect(clerk.Locator(".test-sheet .people li")).ToHaveCountAsync(3);
        await Expect(clerk.Locator(".test-sheet .people")).ToContainTextAsync("选择有误");
        await Browser.Picture(clerk, "clerk-test-sheet");
        await Browser.Accessible(clerk);
        foreach (var page in new[] { chair, hall, one, two }) await Expect(page.Locator(".test-banner")).ToHaveCountAsync(0);

        await Room.Next(chair, "宣布开会");
        await Room.Next(chair, "进入第1项议程");
        await Room.Next(chair, "准备表决");
        await chair.GetByRole(AriaRole.Radio, new() { Name = "30 秒" }).ClickAsync();
        await chair.GetByRole(AriaRole.Checkbox, new() { Name = "时间到即自动结束表决" }).CheckAsync(new() { Force = true });
        await Browser.Picture(chair, "chair-ready-time");
        await Browser.Accessible(chair);
        await Room.Next(chair, "开始表决");
        await Expect(one.Locator(".countdown")).ToContainTextAsync("后自动结束");
        await one.GetByRole(AriaRole.Radio, new() { Name = "弃权", Exact = true }).ClickAsync();
        await Room.Press(one);
        await Expect(hall.Locator(".names li.marked")).ToHaveCountAsync(6);
        await Browser.Picture(hall, "hall-names", Browser.Size.Hall);
        await Expect(chair.Locator(".roll-call")).ToContainTextAsync("委员02");
        // Nobody presses the close: the time does it, and the result is announced by itself.
        await Expect(chair.Locator(".verdict").First).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await Expect(chair.Locator(".roll-call")).ToContainTextAsync("未按");
        await Browser.Picture(chair, "chair-roll-call");
        await Browser.Accessible(chair);
        await Expect(hall.Locator(".names li.didnotvote")).ToHaveCountAsync(2);
        await Browser.Picture(hall, "hall-names-result", Browser.Size.Hall);
        await Browser.Accessible(hall);
        await Expect(one.Locator(".results")).ToContainTextAsync("在线未按");
        await Expect(one.Locator(".roll-call")).ToHaveCountAsync(0);
        await Room.Tab(clerk, "签署确认");
        await Expect(clerk.Locator(".roll-call")).ToContainTextAsync("委员02");
        await Browser.Accessible(clerk);
    }
}
