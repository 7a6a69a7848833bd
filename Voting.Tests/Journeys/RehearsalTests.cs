using System.Text.Json.Nodes;
using Voting.Tests.House;

namespace Voting.Tests.Journeys;

/// <summary>Whole meetings through the real programs, as a user runs them, and the record held against a program that shares no code.</summary>
public sealed class RehearsalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;

    public static TheoryData<string> Golden =>
        [.. Directory.GetDirectories(Path.Combine(ArchitectureTests.Root(), "Voting.Tests", "Golden")).Select(d => Path.GetFileName(d)!).Order()];

    private string RecordFile => Path.Combine(_folder, "record.json");

    [Fact]
    public async Task The_wuchang_meeting_is_held_from_its_file_alone()
    {
        var run = await Programs.Rehearse("--record", RecordFile, "--seed", "26");

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Contains("演练", run.Output, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(RecordFile, TestContext.Current.CancellationToken);
        var record = JsonNode.Parse(text)!;
        var rounds = record["papers"]!.AsArray().SelectMany(p => p!["rounds"]!.AsArray()).ToList();
        Assert.Equal(10, record["papers"]!.AsArray().Count);
        Assert.Equal(18, record["papers"]!.AsArray().Sum(p => p!["rounds"]![0]!["questions"]!.AsArray().Count));
        Assert.All(rounds, r => Assert.Equal((35, "certified"), ((int)r!["of"]!["present"]!, (string)r["state"]!)));
        Assert.True((bool)record["rehearsal"]!);
        // Real people never vote here, not even in name.
        Assert.DoesNotContain("马静", text, StringComparison.Ordinal);
        await Sound();
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public async Task A_golden_meeting_comes_out_as_its_page_says(string name)
    {
        var folder = Path.Combine(ArchitectureTests.Root(), "Voting.Tests", "Golden", name);
        var (meeting, ballots) = (Path.Combine(folder, "meeting.json"), Path.Combine(folder, "ballots.json"));
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "expected.json"), TestContext.Current.CancellationToken))!;

        var run = await Programs.Rehearse("--meeting", meeting, "--ballots", ballots, "--record", RecordFile);

        if (expected["error"] is { } where)
        {
            Assert.Equal(1, run.ExitCode);
            Assert.Contains((string)where!, run.Errors, StringComparison.Ordinal);
            Assert.False(File.Exists(RecordFile));
            return;
        }

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        var record = JsonNode.Parse(await File.ReadAllTextAsync(RecordFile, TestContext.Current.CancellationToken))!;
        Assert.Empty(Missing(expected, record, "$"));
        var recount = await Programs.Verify("recount", meeting, ballots);
        Assert.Equal(0, recount.ExitCode);
        Assert.Empty(Missing(JsonNode.Parse(recount.Output)!, record, "$"));
        await Sound();
    }

    [Theory]
    [InlineData("--ballots", """{"format":"voting-ballots/1","rounds":[{"paper":"V06","round":1,"ballots":{"m01":{"q1":["c01","c99"]}}}]}""", "$.rounds[0].ballots.m01.q1[1]: ")]
    [InlineData("--ballots", """{"format":"voting-ballots/1","rounds":[{"paper":"V01","round":1,"ballots":{"m39":{}}}]}""", "$.rounds[0].ballots.m39: ")]
    [InlineData("--ballots", """{"format":"voting-ballots/1","rounds":[{"paper":"V01","round":2,"ballots":{}}]}""", "$.rounds[0].round: ")]
    [InlineData("--meeting", """{"format":"voting-meeting/1","id":"x"}""", "$.title: ")]
    [InlineData("--meeting", """{"format":"voting-meeting/1","id":"x","title":""", "$.title: ")]
    public async Task A_bad_file_is_refused_at_its_path_before_anything_starts(string option, string text, string path)
    {
        var file = Path.Combine(_folder, "bad.json");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        var run = await Programs.Rehearse(option, file, "--record", RecordFile);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(path, run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Trim().Split('\n'));
        Assert.False(File.Exists(RecordFile));
    }

    [Fact]
    public async Task A_server_that_is_up_is_rehearsed_on_with_its_code_file_and_a_live_meeting_is_not()
    {
        var (meeting, codes) = (Path.Combine(_folder, "meeting.json"), Path.Combine(_folder, "codes.json"));
        await File.WriteAllTextAsync(meeting, Chamber.Small().ToJsonString(), TestContext.Current.CancellationToken);
        foreach (var (kind, exit) in new[] { ("rehearsal", 0), ("live", 1) })
        {
            await using var server = await Voting.Rehearsal.ServerProcess.Start(
                ["--meeting", meeting, "--data", Path.Combine(_folder, kind), "--codes", codes, .. kind == "rehearsal" ? (string[])["--rehearsal"] : []]);
            var run = await Programs.Rehearse("--url", server.Address.ToString(), "--codes", codes, "--meeting", meeting, "--record", RecordFile);
            Assert.True(run.ExitCode == exit, run.Output + run.Errors);
        }

        await Sound();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task Sound()
    {
        var verified = await Programs.Verify("verify", RecordFile, "--keys", Path.Combine(_folder, "record.keys.json"));
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Errors);
    }

    /// <summary>Every value of the expected that the record does not have in its place.</summary>
    internal static IEnumerable<string> Missing(JsonNode? expected, JsonNode? found, string path)
    {
        switch (expected)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    if (found is not JsonObject of || !of.ContainsKey(name)) yield return $"{path}.{name} is missing";
                    else foreach (var wrong in Missing(value, of[name], $"{path}.{name}")) yield return wrong;
                }

                // Where ids are the names, none may be there that is not expected.
                if ((path.EndsWith(".counts", StringComparison.Ordinal) || path.EndsWith(".result", StringComparison.Ordinal) || path.EndsWith(".ballots", StringComparison.Ordinal))
                    && found is JsonObject more && more.Count != members.Count) yield return $"{path} has {more.Count} members";
                break;
            case JsonArray items:
                if (found is not JsonArray list || list.Count != items.Count) yield return $"{path} has another length";
                else for (var i = 0; i < items.Count; i++) foreach (var wrong in Missing(items[i], list[i], $"{path}[{i}]")) yield return wrong;
                break;
            default:
                if (!JsonNode.DeepEquals(expected, found)) yield return $"{path}: {found?.ToJsonString()} is not {expected?.ToJsonString()}";
                break;
        }
    }
}
