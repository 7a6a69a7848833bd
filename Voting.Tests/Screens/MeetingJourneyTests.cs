using Microsoft.Playwright;
using Voting.Tests.Journeys;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Screens;

/// <summary>The Wuchang meeting held by people with real screens, from check-in to the certified record.</summary>
[Collection(nameof(TabletJourneyTests))]
public class MeetingJourneyTests
{
    private static readonly Browser.Size[] Hand = [Browser.Size.Tablet, Browser.Size.Phone];

    [Fact]
    public async Task A_meeting_is_held_and_certified_on_real_screens()
    {
        await using var room = await Room.Open(Room.Wuchang("V01", "V03-05", "V06", "V12"), "m02", "m03");
        await CheckIn(room);
        await Resolution(room);
        await QuorumIsLost(room);
        await Ratings(room);
        await Selection(room);
        await Personnel(room);
        await Certify(room);
    }

    private static async Task CheckIn(Room room)
    {
        var (chair, clerk, hall) = (room.Chair, room.Clerk, room.Hall);
        await Expect(chair.GetByText("已达法定人数").First).ToBeVisibleAsync();
        await Browser.Picture(chair, "chair-check-in");
        await Browser.Accessible(chair);
        await Browser.Picture(hall, "hall-check-in", Browser.Size.Hall);
        await Room.Tab(clerk, "签到");
        await Expect(clerk.Locator(".people li")).ToHaveCountAsync(39);
        await Browser.Picture(clerk, "clerk-roll", Hand);
        await Browser.Accessible(clerk);
        await Room.Tab(clerk, "议程");
        await Browser.Picture(clerk, "clerk-agenda");
        await Browser.Accessible(clerk);

        await Room.Next(chair, "宣布开会");
        // An item without a vote is only called.
        await Room.Next(chair, "进入第1项议程");
        await Expect(hall.GetByText("书面审议《区政府2024年前三季度工作情况报告》")).ToBeVisibleAsync();
        await Expect(room.One.GetByText("书面审议《区政府2024年前三季度工作情况报告》")).ToBeVisibleAsync();
        await Browser.Picture(hall, "hall-item", Browser.Size.Hall);
        await Browser.Picture(room.One, "tablet-item", Hand);
        await Browser.Accessible(hall);
    }

    private static async Task Resolution(Room room)
    {
        var (chair, hall, one, two) = (room.Chair, room.Hall, room.One, room.Two);
        await Room.Next(chair, "进入第2项议程");
        await Expect(chair.Locator(".upcoming")).ToContainTextAsync("决议");
        await Browser.Picture(chair, "chair-item");
        await Room.Next(chair, "准备表决");
        // N, P and what is needed are seen before it opens.
        await Expect(chair.Locator(".rules")).ToContainTextAsync("需 20 票");
        await chair.GetByRole(AriaRole.Radio, new() { Name = "1 分钟" }).ClickAsync();
        await Browser.Picture(chair, "chair-ready");
        await Browser.Accessible(chair);
        room.OthersMark((_, _) => [0]);
        await Room.Next(chair, "开始表决");
        await Expect(one.Locator("fieldset.question")).ToHaveCountAsync(1);
        await Browser.Picture(one, "tablet-paper", Hand);
        await Browser.Accessible(one);
        await Room.Mark(one, "赞成");
        await Room.Press(one, "tablet-review");
        await Browser.Picture(one, "tablet-recorded", Hand);
        await Room.Mark(two, "反对");
        await Room.Press(two);
        // The presiding officer is a member: the ballot comes forward, and yields once it is recorded.
        await Browser.Picture(chair, "chair-ballot");
        await Browser.Accessible(chair);
        await Room.Mark(chair, "赞成");
        await Room.Press(chair, recorded: "您的表决票已提交成功");
        await Expect(chair.GetByText("在场人员已全部表决。")).ToBeVisibleAsync();
        await Browser.Picture(chair, "chair-open");
        await Browser.Accessible(chair);
        await Browser.Picture(hall, "hall-voting", Browser.Size.Hall);
        await Browser.Accessible(hall);
        await Room.Tab(room.Clerk, "主持");
        await Browser.Picture(room.Clerk, "clerk-conduct");
        await Browser.Accessible(room.Clerk);
        await Browser.Picture(room.Scrutineer, "scrutineer-open");
        await Browser.Accessible(room.Scrutineer);
        await Room.Close(chair, "chair-close");
        await Expect(chair.Locator(".say")).ToContainTextAsync("赞成34票，反对1票，弃权0票，未按表决器0人。表决有效，通过。");
        await Expect(hall.GetByText("正在计票")).ToBeVisibleAsync();
        await Browser.Picture(hall, "hall-counting", Browser.Size.Hall);
        await Browser.Picture(chair, "chair-tallied");
        await Browser.Accessible(chair);
        await Room.Next(chair, "公布结果");
        await Expect(hall.Locator(".verdict")).ToHaveTextAsync("通过");
        await Expect(one.Locator(".verdict")).ToContainTextAsync("通过");
        await Browser.Picture(hall, "hall-result", Browser.Size.Hall);
        await Browser.Accessible(hall);
        await Browser.Picture(one, "tablet-result", Hand);
        await Browser.Accessible(one);
    }

