using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using Voting.Rehearsal.Bench;
using Voting.Tests.Stores;

namespace Voting.Tests.Journeys;

/// <summary>That the bench measures what it says; never what comes out.</summary>
public sealed class BenchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;

    [Fact]
    public async Task A_small_chamber_is_measured_and_the_figures_are_written_beside_the_table()
    {
        var file = Path.Combine(_folder, "bench.json");

        var run = await Programs.Run("Voting.Rehearsal", ["bench", "--members", "5", "--rounds", "1", "--json", file]);

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        var report = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        Assert.Equal(Environment.ProcessorCount, (int)report["machine"]!["processors"]!);
        Assert.All(new[] { "voting", "dotnet", "signalR", "signalRClient", "sqlite" }, of => Assert.NotEmpty((string)report["versions"]![of]!));
        Assert.Equal(1, (int)report["rounds"]!);
        var rows = report["measured"]!.AsArray();
        Assert.Equal(["S1 1", "S1 1", "S2 2", "S3 0", "S3 0", "S4 1", "S4 1", "S5 1"], rows.Select(r => $"{r!["promise"]} {r["against"]!.AsArray().Count}"));
        Assert.All(rows, r => Assert.Equal((5, 1), ((int)r!["members"]!, r["values"]!.AsArray().Count)));
        Assert.All(rows.SelectMany(r => r!["against"]!.AsArray()), b => Assert.Single(b!["values"]!.AsArray()));
        // A time of nothing was not measured.
        Assert.DoesNotContain(rows.Where(r => (string)r!["unit"]! == Trial.Milliseconds).SelectMany(r => r!["values"]!.AsArray()), v => (double)v! <= 0);
        // One chamber grows into nothing.
        Assert.Empty(report["growth"]!.AsArray());
        Assert.Contains("bare hub", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_database_is_named_the_same_is_measured_on_it_beside_what_SQLite_took_and_nothing_is_left_there()
    {
        var (file, database) = (Path.Combine(_folder, "bench.json"), Path.Combine(_folder, "database"));
        await File.WriteAllTextAsync(database, await Machines.Postgres(), TestContext.Current.CancellationToken);

        var run = await Programs.Run("Voting.Rehearsal", ["bench", "--members", "5", "--rounds", "1", "--json", file, "--database", $"@{database}", "--redis", await Machines.Redis(), "--servers", "2"]);

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        var report = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        Assert.NotEmpty((string)report["versions"]!["postgres"]!);
        var rows = report["measured"]!.AsArray();
        var (alone, shared) = (rows.Take(8).ToList(), rows.Skip(8).ToList());
        Assert.Equal(alone.Select(r => $"S8 PostgreSQL + Redis, 2 × server: {r!["promise"]} {r["what"]}"), shared.Select(r => $"{r!["promise"]} {r["what"]}"));
        Assert.Equal(alone.Select(r => r!["values"]!.ToJsonString()), shared.Select(r => Assert.Single(r!["against"]!.AsArray())!["values"]!.ToJsonString()));
        Assert.DoesNotContain(shared.Where(r => (string)r!["unit"]! == Trial.Milliseconds).SelectMany(r => r!["values"]!.AsArray()), v => (double)v! <= 0);
        await using var connection = new NpgsqlConnection(await Machines.Postgres());
        Assert.Equal(0, await connection.QuerySingleAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'bench%'"));
    }

    [Theory]
    [InlineData("--members", "0")]
    [InlineData("--members", "39,many")]
    [InlineData("--members", "20001")]
    [InlineData("--rounds", "0")]
    [InlineData("--rounds", "101")]
    [InlineData("--servers", "9")]
    [InlineData("--redis", "127.0.0.1:6379")]
    public async Task What_cannot_be_measured_is_refused(string option, string value)
    {
        var run = await Programs.Run("Voting.Rehearsal", ["bench", option, value]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(option, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Growth_is_told_by_member_from_the_smallest_chamber_worth_it_to_the_largest()
    {
        Row Opened(int members, params double[] values) => new("S1", "opened", members, Trial.Milliseconds, values);

        var growth = Assert.Single(Growth.Of([
            Opened(39, 1), Opened(340, 34, 20, 36), Opened(1_000, 7), Opened(3_000, 400, 500), new Row("S4", "memory", 340, "KiB", [30]), new Row("S4", "memory", 3_000, "KiB", [25])]));

        Assert.Equal(("S1", 340, 3_000, 1.5), (growth.Promise, growth.From, growth.To, Math.Round(growth.Ratio, 9)));
    }

    [Fact]
    public async Task A_refusal_ends_what_is_waited_for()
    {
        var wave = Wave.OfAnswers(2);
        var done = """{"type":3,"invocationId":"1","result":{"value":{"castId":"00","seq":1},"refusal":null}}"""u8.ToArray();
        var refused = """{"type":3,"invocationId":"1","result":{"value":null,"refusal":{"code":"round-closed"}}}"""u8.ToArray();

        Assert.True(wave.Is(done));
        Assert.False(Wave.IsRefusal(done));
        Assert.False(wave.Is(refused));
        Assert.True(Wave.IsRefusal(refused));
        wave.Had(done, 1);
        wave.Fail("refused");
        await Assert.ThrowsAsync<Voting.Rehearsal.StoppedException>(wave.Whole);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
