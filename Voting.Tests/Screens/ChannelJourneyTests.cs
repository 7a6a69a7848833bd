using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Voting.Tests.Journeys;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Screens;

/// <summary>Hands and paper on real screens: chosen, fallen back to, entered, sent back, confirmed, announced.</summary>
[Collection(nameof(TabletJourneyTests))]
public class ChannelJourneyTests
{
    private static readonly Browser.Size[] Hand = [Browser.Size.Tablet, Browser.Size.Phone];

    private static JsonObject Meeting()
    {
        var meeting = Chamber.Small();
        meeting["agenda"]![0]!["papers"] = new JsonArray("R", "E");
        meeting["papers"]!.AsArray().Add(JsonNode.Parse("""
            { "id": "E", "title": "选票", "secret": true, "questions": [
              { "id": "q1", "title": "选举候选人甲", "kind": "choose-one", "options": "approval", "rule": "committee-appointment", "writeIns": true } ] }
            """));
        meeting["papers"] = new JsonArray([.. meeting["papers"]!.AsArray().Where(p => (string)p!["id"]! is "R" or "E").Select(p => p!.DeepClone())]);
        return meeting;
    }

    private static ILocator Entry(IPage page) => page.Locator("section.entry");

    private static Task Type(IPage clerk, string label, string number) => Entry(clerk).GetByLabel(label, new() { Exact = true }).FillAsync(number);