    /// <summary>Sixteen leave between papers: the next round cannot open until they are back.</summary>
    private static async Task QuorumIsLost(Room room)
    {
        var (chair, clerk) = (room.Chair, room.Clerk);
        var leaving = room.Present.Take(16).Select(id => "委员" + id[1..]).ToList();
        await Room.Tab(clerk, "签到");
        foreach (var name in leaving) await clerk.GetByRole(AriaRole.Button, new() { Name = "离场 " + name }).ClickAsync();
        await Room.Next(chair, "进入第4项议程");
        await Room.Next(chair, "准备表决");
        await Expect(chair.GetByText("不足法定人数，还差 1 人").First).ToBeVisibleAsync();
        await Expect(chair.Locator(".conduct").GetByRole(AriaRole.Button, new() { Name = "开始表决" })).ToBeDisabledAsync();
        await Browser.Picture(chair, "chair-no-quorum");
        await Browser.Accessible(chair);
        foreach (var name in leaving) await clerk.GetByRole(AriaRole.Button, new() { Name = "签到 " + name }).ClickAsync();
        await Expect(chair.GetByText("已达法定人数").First).ToBeVisibleAsync();
    }

    /// <summary>Three ratings on one paper, while one tablet loses its network and the other is loaded again; a member comes late.</summary>
    private static async Task Ratings(Room room)
    {
        var (chair, one, two) = (room.Chair, room.One, room.Two);
        room.OthersMark((n, q) => n == 0 ? [] : [n < 26 ? 0 : q == 2 ? 2 : 1]);
        await Room.Next(chair, "开始表决");
        await Room.Mark(two, "满意", "基本满意", "不满意");
        await two.ReloadAsync();
        await Expect(two.Locator("fieldset.question")).ToHaveCountAsync(3);
        await Expect(two.GetByRole(AriaRole.Radio).First).ToBeEnabledAsync();
        await two.GetByRole(AriaRole.Button, new() { Name = "下一个未选题" }).ClickAsync();
        await Browser.Picture(two, "tablet-rating", Hand);
        await Browser.Accessible(two);
        await Room.Mark(two, "满意", "基本满意", "不满意");
        await Room.Press(two);
        await Room.Mark(one, "满意", "满意", "满意");
        room.CutAfterPress = true;
        await Room.Press(one);
        Assert.False(room.CutAfterPress, "The network was cut in between.");

        var late = await room.Tablet("m36");
        await Expect(late.GetByText("委员36").First).ToBeVisibleAsync();
        await Browser.Picture(late, "tablet-check-in", Hand);
        await Browser.Accessible(late);
        await late.GetByRole(AriaRole.Button, new() { Name = "委员36" }).ClickAsync();
        await Room.Mark(late, "基本满意", "基本满意", "基本满意");
        await Room.Press(late);

        await Room.Mark(chair, "满意", "满意", "满意");
        await Room.Press(chair, recorded: "您的表决票已提交成功");
        await Room.Close(chair);
        // 32 simulated (one blank), two tablets, the chair and the late member.
        await Expect(chair.Locator(".say")).ToContainTextAsync("应参加测评36人，实际参加36人，有效35张，无效1张。满意28票，基本满意7票，不满意0票。测评结果为满意。");
        await Room.Next(chair, "公布结果");
        await Expect(room.Hall.Locator(".verdict")).ToHaveCountAsync(3);
        await Browser.Picture(room.Hall, "hall-ratings", Browser.Size.Hall);
        await Browser.Accessible(room.Hall);
        await Expect(one.Locator(".verdict")).ToHaveCountAsync(3);
        await Browser.Picture(one, "tablet-ratings-result", Hand);
        await Expect(chair.GetByText("已公布")).ToBeVisibleAsync();
        await Browser.Picture(chair, "chair-announced");
        await Room.Tab(room.Clerk, "签到");
        await room.Clerk.GetByRole(AriaRole.Searchbox).FillAsync("36");
        await room.Clerk.GetByRole(AriaRole.Button, new() { Name = "离场 委员36" }).ClickAsync();
        await room.Clerk.GetByRole(AriaRole.Searchbox).FillAsync("");
    }

