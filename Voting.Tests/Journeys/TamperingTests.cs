using System.Text.Json.Nodes;
using Voting.Domain.Records;
using Voting.Tests.House;

namespace Voting.Tests.Journeys;

/// <summary>A record that was changed so that its own sums still hold is refused, because the chain of events tells otherwise.</summary>
public sealed class TamperingTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;
    private JsonNode _record = null!;

    public async ValueTask InitializeAsync()
    {
        var golden = Path.Combine(ArchitectureTests.Root(), "Voting.Tests", "Golden", "exactly-half");
        var run = await Programs.Rehearse("--meeting", Path.Combine(golden, "meeting.json"), "--ballots", Path.Combine(golden, "ballots.json"), "--record", Written);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        _record = JsonNode.Parse(await File.ReadAllTextAsync(Written))!;
        Assert.Equal(0, (await Programs.Verify("verify", Written)).ExitCode);
    }

    [Fact]
    public async Task An_urn_of_other_envelopes_is_refused()
    {
        var urn = Rounds.First(r => r["urn"] is not null)["urn"]!;
        var leaves = urn["leaves"]!.AsArray().Select(l => new string(((string)l!).Reverse().ToArray())).Order(StringComparer.Ordinal).ToList();
        urn["leaves"] = new JsonArray([.. leaves.Select(l => (JsonNode)l)]);
        urn["root"] = Merkle.UrnRoot(leaves);

        await Refused("$.events[");
    }

    [Fact]
    public async Task Counts_moved_from_one_option_to_another_are_refused()
    {
        var counts = Rounds.First()["questions"]![0]!["counts"]!;
        (counts["against"], counts["abstain"]) = ((int)counts["abstain"]!, (int)counts["against"]!);

        await Refused("$.events[");
    }

    [Fact]
    public async Task A_record_that_is_not_its_canonical_text_is_refused()
    {
        var changed = Path.Combine(_folder, "changed.json");
        await File.WriteAllTextAsync(changed, _record.ToJsonString(new() { WriteIndented = true }), TestContext.Current.CancellationToken);

        Assert.Equal(1, (await Programs.Verify("verify", changed)).ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string Written => Path.Combine(_folder, "record.json");

    private IEnumerable<JsonNode> Rounds => _record["papers"]!.AsArray().SelectMany(p => p!["rounds"]!.AsArray()).Select(r => r!);

    private async Task Refused(string place)
    {
        var changed = Path.Combine(_folder, "changed.json");
        await File.WriteAllBytesAsync(changed, CanonicalJson.Bytes(_record), TestContext.Current.CancellationToken);
        var verified = await Programs.Verify("verify", changed);
        Assert.Equal(1, verified.ExitCode);
        Assert.Contains(place, verified.Errors, StringComparison.Ordinal);
    }
}
