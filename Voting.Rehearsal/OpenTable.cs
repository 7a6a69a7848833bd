using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Rehearsal;

/// <summary>A rehearsal for people around a table: a few seats are theirs, simulated members (演练) hold the others and vote by themselves.</summary>
public static class OpenTable
{
    public static async Task<int> Serve(FileInfo meetingFile, Meeting meeting, int simulated, int seed, string url, IReadOnlyList<string> https, string? factor, string? data, CancellationToken stop)
    {
        var temporary = Directory.CreateTempSubdirectory("voting-rehearsal-").FullName;
        var members = new List<SimulatedMember>();
        try
        {
            var codeFile = Path.Combine(temporary, "codes.json");
            await using var server = await ServerProcess.Start(
            [
                "--meeting", meetingFile.FullName, "--data", Path.GetFullPath(data ?? Path.Combine(temporary, "data")), "--codes", codeFile, "--rehearsal", "--url", url, .. https,
                .. factor is null ? Array.Empty<string>() : ["--second-factor", factor],
                // Simulated members sit in this machine, which need not trust the certificate that people's tablets do.
                .. https.Count > 0 ? ["--url", "http://127.0.0.1:0"] : Array.Empty<string>(),
            ]);
            if (!File.Exists(codeFile)) throw new StoppedException("数据文件夹已用过 / the data folder was used before: --data NEW");
            var codes = ServerProcess.Codes(codeFile).ToDictionary();
            var random = new Random(seed);
            // People sit in front: the last of those present are simulated, and never the presiding officer.
            foreach (var member in meeting.Roll.Where(m => m.Attendance is Attendance.Present && m.Id != meeting.Presiding).Reverse().Take(simulated))
            {
                codes.Remove($"{Roles.Member}:{member.Id}", out var code);
                var one = await SimulatedMember.Join(server.Address, code!, meeting.Id);
                var ballots = new RandomBallots(random.Next());
                var pace = new Random(random.Next());
                one.OfItself = round => (ballots.Next(round.Questions), TimeSpan.FromSeconds(2 + 15 * pace.NextDouble()));
                one.Returns = TimeSpan.FromSeconds(2 + 8 * pace.NextDouble());
                members.Add(one);
            }

            Console.WriteLine($"{meeting.Title}（演练 / rehearsal）");
            Console.WriteLine($"{(https.Count > 0 ? url : server.Address)}  模拟成员 / simulated members: {members.Count}");
            foreach (var (who, code) in codes) Console.WriteLine($"  {code}  {who}");
            Console.WriteLine("Ctrl+C 结束 / ends it");
            await Task.WhenAny(server.Exited, Task.Delay(Timeout.Infinite, stop));
            return server.HasExited ? 1 : 0;
        }
        finally
        {
            foreach (var member in members) await member.DisposeAsync();
            Directory.Delete(temporary, recursive: true);
        }
    }
}