    private static Task Click(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    [Fact]
    public async Task A_round_by_device_and_hands_and_one_that_falls_back_to_paper_are_held_on_real_screens()
    {
        await using var room = await Room.Open(Meeting(), "m2", "m3");
        await Mixed(room);
        await FallsBackToPaper(room);
        await Ties(room);
    }

    private static async Task Mixed(Room room)
    {
        var (chair, clerk, scrutineer, one, two) = (room.Chair, room.Clerk, room.Scrutineer, room.One, room.Two);
        room.OthersMark((_, _) => [1]);
        await Room.Next(chair, "宣布开会");
        await Room.Next(chair, "进入第1项议程");
        await Room.Next(chair, "准备表决");
        await Click(chair, "更改方式");
        await chair.GetByRole(AriaRole.Radio, new() { Name = "表决器与举手" }).ClickAsync();
        await chair.GetByRole(AriaRole.Checkbox, new() { Name = "委员03" }).ClickAsync();
        await Browser.Picture(chair, "chair-way");
        await Browser.Accessible(chair);
        await Click(chair, "确定");
        await Expect(chair.Locator(".way")).ToContainTextAsync("举手表决人员：1 人");
        await Room.Next(chair, "开始表决");
        await Expect(two.GetByText("本次表决您以举手方式表决，不使用表决器。")).ToBeVisibleAsync();
        await Expect(two.Locator("fieldset.question")).ToHaveCountAsync(0);
        await Browser.Picture(two, "tablet-by-hands", Hand);
        await Browser.Accessible(two);
        await Room.Mark(one, "赞成");
        await Room.Press(one);
        await Room.Mark(chair, "赞成");
        await Room.Press(chair, recorded: "您的表决票已提交成功");
        await Expect(chair.GetByText("在场人员已全部表决。")).ToBeVisibleAsync();
        await Room.Close(chair);
        await Expect(chair.GetByText("表决已结束，等待工作人员录入票数。")).ToBeVisibleAsync();

        await Type(clerk, "举手表决人数", "1");
        await Type(clerk, "赞成", "2");
        await Type(clerk, "反对", "0");
        await Type(clerk, "弃权", "0");
        await Expect(Entry(clerk)).ToContainTextAsync("合计 2，应为 1");
        await Expect(clerk.GetByRole(AriaRole.Button, new() { Name = "提交监票人确认" })).ToBeDisabledAsync();
        await Browser.Picture(clerk, "clerk-entry", Hand);
        await Browser.Accessible(clerk);
        await Type(clerk, "赞成", "1");
        await Click(clerk, "提交监票人确认");
        await Expect(clerk.GetByText("票数已录入，等待监票人确认。").First).ToBeVisibleAsync();
        await Expect(Entry(scrutineer)).ToContainTextAsync("赞成1");
        await Browser.Picture(scrutineer, "scrutineer-entry");
        await Browser.Accessible(scrutineer);
        await Click(scrutineer, "核对无误，确认");
        await Expect(chair.Locator(".say")).ToContainTextAsync("赞成3票，反对1票，弃权0票，未表决0人。表决有效，通过。其中表决器：赞成2票，反对1票，弃权0票；举手：赞成1票，反对0票，弃权0票。");
        await Room.Next(chair, "公布结果");
        await Expect(one.Locator(".channels")).ToContainTextAsync("举手");
        await Browser.Picture(one, "tablet-channels", Hand);
        await Browser.Accessible(one);
        await Browser.Picture(room.Hall, "hall-channels", Browser.Size.Hall);
        await Browser.Accessible(room.Hall);
        // The list of names is of the devices, and says who is not on it.
        await Expect(chair.Locator(".roll-call h3")).ToContainTextAsync("表决器");
        await Expect(chair.Locator(".roll-call .hint")).ToContainTextAsync("另有 1 人举手表决");
        await chair.Locator(".roll-call").ScrollIntoViewIfNeededAsync();
        await Browser.Picture(chair, "chair-channels");
        await Browser.Accessible(chair);
    }

    private static async Task FallsBackToPaper(Room room)
    {
        var (chair, clerk, scrutineer, one, hall) = (room.Chair, room.Clerk, room.Scrutineer, room.One, room.Hall);
        await Room.Next(chair, "准备表决");
        await Room.Next(chair, "开始表决");
        await Expect(one.Locator("fieldset.question")).ToHaveCountAsync(1);
        await Click(clerk, "作废，改用其他方式");
        await clerk.GetByRole(AriaRole.Radio, new() { Name = "纸质票" }).ClickAsync();
        await Browser.Picture(clerk, "clerk-fallback");
        await Browser.Accessible(clerk);
        await clerk.Locator(".way button.danger").ClickAsync();
        await Expect(chair.Locator(".say")).ToContainTextAsync("表决系统出现故障，本项表决改用纸质无记名投票方式。");
        await Browser.Picture(chair, "chair-fallback-ready");
        await Room.Next(chair, "开始表决");
        await Expect(one.GetByText("本次表决使用纸质票，不使用表决器。请填写后投入票箱。")).ToBeVisibleAsync();
        await Browser.Picture(one, "tablet-by-paper", Hand);
        await Browser.Accessible(one);
        await Expect(hall.GetByText("请填写纸质票")).ToBeVisibleAsync();
        await Browser.Picture(hall, "hall-by-paper", Browser.Size.Hall);
        await Room.Close(chair);

        await Type(clerk, "发出", "4");
        await Type(clerk, "收回", "5");
        await Expect(Entry(clerk)).ToContainTextAsync("收回票数多于发出票数：监票人确认后，本次表决作废，重新投票。");
        await Type(clerk, "收回", "4");
        await Type(clerk, "赞成", "1");
        await Type(clerk, "反对", "3");
        await Type(clerk, "弃权", "0");
        await Click(clerk, "增加一人");
        await Type(clerk, "姓名", "另一人");
        await Type(clerk, "票数", "3");
        await Browser.Picture(clerk, "clerk-entry-paper", Hand);
        await Browser.Accessible(clerk);
        await Click(clerk, "提交监票人确认");
        await Click(scrutineer, "退回");
        await scrutineer.Locator("#send-back").FillAsync("票数与计票单不符");
        await Browser.Picture(scrutineer, "scrutineer-send-back");
        await Browser.Accessible(scrutineer);
        await scrutineer.Locator("button.danger").ClickAsync();
        await Expect(Entry(clerk)).ToContainTextAsync("监票人退回：票数与计票单不符");
        await Click(clerk, "提交监票人确认");
        await Click(scrutineer, "核对无误，确认");
        await Expect(chair.Locator(".say")).ToContainTextAsync("发出4张，收回4张，有效4张，无效0张。");
        await Expect(chair.Locator(".say")).ToContainTextAsync("另选他人：另一人3票，达到规定票数。");
        await Room.Next(chair, "公布结果");
        await Expect(hall.Locator(".rest")).ToContainTextAsync("另选他人 另一人 3");
        await Expect(hall.Locator(".verdict")).ToContainTextAsync("另选他人 另一人 达到规定票数");
        await Browser.Picture(hall, "hall-paper-result", Browser.Size.Hall);
        await Browser.Accessible(hall);
        await Expect(chair.Locator(".results .verdict")).ToContainTextAsync("另选他人 另一人 达到规定票数");
        await Expect(chair.Locator(".results tr").Last).ToContainTextAsync("另一人 3 票");
        await chair.Locator(".results").ScrollIntoViewIfNeededAsync();
        await Browser.Picture(chair, "chair-write-in");
        await Browser.Accessible(chair);
        await Browser.Picture(one, "tablet-write-in", Hand);
        await Browser.Accessible(one);
        await Room.Tab(clerk, "签署确认");
        await Expect(clerk.Locator(".figures").Last).ToContainTextAsync("另一人");
        await clerk.Locator(".figures").Last.ScrollIntoViewIfNeededAsync();
        await Browser.Picture(clerk, "clerk-certify-write-in");
        await Room.Tab(clerk, "主持");
    }

    // An unplanned motion whose rule leaves a tie to the presiding officer.
    private static async Task Ties(Room room)
    {
        var (chair, clerk, one, two, hall) = (room.Chair, room.Clerk, room.One, room.Two, room.Hall);
        await Click(chair, "临时表决");
        await chair.Locator(".unplanned details").First.Locator("summary").ClickAsync();
        var rule = chair.Locator(".unplanned .preset").Filter(new() { HasText = "相等时主持人投决定票" });
        await Expect(rule).ToBeDisabledAsync();
        await chair.Locator(".unplanned").GetByLabel("无记名").UncheckAsync();
        await rule.ClickAsync();
        await Room.Next(chair, "开始表决");
        await Room.Mark(one, "反对");
        await Room.Press(one);
        await Room.Mark(two, "赞成");
        await Room.Press(two);
        await Room.Mark(chair, "赞成");
        await Room.Press(chair, recorded: "您的表决票已提交成功");
        await Expect(chair.GetByText("在场人员已全部表决。")).ToBeVisibleAsync();
        await Room.Close(chair);

        await Expect(chair.Locator(".say")).ToContainTextAsync("赞成2票，反对2票，弃权0票，未按表决器0人。赞成票与反对票相等，由主持人投决定票。");
        await Expect(clerk.Locator(".casting")).ToContainTextAsync("待主持人投决定票");
        await Expect(clerk.Locator(".casting button")).ToHaveCountAsync(0);
        await Browser.Picture(clerk, "clerk-casting-vote");
        await Browser.Accessible(clerk);
        await Browser.Picture(chair, "chair-casting-vote");
        await Browser.Accessible(chair);
        await Click(chair, "决定票：反对");
        await Browser.Picture(chair, "chair-casting-vote-sure");
        await Browser.Accessible(chair);
        await Click(chair, "返回");
        await Click(chair, "决定票：赞成");
        await Click(chair, "确定");
        await Expect(chair.Locator(".say")).ToContainTextAsync("赞成票与反对票相等，主持人投决定票赞成。表决有效，通过。");
        await Room.Next(chair, "公布结果");
        await Expect(hall.Locator(".verdict")).ToContainTextAsync("票数相等 · 决定票：赞成");
        await Browser.Picture(hall, "hall-casting-vote", Browser.Size.Hall);
        await Browser.Accessible(hall);
        await Expect(one.Locator(".verdict")).ToContainTextAsync("决定票：赞成");
        await Browser.Picture(one, "tablet-casting-vote", Hand);
        await Browser.Accessible(one);
    }
}
