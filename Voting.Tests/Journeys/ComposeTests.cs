using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR.Client;
using Voting.Domain.Contracts;
using Voting.Rehearsal;

namespace Voting.Tests.Journeys;

/// <summary>docker-compose.yml as a user starts it: real containers, the real proxy, the real rehearsal through it.</summary>
public sealed partial class ComposeTests
{
    private static readonly string[] Servers = ["api1", "api2"];

    [Fact]
    public void No_container_is_given_swap()
    {
        var lines = File.ReadAllLines(Path.Combine(House.ArchitectureTests.Root(), "docker-compose.yml")).Select(l => l.Trim().Split(": ")).ToList();
        string[] Given(string name) => [.. lines.Where(l => l[0] == name).Select(l => l[1])];
        Assert.Equal(5, Given("mem_limit").Length);
        Assert.Equal(Given("mem_limit"), Given("memswap_limit"));
    }

    [Fact]
    public async Task Without_each_secret_nothing_starts_and_the_sentence_names_it()
    {
        await using var composed = await Composed.Find();
        (string Name, string Value)[] all = [("POSTGRES_PASSWORD", "a"), ("REDIS_PASSWORD", "b"), ("VOTING_KEYS_SECRET", "c"), ("VOTING_MEETING", "./meetings/wuchang-26.json")];
        composed.Write(all);
        Assert.Equal(0, (await composed.Compose("config", "-q")).ExitCode);
        foreach (var missing in all)
        {
            composed.Write([.. all.Select(a => a == missing ? (a.Name, "") : a)]);
            var refused = await composed.Compose("up", "-d");
            Assert.NotEqual(0, refused.ExitCode);
            Assert.Contains($"{missing.Name} is missing, see .env.example", refused.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_server_killed_Redis_and_PostgreSQL_restarted_in_open_rounds_lose_nothing_that_was_acknowledged()
    {
        await using var composed = await Composed.Find();
        var clock = Stopwatch.StartNew();
        await composed.Up();
        var up = clock.Elapsed;
        await Confined(composed);
        await ServesTheKiosk(composed);

        clock.Restart();
        var record = Path.Combine(Path.GetDirectoryName(composed.Codes)!, "record.json");
        await using var hall = await composed.Screen(ServerProcess.Codes(composed.Codes)[Roles.Display]);
        var rehearsal = composed.Rehearse(record, "--pace", "1.5");
        var (output, errors) = (rehearsal.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), rehearsal.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        List<(string Paper, DateTimeOffset At)> struck =
        [
            await Strike(() => composed.Kill("api1"), () => Task.CompletedTask),
            await Strike(() => composed.Stop("redis"), () => composed.Start("redis")),
            await Strike(() => composed.Stop("database"), () => composed.Start("database")),
        ];
        await composed.Start("api1");
        await rehearsal.WaitForExitAsync(TestContext.Current.CancellationToken);

        // The rehearsal holds what was acknowledged to it against what was counted.
        Assert.True(rehearsal.ExitCode == 0, await output + await errors);
        var head = Head().Match(await output).Groups[1].Value;
        var verified = await Programs.Verify("verify", record, "--head", head, "--keys", Path.ChangeExtension(record, ".keys.json"));
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Errors);
        // Each fell into a round that was open.
        var events = JsonNode.Parse(await File.ReadAllTextAsync(record, TestContext.Current.CancellationToken))!["events"]!.AsArray();
        DateTimeOffset At(string type, string paper) => DateTimeOffset.Parse((string)events.Single(e => (string)e!["type"]! == type && (string?)e["paper"] == paper)!["at"]!, CultureInfo.InvariantCulture);
        Assert.Equal(3, struck.Select(s => s.Paper).Distinct().Count());
        Assert.All(struck, s => Assert.True(At("round-opened", s.Paper) < s.At && s.At < At("round-closed", s.Paper), $"{s}"));
        Figures.Print($"Compose: up in {up.TotalSeconds:0} s; the Wuchang meeting through the proxy in {clock.Elapsed.TotalSeconds:0} s, a server killed, Redis and PostgreSQL restarted in open rounds, nothing lost");

        // Whoever starts a server wrongly is told so in one sentence, and the others go on.
        await Refused("password authentication failed", "-e", "VOTING_DATABASE=Host=database;Database=voting;Username=voting;Password=wrong");
        await Refused("the keys secret differs", "-e", $"VOTING_KEYS_SECRET={new string('0', 64)}");
        await Refused("Redis cannot be reached", "-e", "VOTING_BACKPLANE=redis:6379,password=wrong,connectTimeout=500");
        await Composed.Until(async () => (await hall.InvokeAsync<Reply<Snapshot>>(nameof(IVotingHub.Snapshot), TestContext.Current.CancellationToken)).Value!.Meeting.Phase == "closed");

        // The rehearsal is held still in the middle of a round, so that the round is open for as long as the stroke takes.
        async Task<(string Paper, DateTimeOffset At)> Strike(Func<Task> stroke, Func<Task> mend)
        {
            while (true)
            {
                await Composed.Until(async () => Open(await Look()) is not null || rehearsal.HasExited);
                Assert.False(rehearsal.HasExited, "the meeting was over before");
                await Task.Delay(300);
                Signal("STOP");
                // Turnout is told once a second.
                await Task.Delay(1200);
                Snapshot? picture = null;
                await Composed.Until(async () => (picture = await Look()) is not null);
                if (Open(picture!) is { } paper && picture!.Turnout is { } turnout && turnout.Paper == paper && turnout.Voted > 0 && turnout.Voted < turnout.Present - 8)
                {
                    await stroke();
                    var at = DateTimeOffset.UtcNow;
                    Signal("CONT");
                    // Members press while it is away.
                    await Task.Delay(500);
                    await mend();
                    await Composed.Until(async () => Open(await Look()) != paper);
                    return (paper, at);
                }

                Signal("CONT");
            }
        }

        static string? Open(Snapshot picture) => picture.Rounds.FirstOrDefault(r => r.State == "open")?.Paper;

        async Task<Snapshot> Look() => (await hall.InvokeAsync<Reply<Snapshot>>(nameof(IVotingHub.Snapshot))).Value ?? throw new IOException("no picture just now");

        void Signal(string name)
        {
            using var kill = Process.Start("kill", [$"-{name}", rehearsal.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }

        async Task Refused(string says, params string[] with)
        {
            var refused = await composed.Compose(["run", "--rm", "--no-deps", .. with, "api2"]);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains(says, refused.Output + refused.Errors, StringComparison.Ordinal);
        }
    }

    private static async Task Confined(Composed composed)
    {
        foreach (var service in (string[])[.. Servers, "database", "redis", "proxy"])
        {
            Assert.Equal("true [ALL] [no-new-privileges:true] true true", await composed.Inspect(service,
                "{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}} {{ne (print .HostConfig.Memory) \"0\"}} {{ne (print .HostConfig.NanoCpus) \"0\"}}"));
            // A user without rights, who can write nowhere.
            Assert.Matches(@"\A[1-9][0-9]*\nrefused\n\z", (await composed.Inside(service, "id -u; (echo x > /etc/x) 2>/dev/null || echo refused")).Output);
        }

        // Only the proxy is reached from outside.
        foreach (var service in (string[])[.. Servers, "database", "redis"]) Assert.Equal("map[]", await composed.Inspect(service, "{{.HostConfig.PortBindings}}"));
    }

    private static async Task ServesTheKiosk(Composed composed)
    {
        using var http = composed.Http();
        var worker = await http.GetStringAsync("/worker.js", TestContext.Current.CancellationToken);
        var file = Runtime().Match(worker).Value;
        Assert.NotEmpty(await http.GetByteArrayAsync(file, TestContext.Current.CancellationToken));
        Assert.Contains("<html", await http.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [GeneratedRegex("(?:摘要 / head: )([0-9a-f]{64})")]
    private static partial Regex Head();

    [GeneratedRegex(@"/_framework/dotnet\.native\.[^""]*\.wasm")]
    private static partial Regex Runtime();
}
