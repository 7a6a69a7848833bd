using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Voting.Tests.House;
using Voting.Tests.Journeys;

namespace Voting.Tests.Screens;

/// <summary>
/// S7, for people and never asserted: a tablet in an open round, cold and reloaded, with the processor as it is and slowed six times.
/// The long form (VOTING_LONG=1) measures the published program, or what VOTING_PUBLISHED names; the short form what was just built.
/// Runs alone, so that the figures are the tablet's and not those of its neighbours.
/// </summary>
[CollectionDefinition(nameof(StartFigures), DisableParallelization = true)]
[Collection(nameof(StartFigures))]
public class StartFigures
{
    /// <summary>Notes in the page itself when something is first there, on the page's own clock.</summary>
    private const string Notes = """
        (() => {
          const seen = window.__seen = {};
          const note = (name, is) => { if (!(name in seen) && is()) seen[name] = performance.now(); };
          const look = () => {
            if (document.body) {
              note('shown', () => document.querySelector('fieldset.question'));
              note('mark', () => document.querySelector('fieldset.question input:enabled'));
              note('cast', () => document.querySelector('footer.press button.main:enabled'));
            }
            if ('cast' in seen) console.debug('able to cast');
            else setTimeout(look, 10);
          };
          look();
        })();
        """;

    private static readonly bool Long = Environment.GetEnvironmentVariable("VOTING_LONG") == "1";

    [Fact]
    public async Task A_tablet_starts_cold_and_again()
    {
        await using var browser = await Browser.Open();
        var program = Environment.GetEnvironmentVariable("VOTING_PUBLISHED") ?? (Long ? await Publish() : null);
        await using var chamber = await Chamber.OpenProgram(program is null ? null : Path.Combine(program, "Voting.Api.dll"));
        var tablet = await browser.Device(chamber.Address);
        await Browser.SignIn(tablet, chamber.Code("member:m1"));
        await Assertions.Expect(tablet.GetByText("委员01")).ToBeVisibleAsync();
        var session = await tablet.Context.StorageStateAsync();
        await tablet.Context.CloseAsync();
        await chamber.OpenRound("P");

        Figures.Print($"S7 starting a tablet, {(program is null ? "as built (untrimmed)" : "published")}; ms, medians; able to mark / able to cast");
        // Slowed down, what is not published says nothing about a tablet.
        foreach (var slowed in program is null ? (int[])[1] : [1, 6])
        {
            List<Start> colds = [], warms = [];
            for (var n = 0; n < (program is null ? 1 : 3); n++)
            {
                await using var context = await browser.Context(session);
                var page = await context.NewPageAsync();
                await page.AddInitScriptAsync(Notes);
                colds.Add(await Measure(page, slowed, () => page.GotoAsync(chamber.Address.ToString())));
                await Cached(page);
                // The first reload is the first through the service worker; compiled code is kept from then on.
                for (var r = 0; r < 3; r++)
                {
                    var warm = await Measure(page, slowed, () => page.ReloadAsync());
                    if (r > 0) warms.Add(warm);
                }
            }

            Print($"{slowed}× slower, cold", colds);
            Print($"{slowed}× slower, reload", warms);
        }
    }

    private sealed record Start(double Bytes, double Paint, double Shown, double Mark, double Cast);

    private static async Task<Start> Measure(IPage page, int slowed, Func<Task> go)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = slowed });
        var bytes = 0.0;
        session.Event("Network.loadingFinished").OnEvent += (_, e) => bytes += e!.Value.GetProperty("encodedDataLength").GetDouble();
        await page.RunAndWaitForConsoleMessageAsync(go, new PageRunAndWaitForConsoleMessageOptions { Predicate = m => m.Text == "able to cast", Timeout = 60_000 });
        var seen = await page.EvaluateAsync<JsonElement>(
            "({...window.__seen, paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0})");
        await session.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = 1 });
        // Until the last of them is told.
        await page.WaitForTimeoutAsync(1000);
        await session.DetachAsync();
        return new Start(bytes, Of("paint"), Of("shown"), Of("mark"), Of("cast"));

        double Of(string name) => seen.GetProperty(name).GetDouble();
    }

    /// <summary>Until the service worker has everything.</summary>
    private static Task<JsonElement?> Cached(IPage page) => page.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");

    private static void Print(string what, List<Start> starts)
    {
        Figures.Print(string.Create(CultureInfo.InvariantCulture,
            $"   {what,-18} {Median(s => s.Bytes) / 1e6,5:0.00} MB   painted {Median(s => s.Paint),5:0}   paper shown {Median(s => s.Shown),5:0}   able to mark {Median(s => s.Mark),5:0}   able to cast {Median(s => s.Cast),5:0}"));

        double Median(Func<Start, double> of) => starts.Select(of).Order().ElementAt(starts.Count / 2);
    }

    private static async Task<string> Publish()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "published");
        using var publish = Process.Start("dotnet", ["publish", Path.Combine(ArchitectureTests.Root(), "Voting.Api"), "-c", "Release", "-o", folder, "--nologo", "-v", "quiet"]);
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, publish.ExitCode);
        return folder;
    }
}
