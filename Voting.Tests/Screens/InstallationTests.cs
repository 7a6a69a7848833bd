using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Voting.Tests.Journeys;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Screens;

/// <summary>A tablet that has the program: what it keeps, and what it does without the server.</summary>
[Collection(nameof(TabletJourneyTests))]
public sealed partial class InstallationTests(ServerWithPages server) : IClassFixture<ServerWithPages>
{
    private const string Kept = "caches.keys().then(names => Promise.all(names.map(n => caches.open(n).then(c => c.keys())))).then(all => all.flat().map(r => new URL(r.url).pathname))";

    [Fact]
    public async Task Every_file_that_is_kept_is_there_and_never_changes()
    {
        var files = await Files();
        Assert.Contains(files, f => f.StartsWith("/kiosk.", StringComparison.Ordinal));
        Assert.Contains(files, f => f.StartsWith("/_framework/dotnet.native.", StringComparison.Ordinal));
        foreach (var file in files)
        {
            using var response = await server.Http.GetAsync(file, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            response.EnsureSuccessStatusCode();
            Assert.Matches(Named(), file);
        }
    }

    [Fact]
    public async Task The_page_for_an_absent_server_knows_nobody_and_speaks_both_languages()
    {
        var page = System.Net.WebUtility.HtmlDecode(await server.Http.GetStringAsync("/away", TestContext.Current.CancellationToken));
        Assert.Contains("连接不上服务器", page, StringComparison.Ordinal);
        Assert.Contains("The server cannot be reached", page, StringComparison.Ordinal);
        Assert.DoesNotContain("武昌", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tablet_can_be_installed()
    {
        await using var browser = await Browser.Open();
        var page = await browser.Device(server.Http.BaseAddress!);
        await Whole(page);
        var session = await page.Context.NewCDPSessionAsync(page);
        var manifest = await session.SendAsync("Page.getAppManifest");
        Assert.Equal(0, manifest!.Value.GetProperty("errors").GetArrayLength());
        Assert.EndsWith(".webmanifest", manifest.Value.GetProperty("url").GetString(), StringComparison.Ordinal);
        var errors = (await session.SendAsync("Page.getInstallabilityErrors"))!.Value.GetProperty("installabilityErrors").EnumerateArray().Select(e => e.GetProperty("errorId").GetString());
        // A window of a test has nobody's profile.
        Assert.DoesNotContain(errors, e => e != "in-incognito");
    }

    [Fact]
    public async Task Only_files_of_the_program_are_kept_and_nothing_of_a_session()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Open();
        var page = await browser.Device(chamber.Address);
        await Browser.SignIn(page, chamber.Code("member:m1"));
        await Expect(page.GetByText("委员01")).ToBeVisibleAsync();
        await Whole(page);
        await page.ReloadAsync();
        await Expect(page.GetByText("委员01")).ToBeVisibleAsync();
        var kept = await page.EvaluateAsync<string[]>(Kept);
        Assert.Equal([], kept.Where(path => path is not ("/away" or "/away.js" or "/kiosk.css") && !Named().IsMatch(path)));
    }

    [Fact]
    public async Task A_start_does_not_wait_for_the_list_of_all_files()
    {
        await using var browser = await Browser.Open();
        var page = await browser.Device(server.Http.BaseAddress!);
        await Expect(page.Locator("#code")).ToBeEnabledAsync();
        var fetched = await page.EvaluateAsync<string[]>("performance.getEntriesByType('resource').map(r => r.name)");
        Assert.Contains(fetched, name => name.Contains("/_framework/dotnet.", StringComparison.Ordinal));
        Assert.DoesNotContain(fetched, name => name.Contains("resource-collection", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tablet_that_is_reloaded_while_the_server_is_down_comes_back_by_itself_with_its_press()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.Open();
        var page = await browser.Device(chamber.Address);
        await Browser.SignIn(page, chamber.Code("member:m1"));
        await Expect(page.GetByText("委员01")).ToBeVisibleAsync();
        await Whole(page);
        await page.ReloadAsync();
        var round = await chamber.OpenRound("P");
        await Room.Mark(page, "赞成", "赞成");
        await page.GetByRole(AriaRole.Button, new() { Name = "核对选择" }).ClickAsync();

        await chamber.Server.Kill();
        await page.GetByRole(AriaRole.Button, new() { Name = "提交", Exact = true }).ClickAsync();
        await Expect(page.GetByText("网络中断，正在重新提交")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByText("连接不上服务器")).ToBeVisibleAsync();
        await Browser.Picture(page, "tablet-away");
        await Browser.Accessible(page);
        await chamber.Start();

        await Expect(page.GetByText("提交成功")).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator("input").CountAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await chamber.Chair.Back(patience.Token);
        Assert.Equal(1, (await chamber.CloseRound(round)).Voted);
    }

    [Theory]
    [InlineData("/officers.*.css")]
    [InlineData("/kiosk.*.js")]
    [InlineData("/_framework/blazor.web.*.js")]
    [InlineData("/_framework/dotnet.*.js")]
    [InlineData("/_framework/*.wasm")]
    public async Task A_tablet_that_loses_a_file_on_the_way_starts_all_the_same(string file)
    {
        await using var browser = await Browser.Open();
        var page = await browser.Blank(new BrowserNewContextOptions { Locale = "zh-CN" });
        var lost = new HashSet<string>();
        await page.RouteAsync("**" + file, route => lost.Add(new Uri(route.Request.Url).AbsolutePath) ? route.AbortAsync("connectionreset") : route.ContinueAsync());
        var loads = 0;
        page.DOMContentLoaded += (_, _) => loads++;
        await page.GotoAsync(server.Http.BaseAddress!.ToString());
        await Chamber.Until(() => Task.FromResult(loads > 1));
        await Expect(page.Locator("#code")).ToBeEnabledAsync();
        Assert.NotEmpty(lost);
        await Expect(page.Locator("#trouble")).ToBeHiddenAsync();
        // And what is whole stays: the next loss has all tries again.
        await Chamber.Until(async () => await page.EvaluateAsync<string>("sessionStorage['voting.tries']") == "0");
        // The pattern may name two files that follow one another.
        Assert.InRange(loads, 2, 3);
    }

    [Fact]
    public async Task A_tablet_that_never_gets_a_file_says_so_after_a_few_tries_and_starts_when_it_comes()
    {
        await using var browser = await Browser.Open();
        var page = await browser.Blank(new BrowserNewContextOptions { Locale = "zh-CN", ServiceWorkers = ServiceWorkerPolicy.Block });
        var (loads, isThere) = (0, false);
        page.DOMContentLoaded += (_, _) => loads++;
        await page.RouteAsync("**/_framework/*.wasm", route => isThere ? route.ContinueAsync() : route.AbortAsync("connectionreset"));
        await page.Clock.InstallAsync();
        await page.GotoAsync(server.Http.BaseAddress!.ToString());
        async Task<bool> Told()
        {
            await page.Clock.RunForAsync(1000);
            return await page.Locator("#trouble").IsVisibleAsync();
        }

        await Chamber.Until(Told);
        Assert.Equal(6, loads);
        await Expect(page.Locator("#trouble")).ToContainTextAsync("本机还打不开表决页面。");
        isThere = true;
        await Chamber.Until(async () => !await Told() && await page.Locator("#code").IsEnabledAsync());
        Assert.Equal(7, loads);
    }

    [Fact]
    public async Task A_file_that_is_no_part_of_the_start_does_not_disturb_whoever_votes()
    {
        await using var browser = await Browser.Open();
        var page = await browser.Device(server.Http.BaseAddress!);
        await Expect(page.Locator("#code")).ToBeEnabledAsync();
        await Chamber.Until(async () => await page.EvaluateAsync<string>("sessionStorage['voting.tries']") == "0");
        await page.Locator("#code").FillAsync("AB");
        await page.EvaluateAsync("() => new Promise(done => { const s = document.createElement('script'); s.src = '/no-such.js'; s.onerror = done; document.body.append(s); })");
        await Task.Delay(2500, TestContext.Current.CancellationToken);
        await Expect(page.Locator("#code")).ToHaveValueAsync("AB");
    }

    private async Task<string[]> Files()
    {
        var worker = await server.Http.GetStringAsync("/worker.js", TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize<string[]>(List().Match(worker).Groups[1].Value)!;
    }

    private static Task<JsonElement?> Whole(IPage page) => page.EvaluateAsync("navigator.serviceWorker.ready.then(r => r.active.state)");

    [GeneratedRegex(@"\.[a-z0-9]{10}\.[a-z]+$")]
    private static partial Regex Named();

    [GeneratedRegex(@"files = (\[.*\]);")]
    private static partial Regex List();
}
