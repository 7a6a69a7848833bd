using System.Text.Json.Nodes;
using Voting.Domain.Records;
using Voting.Tests.Journeys;

namespace Voting.Tests.Files;

/// <summary>The golden meetings with hands and paper, judged by the verifier.</summary>
public sealed class ChannelVerifierTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;

    public static TheoryData<string> Meetings => ChannelGoldenTests.Meetings;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Meetings))]
    public async Task The_verifier_finds_its_record_sound(string name)
    {
        var verified = await Verify(ChannelGoldenTests.Hold(name));
        Assert.True(verified.ExitCode == 0, verified.Errors);
    }

    /// <summary>Each is a lie that canonical text and chain do not show: only the rules do.</summary>
    [Theory]
    [InlineData("devices-and-hands", "V1", 0, "channels[1].voted", 3)]
    [InlineData("devices-and-hands", "V1", 0, "channels[1].questions[0].counts.for", 1)]
    [InlineData("devices-and-hands", "V1", 0, "channels[0].questions[0].counts.for", 19)]
    [InlineData("devices-and-hands", "V1", 0, "channels[1].enteredBy", "scrutineer")]
    [InlineData("devices-and-hands", "V1", 0, "channels[1].by", "paper")]
    [InlineData("devices-and-hands", "V1", 0, "questions[0].counts.for", 21)]
    [InlineData("devices-and-hands", "V1", 0, "of.voted", 36)]
    [InlineData("devices-and-hands", "V2", 0, "channels[1].questions[1].void", 1)]
    [InlineData("more-returned-than-issued", "V1", 1, "channels[0].issued", 33)]
    [InlineData("more-returned-than-issued", "V1", 1, "channels[0].returned", 35)]
    [InlineData("more-returned-than-issued", "V1", 0, "channels[0].returned", 35)]
    [InlineData("more-returned-than-issued", "V1", 0, "channels[0].voted", 36)]
    [InlineData("more-returned-than-issued", "V1", 1, "questions[1].verdict", "passed")]
    [InlineData("more-returned-than-issued", "V1", 1, "questions[1].need", 17)]
    [InlineData("device-fault", "V1", 1, "channels[0].confirmedBy", "clerk")]
    [InlineData("write-ins", "E1", 0, "questions[1].writeIns[0].verdict", "failed")]
    [InlineData("write-ins", "E1", 0, "questions[2].writeIns[1].count", 16)]
    [InlineData("write-ins", "E1", 0, "questions[0].writeIns[0].name", "别人")]
    public async Task The_verifier_finds_a_channel_that_lies(string name, string paper, int round, string path, object value)
    {
        var record = JsonNode.Parse(ChannelGoldenTests.Hold(name))!;
        var node = record["papers"]!.AsArray().Single(p => (string)p!["id"]! == paper)!["rounds"]![round]!;
        var steps = path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        foreach (var step in steps[..^1]) node = int.TryParse(step, out var place) ? node[place]! : node[step]!;
        var changed = value is int number ? JsonValue.Create(number) : JsonValue.Create((string)value);
        Assert.False(JsonNode.DeepEquals(node[steps[^1]], changed));
        node[steps[^1]] = changed;

        Assert.Equal(1, (await Verify(CanonicalJson.Bytes(record))).ExitCode);
    }

    [Theory]
    [InlineData("counts-entered")]
    [InlineData("counts-confirmed")]
    public async Task The_verifier_asks_for_two_people_behind_every_channel(string type)
    {
        var record = JsonNode.Parse(ChannelGoldenTests.Hold("device-fault"))!;
        var chain = EventChain.Empty;
        var events = new JsonArray();
        // The chain is made anew without the event, so that only its absence is wrong.
        foreach (var happened in record["events"]!.AsArray().Where(e => (string)e!["type"]! != type))
        {
            var data = (JsonObject)happened!.DeepClone();
            foreach (var field in (string[])["seq", "prev", "at", "type", "by"]) data.Remove(field);
            (chain, var text) = chain.Append(new Fact((string)happened["type"]!, data), (string)happened["by"]!, DateTimeOffset.UnixEpoch);
            events.Add(JsonNode.Parse(text));
        }

        record["events"] = events;
        var verified = await Verify(CanonicalJson.Bytes(record));
        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("the counts were not entered by one and confirmed by another", verified.Errors, StringComparison.Ordinal);
    }

    private async Task<Programs.Outcome> Verify(byte[] record)
    {
        var file = Path.Combine(_folder, "record.json");
        await File.WriteAllBytesAsync(file, record, TestContext.Current.CancellationToken);
        return await Programs.Verify("verify", file);
    }
}
