using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Rehearsal;
using Voting.Tests.Journeys;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Screens;

/// <summary>The result sheet (表决结果单) as it comes out of the printer, and what the screens say where a sum is wrong.</summary>
public sealed class ResultSheetJourneyTests
{
    [Fact]
    public async Task Clerk_and_scrutineer_print_what_was_announced_with_the_head_and_see_a_wrong_sum_in_words()
    {
        await using var chamber = await Chamber.Open();
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2"), await chamber.Member("m3") };
        await chamber.OpenRound("P");
        Chamber.Done(await chamber.Chair.Void(new VoidRequest("P", 1, "表决系统<出现>故障")));
        await Hold("P", null, 0, 0, 1);
        await Hold("R", null, 0, 0, 1);
        await Hold("S", null, 0, 0, 1);
        await Hold("S", "重新票选", 0, 2, 2);
        var tallied = await chamber.OpenRound("F");
        await chamber.CloseRound(tallied);

        foreach (var (who, status) in new[] { ((Participant)members[0], HttpStatusCode.Forbidden), (chamber.Chair, HttpStatusCode.Forbidden), (chamber.Scrutineer, HttpStatusCode.OK) })
            Assert.Equal(status, await Status(who));
        var html = Encoding.UTF8.GetString(await chamber.Clerk.Get("/result-sheet"));
        Assert.Contains("原因：表决系统&lt;出现&gt;故障", html, StringComparison.Ordinal);
        Assert.Contains("作废，没有计票", html, StringComparison.Ordinal);
        Assert.Contains("已由重新表决取代", html, StringComparison.Ordinal);
        Assert.Contains("赞成2票，反对1票，弃权0票，未按表决器1人。未获通过（须全体组成人员过半数，即3票）。", html, StringComparison.Ordinal);
        Assert.Equal(4, Regex.Count(html, "✓ 各项票数平衡"));
        // What was counted and not announced is on no paper yet.
        Assert.Equal(5, Regex.Count(html, "<blockquote>") + Regex.Count(html, "已结束，结果未公布"));
        Assert.Contains((await chamber.Clerk.Head()).Value!.Hash[..8], html, StringComparison.Ordinal);

        await using var browser = await Browser.Open();
        var page = await browser.Device(chamber.Address);
        await Browser.SignIn(page, chamber.Code(Roles.Scrutineer + ":2"));
        var head = page.GetByRole(AriaRole.Img, new() { Name = "会议记录摘要" });
        await Expect(head).ToBeVisibleAsync();
        await head.ScrollIntoViewIfNeededAsync();
        await Browser.Picture(page, "scrutineer-head");
        var sheet = await page.RunAndWaitForPopupAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "打开表决结果单（打印）" }).ClickAsync());
        await Expect(sheet.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("表决结果单");
        await Browser.Accessible(sheet);
        await Browser.Printed(sheet, "result-sheet");

        // Somebody changes how one member voted on the record behind the server's back.
        Change(chamber, "UPDATE named_ballots SET marks = (SELECT marks FROM named_ballots WHERE member = 'm3') WHERE member = 'm1'");
        var clerk = await browser.Device(chamber.Address);
        await Browser.SignIn(clerk, Roles.Clerk, chamber.Code("password:clerk"));
        await Room.Tab(clerk, "签署确认");
        await clerk.GetByRole(AriaRole.Button, new() { Name = "签署确认 记名 第1次表决" }).ClickAsync();
        await Expect(clerk.GetByRole(AriaRole.Alert).First).ToContainTextAsync("票数不平衡。（记名，第1次表决：甲：公布的票数与各人选票的合计不符）");
        await Browser.Picture(clerk, "clerk-certify-refused");
        await Browser.Accessible(clerk);
        await sheet.ReloadAsync();
        await Expect(sheet.Locator(".sums.wrong")).ToContainTextAsync("甲：公布的票数与各人选票的合计不符");
        await Expect(sheet.Locator(".sums.wrong")).ToHaveCountAsync(1);

        async Task Hold(string paper, string? again, params int[] marks)
        {
            var round = await chamber.OpenRound(paper, again);
            for (var i = 0; i < marks.Length; i++) Chamber.Done(await members[i].Cast(chamber.Press(round, 1, marks[i])));
            await chamber.CloseRound(round);
            Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        }
    }

    private static async Task<HttpStatusCode?> Status(Participant who)
    {
        try
        {
            await who.Get("/result-sheet");
            return HttpStatusCode.OK;
        }
        catch (HttpRequestException e)
        {
            return e.StatusCode;
        }
    }

    private static void Change(Chamber chamber, string sql)
    {
        using var connection = SqliteDatabase.Connect(Path.Combine(chamber.DataFolder, "main.db"), pooling: false, create: false);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
