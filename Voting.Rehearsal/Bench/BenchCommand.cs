using System.CommandLine;
using System.Globalization;

namespace Voting.Rehearsal.Bench;

/// <summary>The commands that measure.</summary>
public static class BenchCommand
{
    private const int MostMembers = 20_000;
    private const int MostRounds = 100;
    private const int MostServers = 8;
    private const int MostSoaked = 400;

    /// <summary>Measures S1 to S6, and S8 where a database is named, and prints them; 0 where it was measured, whatever the figures are.</summary>
    public static Command Bench()
    {
        var members = Numbers("--members", "成员数 / how many members, e.g. 39,340", [39, 340, 3_000], MostMembers);
        var database = new Option<string?>("--database") { Description = "另测 PostgreSQL（S8）：连接串或 @FILE，须与 --redis 同用 / measures PostgreSQL beside (S8): a connection string or @FILE, together with --redis" };
        var redis = new Option<string?>("--redis") { Description = "Redis 地址或 @FILE / the Redis, or @FILE" };
        var servers = Numbers("--servers", "服务器台数 / how many servers, one trial each", [1, 2], MostServers);
        var rounds = new Option<int>("--rounds") { Description = "计入的次数 / rounds that count", DefaultValueFactory = _ => 5 };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MostRounds) result.AddError(string.Create(CultureInfo.InvariantCulture, $"--rounds 应为 1 至 {MostRounds} / must be 1 to {MostRounds}"));
        });
        var json = new Option<FileInfo?>("--json") { Description = "另写入 JSON 文件 / a JSON file beside the table" };
        var bench = new Command("bench", "测速：与裸集线器和裸写入对照 / measures the server against a bare hub and bare inserts") { members, rounds, json, database, redis, servers };
        bench.Validators.Add(result =>
        {
            if ((result.GetValue(database) is null) != (result.GetValue(redis) is null)) result.AddError("--database 与 --redis 须同时给出 / --database and --redis go together");
        });
        bench.SetAction(async (parsed, stop) =>
        {
            try
            {
                var shared = parsed.GetValue(database) is { } there ? parsed.GetValue(servers)!.Select(n => Shared.On(there, parsed.GetValue(redis)!, n)).ToList() : [];
                var report = await Report.Make(parsed.GetValue(members)!, parsed.GetValue(rounds), shared, stop);
                report.Print();
                if (parsed.GetValue(json) is { } file) await File.WriteAllBytesAsync(file.FullName, report.Json(), stop);
                return 0;
            }
            catch (Exception e) when (IsStop(e))
            {
                await Console.Error.WriteLineAsync($"测速中止 / the bench stopped: {e.Message}");
                return 1;
            }
        });
        return bench;
    }

    private static Option<int[]> Numbers(string name, string description, int[] byDefault, int most) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => byDefault,
        CustomParser = result =>
        {
            var numbers = result.Tokens.SelectMany(t => t.Value.Split(',')).Select(t => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).ToArray();
            if (numbers.All(n => n >= 1 && n <= most)) return [.. numbers.Distinct()];
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} 应为 1 至 {most} 的整数，以逗号分隔 / must be numbers from 1 to {most}, with commas between"));
            return null;
        },
    };

    /// <summary>Rounds on end, and whether memory, handles, data and times stay flat.</summary>
    public static Command Soak()
    {
        var members = new Option<int>("--members") { Description = "成员数 / how many members", DefaultValueFactory = _ => 340 };
        members.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MostMembers) result.AddError(string.Create(CultureInfo.InvariantCulture, $"--members 应为 1 至 {MostMembers} / must be 1 to {MostMembers}"));
        });
        var rounds = new Option<int>("--rounds") { Description = "连续表决的次数 / rounds on end", DefaultValueFactory = _ => 200 };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MostSoaked) result.AddError(string.Create(CultureInfo.InvariantCulture, $"--rounds 应为 1 至 {MostSoaked} / must be 1 to {MostSoaked}"));
        });
        var soak = new Command("soak", "连续多次表决，看内存、句柄、数据和时间是否平稳 / rounds on end: do memory, handles, data and times stay flat?") { members, rounds };
        soak.SetAction(async (parsed, stop) =>
        {
            try
            {
                Console.WriteLine("次 round   内存 MiB   句柄 handles   数据 data MiB   开启 open ms   提交 cast ms   出结果 result ms");
                await Trial.Soak(parsed.GetValue(members), parsed.GetValue(rounds), s => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{s.Round,8}   {s.MemoryMiB,8:0}   {s.Handles,12}   {s.DataMiB,13:0.0}   {s.Opened,12:0}   {s.Recorded,12:0}   {s.Closed,16:0}")), stop);
                return 0;
            }
            catch (Exception e) when (IsStop(e))
            {
                await Console.Error.WriteLineAsync($"中止 / the soak stopped: {e.Message}");
                return 1;
            }
        });
        return soak;
    }

    /// <summary>The bare hub, which the bench starts as a process of its own.</summary>
    public static Command Hub()
    {
        var url = new Option<string>("--url") { DefaultValueFactory = _ => "http://127.0.0.1:0" };
        var hub = new Command(BareHub.Command) { url };
        hub.Hidden = true;
        hub.SetAction((parsed, stop) => BareHub.Serve(parsed.GetValue(url)!, stop));
        return hub;
    }

    private static bool IsStop(Exception e) => e is ServerException or IOException or UnauthorizedAccessException or StoppedException or RefusedException
        or TimeoutException or OperationCanceledException or HttpRequestException or System.Net.WebSockets.WebSocketException
        or System.Data.Common.DbException or ArgumentException;
}