    /// <summary>Eleven for ten: two are tied at the cut, the server is restarted in mid-round, and a runoff decides.</summary>
    private static async Task Selection(Room room)
    {
        var (chair, one, two) = (room.Chair, room.One, room.Two);
        int[] nine = [0, 1, 2, 3, 4, 5, 6, 7, 8];
        room.OthersMark((n, _) => n < 9 ? [.. nine.Where(o => o != n), 9, 10] : [.. nine, n < 20 ? 9 : 10]);
        await Room.Next(chair, "进入第5项议程");
        await Room.Next(chair, "准备表决");
        await Expect(chair.Locator(".rules")).ToContainTextAsync("应选10项");
        await Browser.Picture(chair, "chair-ready-selection");
        await Room.Next(chair, "开始表决");
        await Room.Select(one, 1, 2, 3, 4, 5, 6, 7, 8);
        await Browser.Picture(one, "tablet-selection", Hand);
        await Browser.Accessible(one);
        await Room.Select(one, 9, 10);
        // Ten are marked: the eleventh cannot be.
        await Expect(one.GetByRole(AriaRole.Checkbox).Nth(10)).ToBeDisabledAsync();
        await one.GetByText("详细内容").First.ClickAsync();
        await Browser.Picture(one, "tablet-selection-full", Hand);
        await Room.Press(one, "tablet-selection-review");

        await room.Chamber.Server.Kill();
        await Expect(two.GetByText("网络中断，正在重新连接")).ToBeVisibleAsync();
        await Browser.Picture(two, "tablet-reconnecting");
        await room.Chamber.Start();

        await Room.Select(two, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11);
        await Room.Press(two);
        await Room.Select(chair, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        await Room.Press(chair, recorded: "您的表决票已提交成功");
        await Expect(chair.GetByText("在场人员已全部表决。")).ToBeVisibleAsync();
        await Room.Close(chair);
        await Expect(chair.Locator(".say")).ToContainTextAsync("得票相等，不能确定，就得票相等的项目再次票选，应选1项。");
        await Room.Next(chair, "公布结果");
        await Expect(room.Hall.Locator(".verdict")).ToContainTextAsync("得票相等，须再次票选");
        await Browser.Picture(room.Hall, "hall-selection", Browser.Size.Hall);
        await Browser.Accessible(room.Hall);
        await Expect(one.Locator(".verdict")).ToContainTextAsync("入选 9 项");
        await Browser.Picture(one, "tablet-selection-result", Hand);

        room.OthersMark((n, _) => [n < 20 ? 0 : 1]);
        await Room.Next(chair, "准备再次票选");
        await Room.Next(chair, "开始表决");
        await Room.Select(one, 1);
        await Room.Press(one);
        await Room.Select(two, 2);
        await Room.Press(two);
        await Room.Select(chair, 1);
        await Room.Press(chair, recorded: "您的表决票已提交成功");
        await Room.Close(chair);
        await Room.Next(chair, "公布结果");
        // Both rounds side by side.
        await Expect(chair.Locator(".rounds-table thead")).ToContainTextAsync("第2次表决");
        await Browser.Picture(chair, "chair-rounds");
        await Browser.Accessible(chair);
        await Expect(room.Hall.Locator(".verdict")).ToHaveTextAsync("入选 1 项");
        await Browser.Picture(room.Hall, "hall-runoff", Browser.Size.Hall);
    }

    /// <summary>Six persons on one paper; the hall is blanked and shown again.</summary>
    private static async Task Personnel(Room room)
    {
        var (chair, one, two, hall) = (room.Chair, room.One, room.Two, room.Hall);
        room.OthersMark((n, q) => [q == 5 && n < 20 ? 1 : 0]);
        await Room.Next(chair, "进入第10项议程");
        await chair.GetByRole(AriaRole.Button, new() { Name = "关闭大屏" }).ClickAsync();
        await Expect(hall.Locator(".hall.blank")).ToBeVisibleAsync();
        await Browser.Picture(hall, "hall-blank", Browser.Size.Hall);
        await chair.GetByRole(AriaRole.Button, new() { Name = "打开大屏" }).ClickAsync();
        await Expect(hall.Locator(".hall.item")).ToBeVisibleAsync();
        await Room.Next(chair, "准备表决");
        await Browser.Picture(chair, "chair-ready-personnel");
        await Room.Next(chair, "开始表决");
        await Room.Mark(one, "赞成", "赞成", "赞成", "赞成", "赞成", "弃权");
        await Browser.Picture(one, "tablet-personnel", Hand);
        await Browser.Accessible(one);
        await Room.Press(one);
        await Room.Mark(two, "赞成", "赞成", "赞成", "赞成", "赞成", "反对");
        await Room.Press(two);
        // The presiding officer lets this one go by without a press: 未按.
        await Room.Close(chair);
        await Expect(chair.Locator(".say")).ToContainTextAsync("赞成12票，反对21票，弃权1票，未按表决器1人。未获通过（须全体组成人员过半数，即20票）。");
        await Room.Next(chair, "公布结果");
        await Expect(hall.Locator(".verdict")).ToHaveCountAsync(6);
        await Browser.Picture(hall, "hall-personnel", Browser.Size.Hall);
        await Browser.Accessible(hall);
        await Expect(one.Locator(".verdict")).ToHaveCountAsync(6);
        await Browser.Picture(one, "tablet-personnel-result", Hand);
        await Room.Next(chair, "本项议程结束");
        await Room.Next(chair, "宣布散会");
        await Room.Next(chair, "确定");
        await Expect(hall.GetByText("会议结束")).ToBeVisibleAsync();
        await Expect(chair.GetByText("会议已结束。各次表决")).ToBeVisibleAsync();
        await Browser.Picture(chair, "chair-over");
    }

    /// <summary>签署确认: the clerk, then a scrutineer; both sign the record; as it is downloaded it verifies against the head that was shown and the keys.</summary>
    private static async Task Certify(Room room)
    {
        var (clerk, scrutineer) = (room.Clerk, room.Scrutineer);
        await Room.Tab(clerk, "历次表决");
        await Browser.Picture(clerk, "clerk-rounds");
        await Browser.Accessible(clerk);
        await Room.Tab(clerk, "签署确认");
        await Browser.Picture(clerk, "clerk-certify");
        await Browser.Accessible(clerk);
        await clerk.GetByRole(AriaRole.Button, new() { Name = "全部签署确认（5）" }).ClickAsync();
        await Expect(scrutineer.GetByRole(AriaRole.Button, new() { Name = "全部签署确认（5）" })).ToBeVisibleAsync();
        await Browser.Picture(scrutineer, "scrutineer-certify", Hand);
        await Browser.Accessible(scrutineer);
        await scrutineer.GetByRole(AriaRole.Button, new() { Name = "全部签署确认（5）" }).ClickAsync();
        await Expect(scrutineer.GetByText("没有待您签署确认的表决。")).ToBeVisibleAsync();
        await Expect(scrutineer.GetByText("已签署确认的表决")).ToBeVisibleAsync();
        await Expect(clerk.GetByText("已签署确认的表决")).ToBeVisibleAsync();
        // That press was the last the meeting waited for, and it signed the record; the clerk signs the same.
        await Expect(scrutineer.Locator(".signers li.signed")).ToHaveCountAsync(1);
        await clerk.GetByRole(AriaRole.Button, new() { Name = "签署会议记录" }).ClickAsync();
        await Expect(clerk.Locator(".signers li.signed")).ToHaveCountAsync(2);
        await Expect(scrutineer.Locator(".signers li.signed")).ToHaveCountAsync(2);
        await Browser.Picture(scrutineer, "scrutineer-certified");

        var head = (await clerk.Locator(".head .hash code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        var download = await clerk.RunAndWaitForDownloadAsync(() => clerk.GetByRole(AriaRole.Link, new() { Name = "下载会议记录" }).ClickAsync());
        var record = Path.Combine(Directory.CreateTempSubdirectory("voting-record-").FullName, "record.json");
        await download.SaveAsAsync(record);
        download = await clerk.RunAndWaitForDownloadAsync(() => clerk.GetByRole(AriaRole.Link, new() { Name = "下载公钥" }).ClickAsync());
        var keys = Path.Combine(Path.GetDirectoryName(record)!, "keys.json");
        await download.SaveAsAsync(keys);
        var verified = await Programs.Verify("verify", record, "--head", head, "--keys", keys);
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Errors);
        Directory.Delete(Path.GetDirectoryName(record)!, recursive: true);
    }
}
