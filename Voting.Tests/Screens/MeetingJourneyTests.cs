using Microsoft.Playwright;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Rehearsal;
using Voting.Tests.Journeys;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Screens;

/// <summary>The Wuchang meeting on real screens: chair, clerk, scrutineer, hall and two tablets; the other seats simulated (演练).</summary>
[Collection(nameof(TabletJourneyTests))]
public class MeetingJourneyTests
{
    private static readonly Browser.Size[] Hand = [Browser.Size.Tablet, Browser.Size.Phone];

    [Fact]
    public async Task A_meeting_is_held_and_certified_on_real_screens()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Empty(Chamber.Wuchang());
        var (chair, clerk, scrutineer) = (await browser.Device(chamber.Address), await browser.Device(chamber.Address), await browser.Device(chamber.Address));
        var hall = await browser.Device(chamber.Address, 1920, 1080);
        var (one, two) = (await browser.Device(chamber.Address), await browser.Device(chamber.Address));
        await Browser.Picture(one, "sign-in", Hand);
        await Browser.SignIn(chair, chamber.Code(Roles.PresidingOfficer));
        await Browser.SignIn(clerk, chamber.Code(Roles.Clerk));
        await Browser.SignIn(scrutineer, chamber.Code(Roles.Scrutineer + ":1"));
        await Browser.SignIn(hall, chamber.Code(Roles.Display));
        await Browser.SignIn(one, chamber.Code("member:m02"));
        await Browser.SignIn(two, chamber.Code("member:m03"));
        var present = chamber.Meeting["roll"]!.AsArray().Where(m => (string)m!["attendance"]! == "present").Select(m => (string)m!["id"]!).ToList();
        var others = new List<SimulatedMember>();
        foreach (var id in present.Except(["m02", "m03"])) others.Add(await chamber.Member(id));

        // 签到: a late member is found by name, checked in, and leaves again.
        await Expect(chair.GetByText("已达法定人数").First).ToBeVisibleAsync();
        await Browser.Picture(chair, "chair-check-in");
        await Browser.Accessible(chair);
        await Browser.Picture(hall, "hall-check-in", Browser.Size.Hall);
        await Tab(clerk, "签到");
        await clerk.GetByRole(AriaRole.Searchbox).FillAsync("委员36");
        await clerk.GetByRole(AriaRole.Button, new() { Name = "签到 委员36" }).ClickAsync();
        await Expect(clerk.Locator(".roll dl.present")).ToContainTextAsync("36");
        await clerk.GetByRole(AriaRole.Button, new() { Name = "离场 委员36" }).ClickAsync();
        await Expect(clerk.Locator(".roll dl.present")).ToContainTextAsync("35");
        await clerk.GetByRole(AriaRole.Searchbox).FillAsync("");
        await Browser.Picture(clerk, "clerk-roll");
        await Browser.Accessible(clerk);

        await Next(chair, "宣布开会");
        // An item without a vote is only called.
        await Next(chair, "进入第1项议程");
        await Expect(hall.GetByText("书面审议《区政府2024年前三季度工作情况报告》")).ToBeVisibleAsync();
        await Expect(one.GetByText("书面审议《区政府2024年前三季度工作情况报告》")).ToBeVisibleAsync();
        await Browser.Picture(hall, "hall-item", Browser.Size.Hall);
        await Browser.Picture(one, "tablet-item", Hand);
        await Browser.Accessible(hall);

        // V01: N, P and what is needed are seen before it opens.
        await Next(chair, "进入第2项议程");
        await Expect(chair.Locator(".upcoming")).ToContainTextAsync("决议");
        await Browser.Picture(chair, "chair-item");
        await Next(chair, "准备表决");
        await Expect(chair.Locator(".rules")).ToContainTextAsync("需 20 票");
        await chair.GetByRole(AriaRole.Radio, new() { Name = "1 分钟" }).ClickAsync();
        await Browser.Picture(chair, "chair-ready");
        await Browser.Accessible(chair);
        Simulate(others, (_, _) => [0]);
        await Next(chair, "开始表决");
        await Expect(one.Locator("fieldset.question")).ToHaveCountAsync(1);
        await Browser.Picture(one, "tablet-paper", Hand);
        await Browser.Accessible(one);
        await Mark(one, "赞成");
        await Press(one, "tablet-review");
        await Browser.Picture(one, "tablet-recorded", Hand);
        await Mark(two, "反对");
        await Press(two);
        await Expect(chair.GetByText("在场人员已全部表决。")).ToBeVisibleAsync();
        await Browser.Picture(chair, "chair-open");
        await Browser.Accessible(chair);
        await Browser.Picture(hall, "hall-voting", Browser.Size.Hall);
        await Browser.Accessible(hall);
        await Browser.Picture(clerk, "clerk-conduct");
        await Close(chair, "chair-close");
        await Expect(chair.Locator(".say")).ToContainTextAsync("赞成34票，反对1票，弃权0票，未按表决器0人。表决有效，通过。");
        await Expect(hall.GetByText("正在计票")).ToBeVisibleAsync();
        await Browser.Picture(hall, "hall-counting", Browser.Size.Hall);
        await Browser.Picture(chair, "chair-tallied");
        await Next(chair, "公布结果");
        await Expect(hall.Locator(".verdict")).ToHaveTextAsync("通过");
        await Expect(one.Locator(".verdict")).ToContainTextAsync("通过");
        await Browser.Picture(hall, "hall-result", Browser.Size.Hall);
        await Browser.Accessible(hall);
        await Browser.Picture(one, "tablet-result", Hand);
        await Browser.Accessible(one);
    }

    private static void Simulate(List<SimulatedMember> members, Func<int, RoundView, IReadOnlyList<int>> marks)
    {
        for (var n = 0; n < members.Count; n++)
        {
            var mine = n;
            members[n].OfItself = round => (new Ballot([.. round.Questions.Select(_ => marks(mine, round))]), TimeSpan.Zero);
        }
    }

    private static Task Tab(IPage page, string name) => page.Locator("nav.tabs").GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();

    private static Task Next(IPage page, string name) => page.Locator(".conduct").GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    private static async Task Close(IPage page, string? picture = null)
    {
        await Next(page, "结束表决");
        if (picture is not null) await Browser.Picture(page, picture);
        await Next(page, "确定");
    }

    private static async Task Mark(IPage page, params string[] labels)
    {
        var questions = page.Locator("fieldset.question");
        await Expect(questions).ToHaveCountAsync(labels.Length);
        for (var q = 0; q < labels.Length; q++) await questions.Nth(q).GetByRole(AriaRole.Radio, new() { Name = labels[q], Exact = true }).ClickAsync();
    }

    private static async Task Press(IPage page, string? picture = null)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "核对选择" }).ClickAsync();
        var press = page.GetByRole(AriaRole.Button, new() { Name = "提交", Exact = true });
        await Expect(press).ToBeVisibleAsync();
        if (picture is not null) await Browser.Picture(page, picture, Hand);
        await press.ClickAsync();
        await Expect(page.GetByText("提交成功")).ToBeVisibleAsync();
    }
}
