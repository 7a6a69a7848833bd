using Microsoft.Playwright;
using Voting.Rehearsal;
using Voting.Tests.Journeys;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Screens;

/// <summary>The page that tells a tablet in words what is wrong with it, in a real browser in each of its states.</summary>
[Collection(nameof(TabletJourneyTests))]
public sealed class HelpPageTests(HelpPageTests.Served served) : IClassFixture<HelpPageTests.Served>, IAsyncLifetime
{
    private readonly Uri _help = served.Help;
    private readonly ServerProcess _server = served.Server;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync() => _browser = await Browser.Open();

    [Fact]
    public async Task A_tablet_that_does_not_trust_the_certificate_is_told_so_with_the_download_and_its_own_steps()
    {
        var tablet = await Tablet(false, "Mozilla/5.0 (Linux; Android 13; Pad) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36");
        await tablet.GotoAsync(_help.ToString());

        await Expect(tablet.GetByText("本机不信任服务器的证书，需要安装一次。")).ToBeVisibleAsync();
        await Expect(tablet.GetByRole(AriaRole.Status)).ToContainTextAsync("本机还不能表决");
        await Says(tablet, ("server", "✓ 正常"), ("clock", "✓ 正常"), ("certificate", "✕ 需处理"), ("browser", "✓ 正常"));
        await Expect(tablet.Locator(".steps .android")).ToBeVisibleAsync();
        await Expect(tablet.Locator(".steps .ipados")).ToBeHiddenAsync();
        await Expect(tablet.Locator("#onward")).ToBeHiddenAsync();
        var download = await tablet.RunAndWaitForDownloadAsync(() => tablet.GetByText("下载证书").ClickAsync());
        Assert.Equal("voting-authority.crt", download.SuggestedFilename);
        await Browser.Accessible(tablet);
        await Browser.Picture(tablet, "help-certificate.zh");

        await tablet.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Expect(tablet.GetByText("This tablet does not trust the server's certificate.")).ToBeVisibleAsync();
        Assert.DoesNotContain("证书", await tablet.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("en", await tablet.Locator("html").GetAttributeAsync("lang"));
        await Browser.Accessible(tablet);
    }

    [Fact]
    public async Task A_tablet_that_is_well_is_told_so_and_goes_on_to_sign_in_over_https_and_votes_there()
    {
        var tablet = await Tablet(true);
        await tablet.GotoAsync(_help.ToString());
        await Expect(tablet.GetByRole(AriaRole.Status)).ToContainTextAsync("本机可以用来表决");
        await Says(tablet, ("server", "✓ 正常"), ("clock", "✓ 正常"), ("certificate", "✓ 正常"), ("browser", "✓ 正常"));
        await Browser.Accessible(tablet);
        await Browser.Picture(tablet, "help-well.zh");
        Assert.Empty(await tablet.Context.CookiesAsync());

        await tablet.Locator("#onward").ClickAsync();

        await tablet.WaitForURLAsync(_server.Address.ToString());
        await Browser.SignIn(tablet, served.Code("member:m1"));
        await Expect(tablet.GetByText("委员01")).ToBeVisibleAsync();
        await Expect(tablet.Locator(".line")).ToBeEmptyAsync();
        Assert.All(await tablet.Context.CookiesAsync(), c => Assert.True(c.Secure || c.Name != "voting"));
        // A session that stands is seen again by whoever comes back through the plain page.
        await tablet.GotoAsync(_help.ToString());
        await tablet.Locator("#onward").ClickAsync();
        await tablet.WaitForURLAsync(_server.Address.ToString());
        await Expect(tablet.GetByText("委员01")).ToBeVisibleAsync();
        await Expect(tablet.Locator("#trouble")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData(-26 * 60, "慢", "26", "小时")]
    [InlineData(7, "快", "7", "分钟")]
    [InlineData(20 * 365 * 24 * 60, "快", "7300", "天")]
    public async Task A_clock_that_is_wrong_is_told_by_how_much(int minutes, string direction, string amount, string unit)
    {
        var tablet = await Tablet(false);
        await tablet.Clock.SetSystemTimeAsync(DateTime.UtcNow.AddMinutes(minutes));
        await tablet.GotoAsync(_help.ToString());

        await Expect(tablet.Locator("#clock .fault")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex($@"本机时间不对，.*{direction}.*了 {amount}"));
        await Expect(tablet.Locator("#clock .unit").GetByText(unit).First).ToBeVisibleAsync();
        await Expect(tablet.GetByText("时间不对，证书也不能核对。")).ToBeVisibleAsync();
        await Says(tablet, ("server", "✓ 正常"), ("clock", "✕ 需处理"), ("certificate", "✕ 需处理"), ("browser", "✓ 正常"));
        await Browser.Accessible(tablet);
        if (minutes < 0) await Browser.Picture(tablet, "help-clock.zh");
    }

    [Theory]
    [InlineData("delete window.WebAssembly", "浏览器太旧，不能表决。")]
    [InlineData("WebAssembly.validate = function () { return false; }", "浏览器太旧，不能表决。")]
    [InlineData("delete window.WebSocket", "浏览器太旧，不能表决。")]
    [InlineData("Object.defineProperty(Navigator.prototype, 'cookieEnabled', { get: function () { return false; } })", "浏览器禁用了 Cookie")]
    [InlineData("IDBFactory.prototype.open = function () { throw new Error(); }", "浏览器不能保存数据")]
    public async Task A_browser_that_cannot_vote_is_told_why(string without, string says)
    {
        var tablet = await Tablet(true);
        await tablet.AddInitScriptAsync(without);
        await tablet.GotoAsync(new Uri(_server.Address, "/help").ToString());

        await Expect(tablet.Locator("#browser").GetByText(says)).ToBeVisibleAsync();
        await Says(tablet, ("server", "✓ 正常"), ("clock", "✓ 正常"), ("certificate", "✓ 正常"), ("browser", "✕ 需处理"));
        await Browser.Accessible(tablet);
        if (without.StartsWith("delete window.WebAssembly", StringComparison.Ordinal)) await Browser.Picture(tablet, "help-browser.zh");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_and_nothing_else_is_claimed()
    {
        var tablet = await Tablet(true);
        await tablet.RouteAsync("**/time", route => route.AbortAsync());
        await tablet.RouteAsync("**/help/seen.svg*", route => route.AbortAsync());
        await tablet.GotoAsync(_help.ToString());

        await Expect(tablet.GetByText("连接不上服务器。请检查无线网络")).ToBeVisibleAsync();
        await Expect(tablet.GetByText("连接不上服务器，无法核对时间。")).ToBeVisibleAsync();
        await Expect(tablet.Locator("#certificate").GetByText("本机不信任")).ToBeHiddenAsync();
        await Browser.Accessible(tablet);
    }

    [Fact]
    public async Task An_encrypted_port_that_stays_silent_is_not_taken_for_a_certificate()
    {
        var tablet = await Tablet(true);
        await tablet.RouteAsync("**/help/seen.svg*", _ => Task.CompletedTask);
        await tablet.Clock.InstallAsync();
        await tablet.GotoAsync(_help.ToString(), new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
        await Expect(tablet.Locator("#browser .sign:visible")).ToContainTextAsync("正常");
        await Expect(tablet.GetByRole(AriaRole.Status)).ToContainTextAsync("正在检查本机");
        await tablet.Clock.RunForAsync(11_000);
        await Expect(tablet.GetByText("表决服务器的加密端口没有回应。")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Every_text_stands_in_both_languages_and_the_script_has_none()
    {
        using var http = new HttpClient();
        var page = await http.GetStringAsync(_help, TestContext.Current.CancellationToken);
        Assert.Equal(page.Split("lang=\"zh-CN\">").Length, page.Split("lang=\"en\">").Length);
        var script = await http.GetStringAsync(new Uri(_help, "/help/help.js"), TestContext.Current.CancellationToken);
        Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", script);
        // Old browsers stop at the first word they do not know.
        Assert.DoesNotMatch(@"=>|`|\b(let|const|class|async|await)\s", script);
    }

    [Fact]
    public async Task A_voting_page_that_cannot_start_leads_to_the_help_page()
    {
        var old = await Tablet(true);
        await old.AddInitScriptAsync("delete window.WebAssembly");
        await old.GotoAsync(_server.Address.ToString());
        await Expect(old.Locator("#trouble")).ToContainTextAsync("本机还打不开表决页面。");
        await Browser.Picture(old, "tablet-trouble.zh");
        await Browser.Accessible(old);
        await old.Locator("#trouble a").ClickAsync();
        await Expect(old.GetByText("浏览器太旧，不能表决。")).ToBeVisibleAsync();

        // One that should start and has not after a minute is told then, not before.
        var stuck = await Tablet(true);
        await stuck.RouteAsync("**/_framework/*.wasm", _ => Task.CompletedTask);
        await stuck.Clock.InstallAsync();
        await stuck.GotoAsync(_server.Address.ToString());
        await stuck.Clock.RunForAsync(50_000);
        await Expect(stuck.Locator("#trouble")).ToBeHiddenAsync();
        await stuck.Clock.RunForAsync(15_000);
        await Expect(stuck.Locator("#trouble")).ToBeVisibleAsync();
        var well = await Tablet(true);
        await well.Clock.InstallAsync();
        await well.GotoAsync(_server.Address.ToString());
        await Expect(well.Locator("#code")).ToBeEnabledAsync();
        await well.Clock.RunForAsync(70_000);
        await Expect(well.Locator("#trouble")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Without_scripts_both_pages_say_so_in_words()
    {
        var tablet = await Tablet(true, javaScript: false);
        await tablet.GotoAsync(_help.ToString());
        await Expect(tablet.GetByText("浏览器太旧，或关闭了 JavaScript")).ToBeVisibleAsync();
        await Expect(tablet.GetByText("JavaScript is turned off")).ToBeVisibleAsync();
        // A browser driven from outside leaves out what stands in noscript, so this reads what is sent.
        using var http = new HttpClient(served.Certificates.Trusting());
        var page = System.Net.WebUtility.HtmlDecode(await http.GetStringAsync(_server.Address, TestContext.Current.CancellationToken));
        Assert.Matches("<noscript>.*本机还打不开表决页面。.*<a href=\"/help\">.*</noscript>", page);
    }

    [Fact]
    public async Task Every_target_is_large_and_the_keyboard_reaches_it()
    {
        var tablet = await Tablet(false);
        await tablet.SetViewportSizeAsync(360, 740);
        await tablet.GotoAsync(_help.ToString());
        await Expect(tablet.GetByText("下载证书")).ToBeVisibleAsync();
        foreach (var target in await tablet.Locator("a:visible, button:visible").AllAsync())
        {
            var box = (await target.BoundingBoxAsync())!;
            Assert.True(box.Height >= 63.5 && box.Width >= 63.5, $"{await target.InnerTextAsync()}: {box.Width} x {box.Height}");
        }

        Assert.True(await tablet.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "wider than the screen");
        await tablet.Keyboard.PressAsync("Tab");
        await tablet.Keyboard.PressAsync("Enter");
        await Expect(tablet.GetByText("Download the certificate")).ToBeVisibleAsync();
        await Browser.Picture(tablet, "help-narrow.en");
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
    }

    private async Task<IPage> Tablet(bool trusts, string? agent = null, bool javaScript = true)
    {
        var page = await _browser.Blank(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
            Locale = "zh-CN",
            IgnoreHTTPSErrors = trusts,
            UserAgent = agent,
            JavaScriptEnabled = javaScript,
        });
        // What the page's own rules forbid is a fault of the page.
        page.Console += (_, message) => Assert.DoesNotContain("Content Security Policy", message.Text, StringComparison.Ordinal);
        return page;
    }

    private static async Task Says(IPage tablet, params (string Id, string Sign)[] signs)
    {
        foreach (var (id, sign) in signs) await Expect(tablet.Locator($"#{id} .sign:visible")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(sign));
    }

    /// <summary>A server on https with a local authority that this machine does not trust, and the plain listener beside it.</summary>
    public sealed class Served : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("voting-help-").FullName;

        public Uri Help { get; } = new($"http://127.0.0.1:{Chamber.FreePort()}/help");
        public Certificates Certificates { get; private set; } = null!;
        public ServerProcess Server { get; private set; } = null!;

        public string Code(string who) => ServerProcess.Codes(Path.Combine(_folder, "codes.json"))[who];

        public async ValueTask InitializeAsync()
        {
            Certificates = await Certificates.Make("127.0.0.1");
            var meeting = Path.Combine(_folder, "meeting.json");
            await File.WriteAllTextAsync(meeting, Chamber.Small().ToJsonString());
            Server = await ServerProcess.Start(["--meeting", meeting, "--data", Path.Combine(_folder, "data"), "--codes", Path.Combine(_folder, "codes.json"), "--rehearsal",
                "--url", "https://127.0.0.1:0", "--help-url", Help.GetLeftPart(UriPartial.Authority), .. Certificates.Arguments]);
        }

        public async ValueTask DisposeAsync()
        {
            if (Server is not null) await Server.DisposeAsync();
            Certificates?.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
