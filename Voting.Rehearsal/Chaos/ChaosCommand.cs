using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Voting.Rehearsal.Chaos;

/// <summary>The commands that try to make the server lose a ballot or count one twice.</summary>
public static class ChaosCommand
{
    private static long _told = Stopwatch.GetTimestamp();

    public static Command Chaos()
    {
        var members = Number("--members", "成员数 / how many members", 340, 1, 5_000);
        var kills = Number("--kills", "随机杀死服务器的次数 / how often the server is killed at random", 50, 0, 10_000);
        var casts = Number("--casts", "经过坏网络的提交次数 / presses through a network that fails", 20_000, 0, 10_000_000);
        var seed = new Option<int>("--seed") { Description = "随机种子 / seed of the instants and faults", DefaultValueFactory = _ => 26 };
        var chaos = new Command("chaos", "压力下杀死服务器、破坏网络，并核对每一次确认 / kills the server and breaks the network under load, and checks every acknowledgement") { members, kills, casts, seed };
        chaos.SetAction(async (parsed, stop) =>
        {
            var (many, chance, bad) = (parsed.GetValue(members), parsed.GetValue(seed), 0);
            try
            {
                if (parsed.GetValue(kills) is var often and > 0)
                {
                    var killed = await Kills.Run(many, often, chance, n => Progress($"{n}/{often} 次 kills"), stop);
                    await Console.Error.WriteLineAsync();
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"P1  {killed.Members} 名成员 members, {killed.Count} 次杀死 kills, {killed.Rounds} 次表决 rounds, {killed.Acknowledged} 次确认 acknowledged: 违反 violations {killed.Found.Count}"));
                    Console.WriteLine($"P13 重新接受连接 accepting again {Spread(killed.Up)}; 全部成员返回 all members back {Spread(killed.Back)}");
                    bad += Tell(killed.Found);
                }

                if (parsed.GetValue(casts) is var presses and > 0)
                {
                    var network = await NetworkFaults.Run(many, presses, chance, n => Progress($"{n}/{presses} 次提交 presses"), stop);
                    await Console.Error.WriteLineAsync();
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"P2  {network.Members} 名成员 members, {network.Rounds} 次表决 rounds, {network.Acknowledged} 次确认 acknowledged; {network.Done}: 违反 violations {network.Found.Count}"));
                    bad += Tell(network.Found);
                }

                return bad == 0 ? 0 : 1;
            }
            catch (Exception e) when (e is ServerException or IOException or UnauthorizedAccessException or StoppedException or RefusedException
                or TimeoutException or OperationCanceledException or HttpRequestException)
            {
                await Console.Error.WriteLineAsync($"试验中止 / the trial stopped: {e.Message}");
                return 2;
            }
        });
        return chaos;
    }

    /// <summary>Median and largest, in seconds.</summary>
    public static string Spread(IReadOnlyList<TimeSpan> times) => times.Count == 0 ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{Bench.Row.Middle([.. times.Select(t => t.TotalSeconds)]):0.0} s (最长 most {times.Max().TotalSeconds:0.0} s)");

    private static int Tell(IReadOnlyList<Violation> found)
    {
        foreach (var violation in found) Console.WriteLine($"    {violation.Code}: {violation.Text}");
        return found.Count;
    }

    // Where nobody looks at a screen, a line a minute.
    private static void Progress(string text)
    {
        if (!Console.IsErrorRedirected) Console.Error.Write($"\r{text}   ");
        else if (Stopwatch.GetElapsedTime(_told) >= TimeSpan.FromMinutes(1))
        {
            _told = Stopwatch.GetTimestamp();
            Console.Error.WriteLine(text);
        }
    }

    private static Option<int> Number(string name, string what, int otherwise, int least, int most)
    {
        var option = new Option<int>(name) { Description = what, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var n && (n < least || n > most)) result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} 应为 {least} 至 {most} / must be {least} to {most}"));
        });
        return option;
    }
}
