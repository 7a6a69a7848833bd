using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Voting.Domain.Records;

namespace Voting.Tests.Files;

/// <summary>Meetings with hands and paper whose result was worked out by hand, held by the domain alone.</summary>
public class ChannelGoldenTests
{
    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> Held = new();

    public static TheoryData<string> Meetings => [.. TestFiles.Folders("GoldenChannels")];

    internal static byte[] Hold(string name) => Held.GetOrAdd(name, n => new Lazy<byte[]>(() =>
        HeldCourse.Of(TestFiles.Read("GoldenChannels", n, "meeting.json"), TestFiles.Read("GoldenChannels", n, "course.json")))).Value;

    [Fact]
    public void There_are_golden_meetings_with_hands_and_paper() => Assert.InRange(Meetings.Count, 5, int.MaxValue);

    [Theory]
    [MemberData(nameof(Meetings))]
    public void A_golden_meeting_with_hands_or_paper_ends_as_expected(string name)
    {
        var record = JsonNode.Parse(Hold(name))!;
        Assert.Equal(CanonicalJson.Bytes(record), Hold(name));
        Assert.Empty(GoldenTests.Differences(JsonNode.Parse(TestFiles.Read("GoldenChannels", name, "expected.json")), record, "$"));
    }
}
