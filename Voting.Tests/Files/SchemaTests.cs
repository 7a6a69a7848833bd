using System.Text;
using System.Text.Json.Nodes;
using NJsonSchema;

namespace Voting.Tests.Files;

public class SchemaTests
{
    private static async Task<JsonSchema> Schema(string of) =>
        await JsonSchema.FromJsonAsync(Encoding.UTF8.GetString(TestFiles.Read("docs", $"voting-{of}.schema.json")), TestContext.Current.CancellationToken);

    private static async Task<IEnumerable<string>> Wrong(string of, byte[] file) =>
        (await Schema(of)).Validate(Encoding.UTF8.GetString(file)).Select(e => e.ToString());

    private static byte[] Edit(byte[] file, Action<JsonObject> edit)
    {
        var root = JsonNode.Parse(file)!.AsObject();
        edit(root);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    public static TheoryData<string> Golden => GoldenTests.Meetings;

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
    public async Task What_the_schema_says_of_the_bad_files_is_so()
    {
        foreach (var bad in JsonNode.Parse(TestFiles.Read("BadFiles", "cases.json"))!.AsArray().Where(c => (string?)c!["schema"] is "accepts" or "refuses"))
        {
            var wrong = await Wrong((string)bad!["of"]!, TestFiles.Read(["BadFiles", .. ((string)bad["file"]!).Split('/')]));
            Assert.True(wrong.Any() == ((string?)bad["schema"] == "refuses"), $"{bad["file"]}: the schema {(wrong.Any() ? "refuses" : "accepts")}");
        }
    }
}
