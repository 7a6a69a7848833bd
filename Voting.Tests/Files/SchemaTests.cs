using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using NJsonSchema;
using Voting.Domain.Ballots;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Tests.Files;

public class SchemaTests
{
    private static readonly ConcurrentDictionary<string, Task<JsonSchema>> Schemas = new();

    private static Task<JsonSchema> Schema(string of) => Schemas.GetOrAdd(of, _ =>
        JsonSchema.FromJsonAsync(Encoding.UTF8.GetString(TestFiles.Read("docs", $"voting-{of}.schema.json")), CancellationToken.None));

    private static async Task<IEnumerable<string>> Wrong(string of, byte[] file) =>
        (await Schema(of)).Validate(Encoding.UTF8.GetString(file)).Select(e => e.ToString());

    private static byte[] Edit(byte[] file, Action<JsonObject> edit)
    {
        var root = JsonNode.Parse(file)!.AsObject();
        edit(root);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    public static TheoryData<string> Golden => GoldenTests.Meetings;

    public static TheoryData<string> GoldenChannels => ChannelGoldenTests.Meetings;

    [Fact]
    public async Task The_meeting_of_wuchang_keeps_its_schema() => Assert.Empty(await Wrong("meeting", TestFiles.Wuchang));

    [Theory]
    [MemberData(nameof(Golden))]
    public async Task Golden_files_and_the_record_they_leave_keep_their_schemas(string name)
    {
        Assert.Empty(await Wrong("meeting", TestFiles.Read("Golden", name, "meeting.json")));
        Assert.Empty(await Wrong("ballots", TestFiles.Read("Golden", name, "ballots.json")));
        if (GoldenTests.Hold(name).Record is { } record) Assert.Empty(await Wrong("record", record));
    }

    [Theory]
    [MemberData(nameof(GoldenChannels))]
    public async Task Golden_files_with_hands_and_paper_and_their_record_keep_their_schemas(string name)
    {
        Assert.Empty(await Wrong("meeting", TestFiles.Read("GoldenChannels", name, "meeting.json")));
        Assert.Empty(await Wrong("record", ChannelGoldenTests.Hold(name)));
    }

    [Theory]
    [InlineData("$")]
    [InlineData("body")]
    [InlineData("roll")]
    [InlineData("papers")]
    [InlineData("agenda")]
    [InlineData("nonVoting")]
    public async Task A_meeting_file_with_an_unknown_field_breaks_its_schema(string place) => Assert.NotEmpty(await Wrong("meeting", Edit(TestFiles.Wuchang, root =>
    {
        var at = place == "$" ? root : root[place] is JsonArray list ? list[0]!.AsObject() : root[place]!.AsObject();
        at["no-such"] = 1;
    })));

    [Fact]
    public async Task A_ballots_script_with_an_unknown_field_breaks_its_schema()
    {
        var script = TestFiles.Read("Golden", "runoff", "ballots.json");
        Assert.NotEmpty(await Wrong("ballots", Edit(script, root => root["no-such"] = 1)));
        Assert.NotEmpty(await Wrong("ballots", Edit(script, root => root["rounds"]![0]!["no-such"] = 1)));
    }

    [Fact]
    public async Task Readers_of_a_record_ignore_what_they_do_not_know_and_miss_what_must_be_there()
    {
        var record = GoldenTests.Hold("runoff").Record!;
        Assert.Empty(await Wrong("record", Edit(record, root => root["no-such"] = 1)));
        Assert.NotEmpty(await Wrong("record", Edit(record, root => root.Remove("papers"))));
        Assert.NotEmpty(await Wrong("record", Edit(record, root => root["format"] = "voting-record/2")));
        Assert.NotEmpty(await Wrong("record", Edit(record, root => root["papers"]![0]!["rounds"]![0]!["state"] = "open-ended")));
    }

    [Fact]
    public async Task A_record_keeps_its_schema_whatever_state_its_round_is_in()
    {
        var questions = World.First(World.Motion());
        var ballots = World.Ballots(questions, (30, "for"));
        var kept = new Dictionary<string, RoundBallots> { ["r1"] = new([.. ballots.Select((_, i) => Envelope.Hash([(byte)i])).Order(StringComparer.Ordinal)], null) };
        Command[] way =
        [
            new Command.OpenMeeting(), new Command.Recuse("V01", "m03", "近亲属"), new Command.Prepare("V01", "r1"), new Command.Open("V01", 1, null),
            new Command.Close("V01", 1, new RollCounts(35, 4, 0), new RoundNumbers(39, 34, 30)),
            new Command.Tally("V01", 1, World.Count(questions, 39, 34, ballots)), new Command.Announce("V01", 1),
            new Command.Certify("V01", 1, "clerk", false, World.Urn(30)), new Command.Certify("V01", 1, "m02", true, World.Urn(30)),
            new Command.Prepare("V01", "r2", "重新表决"), new Command.VoidRound("V01", 2, "设备故障"),
        ];
        var states = new HashSet<string>();
        for (var steps = 0; steps <= way.Length; steps++)
        {
            var course = Course.Of(World.CheckIn(World.Committee(39, 35, World.Paper(World.Motion())))).Do(way[..steps]);
            states.UnionWith(course.State.Rounds.Select(r => r.State.ToString()));
            var wrong = await Wrong("record", UnsignedRecord.Write(course.State, kept, []));
            Assert.True(!wrong.Any(), $"after {steps} steps: {string.Join(' ', wrong)}");
        }

        Assert.Equal(Enum.GetNames<RoundState>().Order(), states.Order());
    }

    [Fact]
    public async Task What_the_schema_says_of_the_bad_files_is_so()
    {
        foreach (var bad in JsonNode.Parse(TestFiles.Read("BadFiles", "cases.json"))!.AsArray().Where(c => (string?)c!["schema"] is "accepts" or "refuses"))
        {
            var wrong = await Wrong((string)bad!["of"]!, TestFiles.Read(["BadFiles", .. ((string)bad["file"]!).Split('/')]));
            Assert.True(wrong.Any() == ((string?)bad["schema"] == "refuses"), $"{bad["file"]}: the schema {(wrong.Any() ? "refuses" : "accepts")}");
        }
    }
}
