using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using NetArchTest.Rules;
using Voting.Api.Ceremony;
using Voting.Api.Telemetry;
using Voting.Domain.Contracts;
using Voting.Rehearsal;
using Voting.Tests.Journeys;

namespace Voting.Tests.Attacks;

/// <summary>P5 and P6 for whoever receives the telemetry: it is a closed list, it moves with no press, and it names nobody.</summary>
public class TelemetryTests
{
    /// <summary>Written out once more, so that an instrument or a label that comes in by mistake is seen.</summary>
    private static readonly Dictionary<string, string[]> Labels = new()
    {
        ["voting.connections"] = ["voting.connection.kind"],
        ["voting.casts"] = [],
        ["voting.commit.batch.size"] = [],
        ["voting.commit.duration"] = [],
        ["voting.change.duration"] = [],
        ["voting.push.lag"] = [],
        ["voting.push.failed"] = [],
        ["voting.ceremony.step.duration"] = ["voting.ceremony.step"],
        ["voting.ceremony.faults"] = ["voting.ceremony.fault"],
    };

    private static readonly string[] Steps = Enum.GetNames<CeremonyStep>();
    private static readonly string[] Values = ["seat", "officer", "onlooker", .. Steps];

    [Fact]
    public async Task A_server_that_is_asked_to_end_is_not_cut_off_while_it_sends_what_it_measured_last()
    {
        using var collector = new Collector { Takes = TimeSpan.FromSeconds(3) };
        await using var chamber = await Chamber.Open(null, null, "--telemetry", collector.Address.ToString());
        var round = await chamber.OpenRound("R");
        await chamber.CloseRound(round);

        await chamber.Server.End();

        Assert.NotEmpty(collector.Metrics());
        Assert.NotEmpty(collector.Spans());
    }

    [Fact]
    public async Task Nothing_that_is_sent_while_a_secret_round_is_open_moves_with_a_press_and_nothing_at_any_time_names_anybody()
    {
        using var collector = new Collector();
        await using var chamber = await Chamber.OpenWatched(Chamber.Small(), collector.Address);
        var members = new List<SimulatedMember>();
        foreach (var id in (string[])["m1", "m2", "m3"]) members.Add(await chamber.Member(id));
        var round = await chamber.OpenRound("S");
        var before = await collector.Next();
        Assert.Equal(3, before.Points.Single(p => p.LabelText == "voting.connection.kind=seat").Number);

        for (var seq = 1; seq <= 20; seq++)
            foreach (var member in members.Take(2)) Chamber.Done(await member.Cast(chamber.Press(round, seq, seq % 3)));
        Chamber.Done(await members[2].CastOverHttp(chamber.Press(round, 1, 0)));
        await Chamber.Until(async () => (await chamber.Chair.Snapshot()).Value!.Turnout!.Voted == 3);
        var after = await collector.Next();
        Assert.Equal(before.Values, after.Values);
        Assert.Empty(collector.Spans());

        await chamber.CloseRound(round);
        await Chamber.Until(() => Task.FromResult(collector.Metrics()[^1].Sum("voting.casts") == 3));
        await chamber.Server.End();
        var all = collector.Metrics();
        Assert.Equal(41, all[^1].Points.Where(p => p.Name == "voting.commit.batch.size").Sum(Sum));
        Assert.True(all[^1].Sum("voting.push.lag") > before.Sum("voting.push.lag"));
        Assert.Equal(Steps.Where(s => s != nameof(CeremonyStep.Closed)), all[^1].Points.Where(p => p.Name == "voting.ceremony.step.duration").Select(p => p.Labels.Single().Value));

        // It was asked to send a hundred times a second; one that was late is followed by one in time.
        var times = all.Where(m => m.Points.Count > 0).Select(m => m.Points[0].At).ToList();
        Assert.InRange(times.Count, 3, (times[^1] - times[0]) / 1e9 + 3);
        foreach (var metrics in all)
        {
            Assert.Equal(["service.instance.id", "service.name", "service.version", "telemetry.sdk.language", "telemetry.sdk.name", "telemetry.sdk.version"], metrics.Resource.Keys.Order());
            foreach (var point in metrics.Points)
            {
                Assert.Equal(Labels[point.Name], point.Labels.Select(l => l.Key));
                Assert.All(point.Labels, label => Assert.Contains(label.Value, Values));
            }
        }

        var spans = collector.Spans();
        var whole = Assert.Single(spans, s => s.Parent == "");
        Assert.Equal(("ceremony", 0), (whole.Name, whole.Attributes.Count));
        Assert.Equal(Steps.Where(s => s != nameof(CeremonyStep.Closed)), spans.Where(s => s != whole).OrderBy(s => s.To).Select(s => s.Name));
        Assert.All(spans.Where(s => s != whole), s => Assert.Equal((whole.Id, whole.Trace, Instruments.StepLabel, s.Name), (s.Parent, s.Trace, s.Attributes.Single().Key, s.Attributes.Single().Value)));
        Figures.Print($"P6 telemetry: 41 presses of 3 members moved none of {after.Points.Count} values; {all.Count} exports and {spans.Count} spans of the closed list");

        static double Sum(Otlp.Point histogram) => double.Parse(histogram.Value.Split(' ')[2], System.Globalization.CultureInfo.CurrentCulture);
    }

