using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Voting.Domain.Records;

namespace Voting.Tests.Journeys;

/// <summary>How long the verifier takes for the largest chamber: 3,000 members, 20 options, a secret and a recorded paper. Printed, never asserted.</summary>
public sealed class VerifierFigures : IDisposable
{
    private const int Members = 3_000;
    private const int Options = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;

    [Fact]
    public async Task Three_thousand_ballots_of_twenty_options_are_recounted_and_their_record_is_sound()
    {
        var (meeting, ballots, file) = (Path.Combine(_folder, "meeting.json"), Path.Combine(_folder, "ballots.json"), Path.Combine(_folder, "record.json"));
        await File.WriteAllTextAsync(meeting, Meeting().ToJsonString(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(ballots, Script().ToJsonString(), TestContext.Current.CancellationToken);

        var (recount, counting) = await Timed("recount", meeting, ballots);
        Assert.True(recount.ExitCode == 0, recount.Errors);
        await File.WriteAllBytesAsync(file, Record(JsonNode.Parse(recount.Output)!), TestContext.Current.CancellationToken);
        var (verified, verifying) = await Timed("verify", file);

        Assert.True(verified.ExitCode == 0, verified.Output + verified.Errors);
        Figures.Print(string.Create(CultureInfo.InvariantCulture,
            $"verifier, {Members} members × {Options} options, a secret and a recorded paper: recount {counting:0.0} s, verify {verifying:0.0} s ({new FileInfo(file).Length / 1e6:0.0} MB); due in 5 s"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(Programs.Outcome, double)> Timed(params IReadOnlyList<string> arguments)
    {
        var from = Stopwatch.GetTimestamp();
        return (await Programs.Verify(arguments), Stopwatch.GetElapsedTime(from).TotalSeconds);
    }

    private static JsonObject Meeting()
    {
        var meeting = Chamber.Small();
        meeting["body"]!["members"] = Members;
        meeting["presiding"] = "m1";
        meeting["roll"] = new JsonArray([.. Enumerable.Range(1, Members).Select(i => new JsonObject { ["id"] = $"m{i}", ["name"] = $"委员{i}", ["attendance"] = "present" })]);
        meeting["papers"] = new JsonArray(Paper("secret", true), Paper("recorded", false));
        meeting["agenda"] = new JsonArray(new JsonObject { ["no"] = 1, ["title"] = "票选", ["papers"] = new JsonArray("secret", "recorded") });
        return meeting;
    }

    private static JsonObject Paper(string id, bool secret) => new()
    {
        ["id"] = id,
        ["title"] = id,
        ["secret"] = secret,
        ["questions"] = new JsonArray(new JsonObject
        {
            ["id"] = "q1",
            ["title"] = "票选",
            ["kind"] = "choose-many",
            ["seats"] = Options / 2,
            ["rule"] = "selection-by-plurality",
            ["options"] = new JsonArray([.. Enumerable.Range(1, Options).Select(o => new JsonObject { ["id"] = $"c{o}", ["label"] = $"项目{o}" })]),
        }),
    };

    private static JsonObject Script()
    {
        var random = new Random(26);
        return new JsonObject
        {
            ["format"] = "voting-ballots/1",
            ["rounds"] = new JsonArray([.. new[] { "secret", "recorded" }.Select(paper => new JsonObject
            {
                ["paper"] = paper,
                ["round"] = 1,
                ["ballots"] = new JsonObject(Enumerable.Range(1, Members).Select(i => KeyValuePair.Create($"m{i}", (JsonNode?)new JsonObject
                {
                    ["q1"] = new JsonArray([.. Enumerable.Range(1, Options).Where(_ => random.Next(3) == 0).Take(Options / 2).Select(o => (JsonNode)$"c{o}")]),
                }))),
            })]),
        };
    }

    private static byte[] Record(JsonNode recounted)
    {
        var round = recounted["papers"]![0]!["rounds"]![0]!;
        var leaves = Enumerable.Range(0, (int)round["of"]!["voted"]!).Select(i => Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(i)))).Order(StringComparer.Ordinal).ToList();
        round["urn"] = new JsonObject { ["count"] = leaves.Count, ["root"] = Merkle.UrnRoot(leaves), ["leaves"] = new JsonArray([.. leaves.Select(l => (JsonNode)l)]) };
        return CanonicalJson.Bytes(new JsonObject
        {
            ["format"] = "voting-record/1",
            ["meeting"] = new JsonObject { ["id"] = "large", ["title"] = "大会", ["members"] = Members },
            ["rehearsal"] = true,
            ["papers"] = recounted["papers"]!.DeepClone(),
            ["events"] = new JsonArray(),
            ["signatures"] = new JsonArray(),
        });
    }
}
