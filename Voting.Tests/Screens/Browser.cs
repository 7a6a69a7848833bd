using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Voting.Tests.House;

namespace Voting.Tests.Screens;

/// <summary>A real Chromium, headless. VOTING_CHROMIUM names another than Debian's.</summary>
public sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IDisposable _still;

    private Browser(IPlaywright playwright, IBrowser browser, IDisposable still)
    {
        _playwright = playwright;
        _browser = browser;
        _still = still;
    }

    public static async Task<Browser> Open()
    {
        var path = Environment.GetEnvironmentVariable("VOTING_CHROMIUM") ?? "/usr/bin/chromium";
        if (!File.Exists(path))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "In CI the browser must be there.");
            Assert.Skip($"There is no Chromium at {path} (apt-get install chromium fonts-noto-cjk, or set VOTING_CHROMIUM)");
        }

        // A tablet's program starts on a loaded machine: patience, for what is waited for is that it happens, not when.
        Assertions.SetDefaultExpectTimeout(30_000);
        var still = await MachineNetwork.Still();
        try
        {
            var playwright = await Playwright.CreateAsync();
            return new Browser(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = path,
                ChromiumSandbox = false,
                Args = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            }), still);
        }
        catch
        {
            still.Dispose();
            throw;
        }
    }

    /// <summary>A device of its own: its cookies and storage are nobody else's.</summary>
    public async Task<IPage> Device(Uri server, int width = 1280, int height = 800)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, Locale = "zh-CN" });
        context.SetDefaultTimeout(30_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(server.ToString());
        return page;
    }

    /// <summary>A device that is as the caller says, before its first page.</summary>
    public async Task<IPage> Blank(BrowserNewContextOptions options)
    {
        var context = await _browser.NewContextAsync(options);
        context.SetDefaultTimeout(30_000);
        return await context.NewPageAsync();
    }

    /// <summary>A device with the cookies of another and nothing else of it.</summary>
    public Task<IBrowserContext> Context(string cookies) => _browser.NewContextAsync(new BrowserNewContextOptions
    {
        ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
        Locale = "zh-CN",
        StorageState = cookies,
    });

    public static async Task SignIn(IPage page, string code)
    {
        var field = page.Locator("#code");
        await Assertions.Expect(field).ToBeEnabledAsync();
        await field.FillAsync(code);
        await field.PressAsync("Enter");
    }

    /// <summary>An officer signs in by password.</summary>
    public static async Task SignIn(IPage page, string post, string password)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "密码" }).ClickAsync();
        await page.Locator("#post").SelectOptionAsync(post);
        await page.Locator("#password").FillAsync(password);
        await page.Locator("#password").PressAsync("Enter");
    }

    /// <summary>Nothing that axe finds wrong in either language, nothing cut off at twice the size, and on a member's tablet no small target.</summary>
    public static async Task Accessible(IPage page)
    {
        await Axe(page);
        var language = page.Locator("header nav button[lang]");
        // The help page has none, and on a page that cannot start it does nothing.
        if (await language.CountAsync() == 0 || !await language.IsEnabledAsync()) return;
        await language.ClickAsync();
        await Axe(page);
        await language.ClickAsync();
        Assert.Equal("", await page.EvaluateAsync<string>("""
            () => !document.querySelector('.page.member') ? '' : [...document.querySelectorAll('button, summary, label:has(input), main input:not([type=radio]):not([type=checkbox])')]
              .filter(e => e.checkVisibility()).map(e => [e.getBoundingClientRect().height, e.innerText]).filter(([height]) => height < 63.5).map(e => e.join(' ')).join('; ')
            """));
        if (await page.Locator(".page.display").CountAsync() > 0) return;
        var before = page.ViewportSize!;
        // A screen of 1280 × 800 at 200 % has room for half as much each way.
        await page.SetViewportSizeAsync(640, 400);
        var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        var widest = wide <= 0 ? "" : await page.EvaluateAsync<string>("""
            () => {
              const edge = document.documentElement.clientWidth + .01, found = [];
              const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL), range = document.createRange();
              while (walk.nextNode()) {
                range.selectNode(walk.currentNode);
                const right = Math.max(...[...range.getClientRects()].map(r => r.right));
                if (right > edge) found.push((walk.currentNode.className ?? walk.currentNode.parentNode.className) + ' ' + (walk.currentNode.textContent ?? '').trim().slice(0, 20) + ' ' + right);
              }
              return found.join('; ');
            }
            """);
        await page.SetViewportSizeAsync(before.Width, before.Height);
        Assert.True(wide <= 0, $"At 200 % the page is {wide} px too wide: {widest}");
    }

    private static async Task Axe(IPage page)
    {
        var found = await page.RunAxe();
        Assert.True(found.Violations.Length == 0, string.Join("; ", found.Violations.Select(v => $"{v.Id}: {v.Help} ({string.Join(", ", v.Nodes.Select(n => n.Html))})")));
    }

    /// <summary>Keeps pictures of a screen under docs/screens, in both languages and each size, when VOTING_SCREENS=1 asks for new ones.</summary>
    public static async Task Picture(IPage page, string name, params Size[] sizes)
    {
        if (Environment.GetEnvironmentVariable("VOTING_SCREENS") != "1") return;
        var before = page.ViewportSize!;
        var language = page.Locator("header nav button[lang]");
        foreach (var _ in (string[])["zh", "en"])
        {
            var now = await page.Locator("html").GetAttributeAsync("lang") == "en" ? "en" : "zh";
            foreach (var size in sizes.Length == 0 ? [Size.Tablet] : sizes)
            {
                await page.SetViewportSizeAsync(size.Width, size.Height);
                await page.ScreenshotAsync(new PageScreenshotOptions
                {
                    Path = Path.Combine(ArchitectureTests.Root(), "docs", "screens", $"{name}{size.Suffix}.{now}.png"),
                    Animations = ScreenshotAnimations.Disabled,
                });
            }

            // The help page has none, and on a page that cannot start it does nothing.
            if (await language.CountAsync() == 0 || !await language.IsEnabledAsync()) break;
            await language.ClickAsync();
            await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", now == "en" ? "zh-CN" : "en");
        }

        await page.SetViewportSizeAsync(before.Width, before.Height);
    }

    /// <summary>A page as the printer has it, on sheets of A4; kept under docs/screens when VOTING_SCREENS=1 asks for it.</summary>
    public static async Task Printed(IPage page, string name)
    {
        var pdf = await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true, PrintBackground = true });
        Assert.Equal("%PDF", System.Text.Encoding.ASCII.GetString(pdf, 0, 4));
        if (Environment.GetEnvironmentVariable("VOTING_SCREENS") != "1") return;
        await File.WriteAllBytesAsync(Path.Combine(ArchitectureTests.Root(), "docs", "screens", $"{name}.pdf"), pdf);
    }

    /// <summary>A screen that people have.</summary>
    public sealed record Size(int Width, int Height, string Suffix)
    {
        public static Size Tablet { get; } = new(1280, 800, "");
        public static Size Phone { get; } = new(390, 844, "-phone");
        public static Size Hall { get; } = new(1920, 1080, "");
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        _still.Dispose();
    }
}
