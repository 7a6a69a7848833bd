using System.Text.Json.Nodes;

namespace Voting.Tests.Journeys;

/// <summary>A whole chamber at once. Runs alone, so that its figures are the server's and not those of its neighbours.</summary>
[CollectionDefinition(nameof(WholeChamberTests), DisableParallelization = true)]
[Collection(nameof(WholeChamberTests))]
public sealed class WholeChamberTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;

    private string RecordFile => Path.Combine(_folder, "record.json");

    [Theory]
    [InlineData(340)]
    [InlineData(3000)]
    public async Task A_whole_chamber_presses_in_the_same_instant(int members)
    {
        var meeting = Chamber.Small();
        meeting["body"]!["members"] = members;
        meeting["presiding"] = "m1";
        meeting["roll"] = new JsonArray([.. Enumerable.Range(1, members).Select(i => new JsonObject { ["id"] = $"m{i}", ["name"] = $"委员{i}", ["attendance"] = "present" })]);
        var file = Path.Combine(_folder, "meeting.json");
        await File.WriteAllTextAsync(file, meeting.ToJsonString(), TestContext.Current.CancellationToken);

        var run = await Programs.Rehearse("--meeting", file, "--record", RecordFile);

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        foreach (var line in run.Output.Split('\n').Where(l => l.Contains("all Recorded", StringComparison.Ordinal))) Figures.Print($"{members} members: {line.Trim()}");
        Figures.Print(members == 340 ? "  (floor measured on bare parts: 17–69 ms)" : "  (floor measured on bare parts: 192–319 ms)");
        var verified = await Programs.Verify("verify", RecordFile);
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Errors);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
