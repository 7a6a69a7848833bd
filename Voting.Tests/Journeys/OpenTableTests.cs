using System.Diagnostics;
using System.Text.RegularExpressions;
using Voting.Domain.Contracts;
using Voting.Rehearsal;

namespace Voting.Tests.Journeys;

/// <summary>A rehearsal for people around a table, the other seats simulated.</summary>
public sealed partial class OpenTableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;

    [Fact]
    public async Task Simulated_members_vote_by_themselves_and_the_codes_of_the_others_are_printed()
    {
        var meeting = Path.Combine(_folder, "meeting.json");
        await File.WriteAllTextAsync(meeting, Chamber.Small().ToJsonString(), TestContext.Current.CancellationToken);
        using var process = Programs.Start("Voting.Rehearsal", ["serve", "--meeting", meeting, "--simulate", "3", "--seed", "7", "--url", $"http://127.0.0.1:{Chamber.FreePort()}"]);
        try
        {
            var codes = new Dictionary<string, string>();
            Uri? address = null;
            while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.StartsWith("Ctrl+C", StringComparison.Ordinal))
            {
                if (Address().Match(line) is { Success: true } at) address = new Uri(at.Value);
                if (Code().Match(line) is { Success: true } code) codes[code.Groups[2].Value] = code.Groups[1].Value;
            }

            // m1 presides and m5 is on leave: the others are simulated, and with this seed none of them stays away from the vote.
            Assert.Equal(["member:m1", "member:m5"], codes.Keys.Where(k => k.StartsWith(Roles.Member + ":", StringComparison.Ordinal)));
            await using var chair = await Officer.Join(address!, codes[Roles.PresidingOfficer]);
            Chamber.Done(await chair.OpenMeeting());
            Assert.Null((await chair.Prepare(new PrepareRequest("R"))).Refusal);
            Chamber.Done(await chair.Open(new RoundRef("R", 1)));
            await Chamber.Until(async () => (await chair.Snapshot()).Value!.Turnout!.Voted == 3);
        }
        finally
        {
            using var end = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex(@"^  (\S+-\S+-\S+)  (\S+)$")]
    private static partial Regex Code();
}
