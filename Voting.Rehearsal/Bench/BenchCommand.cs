using System.CommandLine;
using System.Globalization;

namespace Voting.Rehearsal.Bench;

/// <summary>The commands that measure.</summary>
public static class BenchCommand
{
    private const int MostMembers = 20_000;
    private const int MostRounds = 100;
    private const int MostSoaked = 400;

    /// <summary>Measures S1 to S6 and prints them; 0 where it was measured, whatever the figures are.</summary>
    public static Command Bench()
    {
        var members = new Option<int[]>("--members")
        {
            Description = "成员数 / how many members, e.g. 39,340",
            DefaultValueFactory = _ => [39, 340, 3_000],
            CustomParser = result =>
            {
                var sizes = result.Tokens.SelectMany(t => t.Value.Split(',')).Select(t => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).ToArray();
                if (sizes.All(n => n is >= 1 and <= MostMembers)) return [.. sizes.Distinct()];
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"--members 应为 1 至 {MostMembers} 的整数，以逗号分隔 / must be numbers from 1 to {MostMembers}, with commas between"));
                return null;
            },
        };
        var rounds = new Option<int>("--rounds") { Description = "计入的次数 / rounds that count", DefaultValueFactory = _ => 5 };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MostRounds) result.AddError(string.Create(CultureInfo.InvariantCulture, $"--rounds 应为 1 至 {MostRounds} / must be 1 to {MostRounds}"));
        });
        var json = new Option<FileInfo?>("--json") { Description = "另写入 JSON 文件 / a JSON file beside the table" };
        var bench = new Command("bench", "测速：与裸集线器和裸写入对照 / measures the server against a bare hub and bare inserts") { members, rounds, json };
        bench.SetAction(async (parsed, stop) =>
        {
            try
            {
                var report = await Report.Make(parsed.GetValue(members)!, parsed.GetValue(rounds), stop);
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
        or TimeoutException or OperationCanceledException or HttpRequestException or System.Net.WebSockets.WebSocketException;
}
