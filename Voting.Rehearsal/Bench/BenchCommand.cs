using System.CommandLine;
using System.Globalization;

namespace Voting.Rehearsal.Bench;

/// <summary>The commands that measure.</summary>
public static class BenchCommand
{
    private const int MostMembers = 20_000;
    private const int MostRounds = 100;

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
            catch (Exception e) when (e is ServerException or IOException or UnauthorizedAccessException or StoppedException or RefusedException
                or TimeoutException or OperationCanceledException or HttpRequestException or System.Net.WebSockets.WebSocketException)
            {
                await Console.Error.WriteLineAsync($"测速中止 / the bench stopped: {e.Message}");
                return 1;
            }
        });
        return bench;
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
}
