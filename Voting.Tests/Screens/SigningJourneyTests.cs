using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Voting.Domain.Contracts;
using Voting.Tests.Journeys;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Screens;

/// <summary>Clerk and scrutineer certify and sign with real browsers, and the record that was downloaded is checked with the keys that were.</summary>
[Collection(nameof(TabletJourneyTests))]
public sealed class SigningJourneyTests : IDisposable
{
    private static readonly Browser.Size[] Hand = [Browser.Size.Tablet, Browser.Size.Phone];
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-record-").FullName;

    [Fact]
    public async Task Two_devices_sign_the_record_with_keys_that_never_leave_them_and_sign_again_after_a_change()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Empty();
        var (clerk, scrutineer) = (await browser.Device(chamber.Address), await browser.Device(chamber.Address));
        await Browser.SignIn(clerk, chamber.Code(Roles.Clerk));
        await Browser.SignIn(scrutineer, chamber.Code(Roles.Scrutineer + ":1"));
        await Held(chamber);
        await Room.Tab(clerk, "签署确认");
        await Expect(clerk.GetByText("各次表决全部签署确认后，在此签署会议记录。")).ToBeVisibleAsync();
        await Expect(Sign(clerk)).ToBeDisabledAsync();
        await clerk.GetByRole(AriaRole.Button, new() { Name = "全部签署确认（2）" }).ClickAsync();
        // The scrutineer's press is the last that the meeting waited for: it signs too.
        await scrutineer.GetByRole(AriaRole.Button, new() { Name = "全部签署确认（2）" }).ClickAsync();
        await Expect(scrutineer.Locator(".signers li.signed")).ToHaveTextAsync(["✓ 监票人 已签署"]);
        await Expect(clerk.Locator(".signers li.signed")).ToHaveTextAsync(["✓ 监票人 已签署"]);
        await Expect(Sign(scrutineer)).ToBeDisabledAsync();
        await Browser.Picture(clerk, "clerk-sign", Hand);
        await Browser.Accessible(clerk);
        await Sign(clerk).ClickAsync();
        foreach (var page in new[] { clerk, scrutineer }) await Expect(page.Locator(".signers li.signed")).ToHaveCountAsync(2);
        await Browser.Picture(scrutineer, "scrutineer-signed", Hand);
        await Browser.Accessible(scrutineer);
        foreach (var page in new[] { clerk, scrutineer }) Assert.Equal("false InvalidAccessError", await page.EvaluateAsync<string>(KeyOfThisDevice));
        await Verifies(clerk, 0);

        // Another tablet for a member: an event, so the record is another one.
        await Room.Tab(clerk, "签到");
        await clerk.GetByRole(AriaRole.Button, new() { Name = "换设备 委员05" }).ClickAsync();
        await Room.Tab(clerk, "签署确认");
        foreach (var page in new[] { clerk, scrutineer }) await Expect(page.Locator(".signers li.stale")).ToHaveCountAsync(2);
        await Browser.Picture(clerk, "clerk-sign-again", Hand);
        await Browser.Accessible(clerk);
        await Verifies(clerk, 1);
        foreach (var page in new[] { scrutineer, clerk }) await Sign(page).ClickAsync();
        foreach (var page in new[] { clerk, scrutineer }) await Expect(page.Locator(".signers li.signed")).ToHaveCountAsync(2);
        await Verifies(clerk, 0);

        // A reload keeps the key: the record has one of each device, and no more.
        await clerk.ReloadAsync();
        await Room.Tab(clerk, "签署确认");
        await Expect(clerk.Locator(".signers li.signed")).ToHaveCountAsync(2);
        var record = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "record.json"), TestContext.Current.CancellationToken))!;
        var enrolled = record["events"]!.AsArray().Where(e => (string)e!["type"]! == "key-enrolled").Select(e => ((string)e!["by"]!, (string)e["key"]!)).ToList();
        Assert.Equal(["clerk", "scrutineer"], enrolled.Select(e => e.Item1).Order());
        Assert.Equal(2, enrolled.Select(e => e.Item2).Distinct().Count());

        // One byte changed: the title.
        var altered = await File.ReadAllBytesAsync(Path.Combine(_folder, "record.json"), TestContext.Current.CancellationToken);
        var title = altered.AsSpan().IndexOf("小会议"u8);
        altered[title + 2] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(_folder, "record.json"), altered, TestContext.Current.CancellationToken);
        Assert.Equal(1, (await Verify()).ExitCode);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private const string KeyOfThisDevice = """
        async () => {
          const database = await new Promise(resolve => { const r = indexedDB.open("voting-signing", 1); r.onsuccess = () => resolve(r.result); });
          const pairs = await new Promise(resolve => { const r = database.transaction("keys").objectStore("keys").getAll(); r.onsuccess = () => resolve(r.result); });
          database.close();
          const { privateKey } = pairs[0];
          return `${privateKey.extractable} ${await crypto.subtle.exportKey("pkcs8", privateKey).catch(e => e.name)}`;
        }
        """;

    private static ILocator Sign(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "签署会议记录" });

    /// <summary>A secret and a recorded round, announced; the meeting is closed.</summary>
    private static async Task Held(Chamber chamber)
    {
        var chair = await chamber.Officer(Roles.PresidingOfficer);
        var member = await chamber.Member("m2");
        Chamber.Done(await chair.OpenMeeting());
        foreach (var paper in new[] { "P", "R" })
        {
            Chamber.Done(await chair.Prepare(new PrepareRequest(paper)));
            Chamber.Done(await chair.Open(new RoundRef(paper, 1)));
            Chamber.Done(await member.Cast(chamber.Press((await chair.Snapshot()).Value!.Rounds[^1], 1, 0)));
            Chamber.Done(await chair.Close(new RoundRef(paper, 1)));
            await chair.Tallied(new RoundRef(paper, 1), TimeSpan.FromSeconds(60));
            Chamber.Done(await chair.Announce(new RoundRef(paper, 1)));
        }

        Chamber.Done(await chair.CloseMeeting());
    }

    private async Task Verifies(IPage page, int exit)
    {
        foreach (var (link, file) in new[] { ("下载会议记录", "record.json"), ("下载公钥", "keys.json") })
        {
            var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync());
            await download.SaveAsAsync(Path.Combine(_folder, file));
        }

        var verified = await Verify();
        Assert.True(verified.ExitCode == exit, verified.Output + verified.Errors);
    }

    private Task<Programs.Outcome> Verify() => Programs.Verify("verify", Path.Combine(_folder, "record.json"), "--keys", Path.Combine(_folder, "keys.json"));
}
