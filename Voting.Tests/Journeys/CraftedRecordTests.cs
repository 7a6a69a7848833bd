using System.Text.Json.Nodes;
using Voting.Domain.Records;
using Voting.Tests.Files;

namespace Voting.Tests.Journeys;

/// <summary>Records that somebody made up, without a chain that tells otherwise: what can be refused without an anchor is.</summary>
public sealed class CraftedRecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;

    public static TheoryData<string, string> Uncounted => new(
        from state in new[] { "void", "closed" }
        from name in new[] { "counts", "valid", "void", "blank", "verdict", "outcome" }
        select (state, name));

    [Fact]
    public async Task A_void_round_without_numbers_is_sound() => Assert.True(await IsSound(WithVoid(_ => { })));

    [Theory]
    [MemberData(nameof(Uncounted))]
    public async Task A_round_that_was_never_counted_has_no_result(string state, string name) => Assert.False(await IsSound(WithVoid(round =>
    {
        round["state"] = state;
        round["questions"]![0]![name] = name switch { "counts" => new JsonObject { ["for"] = 1, ["against"] = 0, ["abstain"] = 0 }, "verdict" => "passed", "outcome" => "decided", _ => 1 };
    })));

    [Theory]
    [InlineData("of", """{"all":5,"present":4,"voted":4}""")]
    [InlineData("didNotVote", "0")]
    [InlineData("unreadable", "0")]
    [InlineData("urn", """{"count":0,"root":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","leaves":[]}""")]
    [InlineData("ballots", "{}")]
    public async Task A_void_round_has_no_numbers(string field, string value) => Assert.False(await IsSound(WithVoid(round => round[field] = JsonNode.Parse(value))));

    [Fact]
    public async Task One_envelope_does_not_lie_in_two_urns()
    {
        var record = Golden("exactly-half");
        var rounds = Rounds(record).Where(r => r["urn"] is not null).ToList();
        var (one, other) = rounds.SelectMany((a, i) => rounds.Skip(i + 1).Select(b => (a, b))).First(p => JsonNode.DeepEquals(p.a["urn"]!["count"], p.b["urn"]!["count"]));
        other["urn"] = one["urn"]!.DeepClone();

        Assert.False(await IsSound(record));
    }

    [Fact]
    public async Task A_result_is_not_put_away_as_superseded_where_nothing_was_voted_again()
    {
        var record = Golden("exactly-half");
        var paper = record["papers"]!.AsArray().First(p => p!["rounds"]!.AsArray().Count == 1)!;
        (paper["rounds"]![0]!["state"], paper["rounds"]![0]!["reason"], paper["result"]) = ("superseded", "重新表决", new JsonObject());

        Assert.False(await IsSound(record));
    }

    [Fact]
    public async Task Ballots_are_not_void_where_no_mark_can_break_the_rule()
    {
        var record = Golden("nine-of-ten");
        var question = record["papers"]!.AsArray().Where(p => p!["rounds"]!.AsArray().Count == 1).Select(p => p!["rounds"]![0]!["questions"]![0]!).First(q => (int)q["void"]! == 0);
        question["rule"]!["maxMarks"] = question["options"]!.AsArray().Count;
        Assert.True(await IsSound(record));
        question["valid"] = (int)question["valid"]! - 1;
        question["void"] = 1;
        var counts = question["counts"]!.AsObject();
        foreach (var (option, marks) in counts.ToList()) counts[option] = Math.Min((int)marks!, (int)question["valid"]!);

        Assert.False(await IsSound(record));
    }

    [Fact]
    public async Task A_named_ballot_that_could_not_be_read_is_null_and_counts_as_unreadable()
    {
        var record = Golden("recorded-and-groups");
        var round = Rounds(record).First(r => r["ballots"] is JsonObject { Count: > 0 });
        var (member, ballot) = round["ballots"]!.AsObject().First();
        // The same ballot once more, under nobody's name: present and voted grow with it, and it is void everywhere.
        round["ballots"]!.AsObject()[member + "x"] = null;
        Assert.NotNull(ballot);
        round["unreadable"] = 1;
        round["of"]!["voted"] = (int)round["of"]!["voted"]! + 1;
        round["didNotVote"] = (int)round["didNotVote"]! - 1;
        foreach (var question in round["questions"]!.AsArray()) question!["void"] = (int)question["void"]! + 1;
        if ((int)round["didNotVote"]! < 0) Assert.Fail("The golden meeting has nobody who did not vote.");

        Assert.True(await IsSound(record));
        round["unreadable"] = 0;
        Assert.False(await IsSound(record));
    }

    [Fact]
    public async Task A_named_ballot_has_the_id_of_a_member()
    {
        var record = Golden("recorded-and-groups");
        var ballots = Rounds(record).Select(r => r["ballots"]).OfType<JsonObject>().First(b => b.Count > 0);
        var (member, ballot) = ballots.First();
        ballots.Remove(member);
        ballots["不是编号"] = ballot!.DeepClone();

        Assert.False(await IsSound(record));
    }

    [Fact]
    public async Task Several_records_are_answered_one_by_one_and_the_worst_is_the_exit()
    {
        var (sound, broken, unreadable) = (File("sound.json"), File("broken.json"), File("unreadable.json"));
        await System.IO.File.WriteAllBytesAsync(sound, CanonicalJson.Bytes(Golden("runoff")), TestContext.Current.CancellationToken);
        var record = Golden("runoff");
        record["papers"]![0]!["rounds"]![0]!["didNotVote"] = 99;
        await System.IO.File.WriteAllBytesAsync(broken, CanonicalJson.Bytes(record), TestContext.Current.CancellationToken);
        await System.IO.File.WriteAllTextAsync(unreadable, "{", TestContext.Current.CancellationToken);

        var run = await Programs.Verify("verify", sound, broken, unreadable, File("none.json"));

        Assert.Equal(2, run.ExitCode);
        var lines = run.Output.Trim().Split('\n');
        Assert.StartsWith($"{sound}: 记录无误", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{broken}: 记录有误", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"{unreadable}: 无法读取", lines[2], StringComparison.Ordinal);
        Assert.StartsWith($"{File("none.json")}: 无法读取", lines[3], StringComparison.Ordinal);
        Assert.Equal(1, (await Programs.Verify("verify", broken, sound)).ExitCode);
        Assert.Equal(0, (await Programs.Verify("verify", sound, sound)).ExitCode);
        Assert.Equal(2, (await Programs.Verify("verify", "--head", new string('0', 64))).ExitCode);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string File(string name) => Path.Combine(_folder, name);

    private static JsonObject Golden(string name)
    {
        var record = JsonNode.Parse(GoldenTests.Hold(name).Record!)!.AsObject();
        record["events"] = new JsonArray();
        return record;
    }

    private static IEnumerable<JsonNode> Rounds(JsonNode record) => record["papers"]!.AsArray().SelectMany(p => p!["rounds"]!.AsArray()).Select(r => r!);

    /// <summary>A live meeting whose first paper was voided once before it was voted.</summary>
    private static JsonObject WithVoid(Action<JsonNode> change)
    {
        var record = Golden("exactly-half");
        record["rehearsal"] = false;
        var rounds = record["papers"]![0]!["rounds"]!.AsArray();
        var frozen = rounds[0]!["questions"]!.AsArray().Select(q => (JsonNode)new JsonObject { ["id"] = (string)q!["id"]!, ["rule"] = q["rule"]!.DeepClone(), ["options"] = q["options"]!.DeepClone() });
        var unopened = new JsonObject { ["round"] = 1, ["state"] = "void", ["reason"] = "故障", ["rollAtOpen"] = rounds[0]!["rollAtOpen"]!.DeepClone(), ["questions"] = new JsonArray([.. frozen]) };
        change(unopened);
        foreach (var round in rounds) round!["round"] = (int)round["round"]! + 1;
        rounds.Insert(0, unopened);
        return record;
    }

    private async Task<bool> IsSound(JsonNode record)
    {
        await System.IO.File.WriteAllBytesAsync(File("crafted.json"), CanonicalJson.Bytes(record), TestContext.Current.CancellationToken);
        var run = await Programs.Verify("verify", File("crafted.json"));
        Assert.InRange(run.ExitCode, 0, 1);
        return run.ExitCode == 0;
    }
}
