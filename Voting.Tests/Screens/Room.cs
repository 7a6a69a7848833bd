using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Rehearsal;
using Voting.Tests.Journeys;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Screens;

/// <summary>A chamber with real browsers on the table: chair, clerk, scrutineer, hall and two tablets; every other seat is simulated (演练).</summary>
internal sealed class Room : IAsyncDisposable
{
    private readonly Browser _browser;
    private readonly List<SimulatedMember> _others = [];

    private Room(Browser browser, Chamber chamber) => (_browser, Chamber) = (browser, chamber);

    public Chamber Chamber { get; }
    public required IPage Chair { get; init; }
    public required IPage Clerk { get; init; }
    public required IPage Scrutineer { get; init; }
    public required IPage Hall { get; init; }
    public required IPage One { get; init; }
    public required IPage Two { get; init; }

    /// <summary>Member ids present at the start, in the printed order.</summary>
    public required IReadOnlyList<string> Present { get; init; }

    /// <summary>The first tablet's network: once set, it is cut as soon as a press has left for the server, before the answer.</summary>
    public bool CutAfterPress { get; set; }

    /// <summary>The Wuchang meeting with only some of its papers.</summary>
    public static JsonObject Wuchang(params string[] papers)
    {
        var meeting = Chamber.Wuchang();
        bool Left(JsonNode? id) => papers.Contains((string)id!);
        JsonArray Where(string list, Func<JsonNode, bool> left) => new([.. meeting[list]!.AsArray().Where(n => left(n!)).Select(n => n!.DeepClone())]);
        meeting["papers"] = Where("papers", p => Left(p["id"]));
        meeting["agenda"] = Where("agenda", a => a["papers"] is not JsonArray { Count: > 0 } on || on.Any(Left));
        foreach (var item in meeting["agenda"]!.AsArray()) item!["papers"] = new JsonArray([.. (item["papers"]?.AsArray() ?? []).Where(Left).Select(id => id!.DeepClone())]);
        return meeting;
    }

    public static async Task<Room> Open(JsonObject meeting, string first, string second)
    {
        var browser = await Browser.Open();
        Chamber? chamber = null;
        try
        {
            chamber = await Chamber.Empty(meeting);
            return await In(browser, chamber, meeting, first, second);
        }
        catch
        {
            if (chamber is not null) await chamber.DisposeAsync();
            await browser.DisposeAsync();
            throw;
        }
    }

    private static async Task<Room> In(Browser browser, Chamber chamber, JsonObject meeting, string first, string second)
    {
        var presiding = (string)meeting["presiding"]!;
        var present = meeting["roll"]!.AsArray().Where(m => (string)m!["attendance"]! == "present").Select(m => (string)m!["id"]!).ToList();
        var one = await browser.Blank(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 800 }, Locale = "zh-CN" });
        var room = new Room(browser, chamber)
        {
            Chair = await browser.Device(chamber.Address),
            Clerk = await browser.Device(chamber.Address),
            Scrutineer = await browser.Device(chamber.Address),
            Hall = await browser.Device(chamber.Address, 1920, 1080),
            One = one,
            Two = await browser.Device(chamber.Address),
            Present = present,
        };
        await room.OverOurNetwork(one);
        await one.GotoAsync(chamber.Address.ToString());
        await Browser.SignIn(room.Chair, chamber.Code(Roles.PresidingOfficer));
        await Browser.SignIn(room.Clerk, chamber.Code(Roles.Clerk));
        await Browser.SignIn(room.Scrutineer, chamber.Code(Roles.Scrutineer + ":1"));
        await Browser.SignIn(room.Hall, chamber.Code(Roles.Display));
        await Browser.SignIn(one, chamber.Code("member:" + first));
        await Browser.SignIn(room.Two, chamber.Code("member:" + second));
        foreach (var id in present.Except([first, second, presiding])) room._others.Add(await chamber.Member(id));
        return room;
    }

    /// <summary>One more tablet.</summary>
    public async Task<IPage> Tablet(string member)
    {
        var page = await _browser.Device(Chamber.Address);
        await Browser.SignIn(page, Chamber.Code("member:" + member));
        return page;
    }

    /// <summary>What each simulated member marks from now on: by its number, and the question's.</summary>
    public void OthersMark(Func<int, int, IReadOnlyList<int>> marks)
    {
        foreach (var (n, other) in _others.Index())
            other.OfItself = round => (new Ballot([.. round.Questions.Select((_, q) => marks(n, q))]), TimeSpan.Zero);
    }

    /// <summary>The simulated members check in again.</summary>
    public Task OthersReturn() => Task.WhenAll(_others.Select(other => other.TakeSeat(new TakeSeatRequest(null))));

    /// <summary>One more device, nobody signed in.</summary>
    public Task<IPage> Device() => _browser.Device(Chamber.Address);

    public static Task Tab(IPage clerk, string name) => clerk.Locator("nav.tabs").GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();

    /// <summary>The one next step of whoever leads the meeting.</summary>
    public static Task Next(IPage page, string name) => page.Locator(".conduct").GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    public static async Task Close(IPage page, string? picture = null)
    {
        await Next(page, "结束表决");
        if (picture is not null) await Browser.Picture(page, picture);
        await Next(page, "确定");
    }

    /// <summary>Marks one option of each question.</summary>
    public static async Task Mark(IPage page, params string[] labels)
    {
        var questions = page.Locator("fieldset.question");
        await Expect(questions).ToHaveCountAsync(labels.Length);
        for (var q = 0; q < labels.Length; q++) await questions.Nth(q).GetByRole(AriaRole.Radio, new() { Name = labels[q], Exact = true }).ClickAsync();
    }

    /// <summary>Marks options of a selection by their numbers from 1.</summary>
    public static async Task Select(IPage page, params int[] numbers)
    {
        await Expect(page.GetByRole(AriaRole.Checkbox).First).ToBeEnabledAsync();
        foreach (var n in numbers) await page.GetByRole(AriaRole.Checkbox).Nth(n - 1).ClickAsync();
    }

    public static async Task Press(IPage page, string? picture = null, string recorded = "提交成功")
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "核对选择" }).ClickAsync();
        var press = page.GetByRole(AriaRole.Button, new() { Name = "提交", Exact = true });
        await Expect(press).ToBeVisibleAsync();
        if (picture is not null) await Browser.Picture(page, picture, Browser.Size.Tablet, Browser.Size.Phone);
        await press.ClickAsync();
        await Expect(page.GetByText(recorded)).ToBeVisibleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Chamber.DisposeAsync();
        await _browser.DisposeAsync();
    }

    private Task OverOurNetwork(IPage page) => page.RouteWebSocketAsync(new System.Text.RegularExpressions.Regex("/hub$"), socket =>
    {
        var server = socket.ConnectToServer();
        var isCut = false;
        socket.OnMessage(frame =>
        {
            server.Send(frame.Text!);
            if (!CutAfterPress || !frame.Text!.Contains("\"Cast\"", StringComparison.Ordinal)) return;
            (CutAfterPress, isCut) = (false, true);
            _ = socket.CloseAsync();
        });
        server.OnMessage(frame =>
        {
            if (!isCut) socket.Send(frame.Text!);
        });
    });
}