    [Fact]
    public void The_instruments_and_their_labels_are_a_closed_list()
    {
        Assert.Equal(Labels.OrderBy(l => l.Key).Select(l => $"{l.Key} {string.Join(',', l.Value)}"), Instruments.All.OrderBy(l => l.Key).Select(l => $"{l.Key} {string.Join(',', l.Value)}"));
        var published = new List<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => published.Add(instrument.Name) };
        using var instruments = new Instruments();
        instruments.CountConnections(() => []);
        listener.Start();
        Assert.Equal(Labels.Keys.Order(), published.Where(name => name.StartsWith("voting.", StringComparison.Ordinal)).Distinct().Order());
    }

    [Fact]
    public void Only_one_room_measures_and_only_one_writes_to_the_log()
    {
        var api = typeof(Voting.Api.Program).Assembly;
        string[] measuring = ["System.Diagnostics.Metrics", "System.Diagnostics.Tracing", "System.Diagnostics.ActivitySource", "System.Diagnostics.Activity", "System.Diagnostics.DiagnosticListener", "OpenTelemetry"];
        Free(Types.InAssembly(typeof(IVotingScreen).Assembly), measuring);
        Free(Types.InAssembly(typeof(Voting.Kiosk.Visit).Assembly), measuring);
        Free(Types.InAssembly(api).That().DoNotResideInNamespace("Voting.Api.Telemetry"), [.. measuring, "Microsoft.Extensions.Logging.LoggerExtensions"]);
        Assert.Equal(
            ["OpenTelemetry", "OpenTelemetry.Api", "OpenTelemetry.Exporter.OpenTelemetryProtocol", "OpenTelemetry.Extensions.Hosting"],
            api.GetReferencedAssemblies().Select(a => a.Name!).Where(a => a.StartsWith("OpenTelemetry", StringComparison.Ordinal) || a.StartsWith("Microsoft.ApplicationInsights", StringComparison.Ordinal)).Order());

        static void Free(object types, string[] of)
        {
            var should = types is Types all ? all.ShouldNot() : ((PredicateList)types).ShouldNot();
            var result = should.HaveDependencyOnAny(of).GetResult();
            Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
        }
    }

    [Fact]
    public void Every_line_of_the_log_has_an_id_of_its_own_and_can_name_an_error_and_a_method_of_the_hub_only()
    {
        var lines = typeof(LogLines).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(m => (Method: m, Line: m.GetCustomAttribute<LoggerMessageAttribute>()!)).ToList();
        Assert.NotEmpty(lines);
        Assert.Equal(lines.Count, lines.Select(l => l.Line.EventId).Distinct().Count());
        Assert.All(lines, l => Assert.InRange(l.Line.EventId, 1001, 9999));
        Assert.Equal(["error", "log", "method"], lines.SelectMany(l => l.Method.GetParameters()).Select(p => p.Name!).Distinct().Order());
        Assert.Equal([typeof(ILogger), typeof(string)], lines.SelectMany(l => l.Method.GetParameters()).Select(p => p.ParameterType).Distinct().OrderBy(t => t.Name));
    }

    [Fact]
    public async Task A_log_that_is_asked_for_as_json_says_what_happened_by_its_id_and_has_no_line_for_a_press_either()
    {
        await using var chamber = await Chamber.OpenTalkative(null, null, "--log", "json");
        var member = await chamber.Member("m1");
        var round = await chamber.OpenRound("S");
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        Chamber.Done(await member.CastOverHttp(chamber.Press(round, 2, 1)));
        await chamber.CloseRound(round);
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(chamber.DataFolder, "main.db")}");
        await connection.ExecuteAsync("ALTER TABLE events RENAME TO gone");
        Chamber.Refused(Refusals.TryAgain, await chamber.Chair.Announce(Chamber.Of(round)));
        await connection.ExecuteAsync("ALTER TABLE gone RENAME TO events");
        await Chamber.Until(() => Task.FromResult(chamber.Server.Printed().Count > 0));

        var line = JsonNode.Parse(Assert.Single(chamber.Server.Printed()))!;
        Assert.Equal((5001, "Error", "Voting.Api.Hub.PolicyFilter"), ((int)line["EventId"]!, (string?)line["LogLevel"], (string?)line["Category"]));
        Assert.Equal(("Announce", "SqliteException"), ((string?)line["State"]!["Method"], (string?)line["State"]!["Error"]));
        Assert.EndsWith("Z", (string?)line["Timestamp"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:4318")]
    [InlineData("ftp://collector")]
    [InlineData("http://user:canary@collector:4318")]
    public async Task A_collector_that_is_no_address_is_refused(string collector)
    {
        var refused = await Assert.ThrowsAsync<ServerException>(() => Chamber.Open(null, null, "--telemetry", collector));
        Assert.Contains("--telemetry", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, refused.ExitCode);
    }
}
