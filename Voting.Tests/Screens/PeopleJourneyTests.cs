using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Screens;

/// <summary>Members leave for a reason, join by video, take no part; the meeting is suspended, the gavel passes: on real screens.</summary>
[Collection(nameof(TabletJourneyTests))]
public class PeopleJourneyTests
{
    private static readonly Browser.Size[] Hand = [Browser.Size.Tablet, Browser.Size.Phone];

    [Fact]
    public async Task Whatever_happens_to_people_in_a_meeting_is_noted_and_seen_where_it_matters()
    {
        await using var room = await Room.Open(Room.Wuchang("V01", "V12"), "m02", "m03");
        await Attendance(room);
        await Recusal(room);
        await Suspension(room);
        await Gavel(room);
        await Scrutineer(room);
    }

    private static ILocator Named(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task Attendance(Room room)
    {
        var clerk = room.Clerk;
        await Room.Tab(clerk, "签到");
        await Named(clerk, "更多 委员04").ClickAsync();
        await Named(clerk, "因病").ClickAsync();
        await clerk.GetByLabel("说明").FillAsync("下午就诊");
        await Browser.Picture(clerk, "clerk-absence", Hand);
        await Browser.Accessible(clerk);
        await clerk.Locator(".about").GetByRole(AriaRole.Button, new() { Name = "离场", Exact = true }).ClickAsync();
        await Expect(clerk.Locator(".people")).ToContainTextAsync("因病 下午就诊");
        await Named(clerk, "更多 委员36").ClickAsync();
        await Named(clerk, "视频参会").ClickAsync();
        await Expect(clerk.Locator(".people .tag")).ToHaveTextAsync("视频");
        await Expect(room.Chair.GetByText("其中视频")).ToBeVisibleAsync();
    }

    private static async Task Recusal(Room room)
    {
        var (chair, clerk, one, two) = (room.Chair, room.Clerk, room.One, room.Two);
        await Room.Next(chair, "宣布开会");
        await Room.Tab(clerk, "议程");
        // The quorum is seen in every room of the clerk's.
        await Expect(clerk.GetByText("已达法定人数")).ToBeVisibleAsync();
        await clerk.Locator(".recusals").GetByLabel("表决票").SelectOptionAsync("V01");
        await clerk.Locator(".recusals").GetByLabel("人员").SelectOptionAsync("m02");
        await clerk.Locator(".recusals").GetByLabel("原因（记入会议记录）").FillAsync("系当事人近亲属");
        await Named(clerk, "登记回避").ClickAsync();
        await Expect(clerk.Locator(".recusals")).ToContainTextAsync("委员02");
        await clerk.Locator(".attendees").First.Locator("summary").ClickAsync();
        await Browser.Picture(clerk, "clerk-agenda");
        await Browser.Accessible(clerk);

        while (!await chair.Locator(".upcoming").GetByText("第1次表决").IsVisibleAsync())
        {
            var step = chair.Locator(".conduct .press button.main");
            var label = await step.InnerTextAsync();
            if (label == "准备表决") break;
            await step.ClickAsync();
            await Expect(step).Not.ToHaveTextAsync(label);
        }

        await Room.Next(chair, "准备表决");
        await Expect(chair.Locator(".takes-part")).ToContainTextAsync("委员02 原因：系当事人近亲属");
        await Browser.Picture(chair, "chair-recusal");
        await Browser.Accessible(chair);
        room.OthersMark((_, _) => [0]);
        await Room.Next(chair, "开始表决");
        await Expect(one.GetByText("您在本项表决中回避，不参加表决。")).ToBeVisibleAsync();
        await Expect(one.Locator("fieldset.question")).ToHaveCountAsync(0);
        await Browser.Picture(one, "tablet-recused", Hand);
        await Browser.Accessible(one);
        await Room.Mark(two, "赞成");
        await Room.Press(two);
        await Room.Mark(chair, "赞成");
        await Room.Press(chair, recorded: "您的表决票已提交成功");
        await Expect(Named(chair, "休会")).ToBeDisabledAsync();
        await Room.Tab(clerk, "签到");
        await Expect(clerk.Locator(".people li", new() { HasText = "委员02" }).Locator(".tag")).ToHaveTextAsync("回避");
        await Browser.Picture(clerk, "clerk-roll-voting", Hand);
        await Room.Close(chair);
        await Room.Next(chair, "公布结果");
    }

    private static async Task Suspension(Room room)
    {
        var (chair, hall, one, two) = (room.Chair, room.Hall, room.One, room.Two);
        await Named(chair, "休会").ClickAsync();
        await Expect(chair.GetByText("确定休会吗？")).ToBeVisibleAsync();
        await Browser.Picture(chair, "chair-suspend");
        await Named(chair, "确定").ClickAsync();
        await Expect(hall.Locator(".call")).ToHaveTextAsync("休会");
        await Expect(chair.Locator(".conduct").GetByRole(AriaRole.Button, new() { Name = "复会" })).ToBeDisabledAsync();
        await Browser.Picture(chair, "chair-suspended");
        await Browser.Accessible(chair);
        await Browser.Picture(hall, "hall-suspended", Browser.Size.Hall);
        await Browser.Accessible(hall);
        await Expect(two.GetByText("会议休会，请为复会重新签到。")).ToBeVisibleAsync();
        await Browser.Picture(two, "tablet-suspended", Hand);
        await Browser.Accessible(two);
        await room.OthersReturn();
        foreach (var (page, name) in new[] { (one, "委员02"), (two, "委员03") }) await page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
        await Room.Next(chair, "复会");
        await Expect(room.Clerk.GetByText("已达法定人数")).ToBeVisibleAsync();
    }

    private static async Task Gavel(Room room)
    {
        var (chair, hall) = (room.Chair, room.Hall);
        await chair.Locator(".posts summary").ClickAsync();
        await chair.Locator(".posts").GetByLabel("人员").SelectOptionAsync("m02");
        await Named(chair, "更换主持人").ClickAsync();
        var code = await chair.Locator(".issued code").First.InnerTextAsync();
        await Expect(hall.GetByText("主持人：委员02")).ToBeVisibleAsync();
        // The screen of the one who presided is that member's tablet now.
        await Expect(chair.Locator(".page.member")).ToBeVisibleAsync();
        await Expect(chair.Locator(".conduct")).ToHaveCountAsync(0);
        await chair.Locator(".issued").ScrollIntoViewIfNeededAsync();
        await Browser.Picture(chair, "tablet-gavel-passed");
        await Browser.Accessible(chair);
        await Named(chair, "用毕隐藏").ClickAsync();
        var next = await room.Device();
        await Browser.SignIn(next, code);
        await Expect(next.Locator(".conduct")).ToBeVisibleAsync();
        await Expect(next.GetByText("主持人：委员02")).ToBeVisibleAsync();
        await Browser.Picture(next, "chair-gavel");
        await Browser.Accessible(next);
    }

    private static async Task Scrutineer(Room room)
    {
        var clerk = room.Clerk;
        await Room.Tab(clerk, "主持");
        await clerk.Locator(".posts summary").ClickAsync();
        await clerk.Locator(".posts").GetByRole(AriaRole.Button, new() { Name = "监票人 1" }).ClickAsync();
        await clerk.Locator(".posts").GetByLabel("非成员，姓名：").FillAsync("王五");
        await Browser.Picture(clerk, "clerk-posts");
        await Browser.Accessible(clerk);
        await Named(clerk, "更换监票人").ClickAsync();
        await Expect(clerk.Locator(".issued")).ToContainTextAsync("王五（监票人 1）");
        await clerk.Locator(".issued").ScrollIntoViewIfNeededAsync();
        await Browser.Picture(clerk, "clerk-issued");
        await Browser.Accessible(clerk);
        await Named(clerk, "用毕隐藏").ClickAsync();
        await Expect(room.Scrutineer.Locator("#code")).ToBeVisibleAsync();
    }
}
