using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Voting.Domain.Files;
using Voting.Domain.Records;

namespace Voting.Tests.Files;

/// <summary>Meetings whose result was worked out by hand from the written formats, held by the domain alone.</summary>
public class GoldenTests
{
    public static TheoryData<string> Meetings => [.. TestFiles.Folders("Golden")];

    private static readonly ConcurrentDictionary<string, Lazy<Rehearsed>> Held = new();

    /// <summary>Held once, however many tests look at it: sealing takes its time.</summary>
    internal static Rehearsed Hold(string name) => Held.GetOrAdd(name, n => new Lazy<Rehearsed>(() => Run(n))).Value;

    private static Rehearsed Run(string name)
    {
        var meeting = MeetingFile.Read(TestFiles.Read("Golden", name, "meeting.json"));
        Assert.Null(meeting.Fault);
        var script = BallotsScript.Read(TestFiles.Read("Golden", name, "ballots.json"), meeting.Value!);
        Assert.Null(script.Fault);
        return Rehearsed.Of(meeting.Value!, script.Value!);
    }

    [Theory]
    [MemberData(nameof(Meetings))]
    public void A_golden_meeting_ends_as_expected(string name)
    {
        var expected = JsonNode.Parse(TestFiles.Read("Golden", name, "expected.json"))!.AsObject();
        var held = Hold(name);
        if (expected["error"] is { } error)
        {
            Assert.Equal((string?)error, held.StoppedAt);
            Assert.Null(held.Record);
            return;
        }

        Assert.Null(held.StoppedAt);
        var record = JsonNode.Parse(held.Record)!;
        Assert.Equal(CanonicalJson.Bytes(record), held.Record);
        Assert.Empty(Differences(expected, record, "$"));
    }

    [Fact]
    public void There_are_golden_meetings_and_each_is_whole()
    {
        Assert.InRange(Meetings.Count, 11, int.MaxValue);
        Assert.All(TestFiles.Folders("Golden"), name =>
        {
            var expected = JsonNode.Parse(TestFiles.Read("Golden", name, "expected.json"))!.AsObject();
            Assert.True(expected["error"] is not null || expected["papers"] is JsonArray { Count: > 0 }, $"{name} expects nothing");
        });
    }

    [Fact]
    public void A_difference_from_what_is_expected_is_found_wherever_it_is()
    {
        var record = JsonNode.Parse("""{"a":1,"b":[{"c":"x","d":2},3]}""")!;
        Assert.Empty(Differences(JsonNode.Parse("""{"b":[{"c":"x"},3]}"""), record, "$"));
        Assert.Equal(["$.a: expected 2, is 1"], Differences(JsonNode.Parse("""{"a":2}"""), record, "$"));
        Assert.Equal(["$.z: expected 1, is nothing"], Differences(JsonNode.Parse("""{"z":1}"""), record, "$"));
        Assert.Equal(["$.b[0].c: expected \"y\", is \"x\""], Differences(JsonNode.Parse("""{"b":[{"c":"y"},3]}"""), record, "$"));
        Assert.Equal(["$.b: expected 1 items, are 2"], Differences(JsonNode.Parse("""{"b":[{}]}"""), record, "$"));
        Assert.Equal(["$.a: expected null, is 1"], Differences(JsonNode.Parse("""{"a":null}"""), record, "$"));
    }

    // Every field of what is expected must be in the record and equal; the record may say more.
    internal static IEnumerable<string> Differences(JsonNode? expected, JsonNode? actual, string path) => (expected, actual) switch
    {
        (JsonObject e, JsonObject a) => e.SelectMany(f => a.ContainsKey(f.Key)
            ? Differences(f.Value, a[f.Key], $"{path}.{f.Key}") : [$"{path}.{f.Key}: expected {Text(f.Value)}, is nothing"]),
        (JsonArray e, JsonArray a) when e.Count != a.Count => [$"{path}: expected {e.Count} items, are {a.Count}"],
        (JsonArray e, JsonArray a) => e.Zip(a).Index().SelectMany(p => Differences(p.Item.First, p.Item.Second, $"{path}[{p.Index}]")),
        _ => JsonNode.DeepEquals(expected, actual) ? [] : [$"{path}: expected {Text(expected)}, is {Text(actual)}"],
    };

    private static string Text(JsonNode? node) => CanonicalJson.Text(node);
}
