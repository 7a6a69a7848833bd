using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NJsonSchema;
using Voting.Domain.Contracts;
using Voting.Rehearsal;
using Voting.Tests.Attacks;

namespace Voting.Tests.Journeys;

/// <summary>Another system that reads a meeting by its token.</summary>
public class ReaderTests
{
    private const string Root = "/api/v1";

    [Fact]
    public async Task A_reader_learns_a_result_when_it_is_announced_and_has_the_record_when_all_is_certified()
    {
        var meeting = Chamber.Small();
        meeting["papers"]![0]!["didNotVote"] = "hidden";
        meeting["papers"]![0]!["embargo"] = true;
        await using var chamber = await Chamber.Open(meeting, null, "--new-token", "office");
        using var office = Bearing(chamber, chamber.Code("token:office"));
        var described = await Description(chamber);
        var nothing = await Fits(described, office, "results");
        Assert.Empty(nothing["rounds"]!.AsArray());
        Assert.Equal(("check-in", 4, "pending"), await Agenda());

        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2"), await chamber.Member("m3") };
        var round = await chamber.OpenRound("P");
        var before = await Get(office, "results");
        foreach (var member in members) Chamber.Done(await member.Cast(chamber.Press(round, 1, 0, 1)));
        var tallied = await chamber.CloseRound(round);
        // Open, closed and counted, it is not told: nothing has changed for whoever asks again.
        var again = await Get(office, "results", before.Headers.ETag);
        Assert.Equal((HttpStatusCode.NotModified, ""), (again.StatusCode, await Text(again)));
        Assert.DoesNotContain("无记名", await Text(await Get(office, "agenda")), StringComparison.Ordinal);

        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        var told = await Get(office, "results", before.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        var held = (await Fits(described, office, "results"))["rounds"]!.AsArray().Single()!;
        Assert.Equal(("P", 1, "announced", true, 1), ((string?)held["paper"], (int)held["round"]!, (string?)held["state"], (bool)held["secret"]!, (int)held["item"]!));
        Assert.Equal("""{"all":5,"present":4,"voted":3}""", held["of"]!.ToJsonString());
        Assert.Null(held["didNotVote"]);
        foreach (var (question, result) in held["questions"]!.AsArray().Zip(tallied.Results!))
        {
            Assert.Equal(result.Counts.ToDictionary(), question!["counts"]!.AsObject().ToDictionary(c => c.Key, c => (int)c.Value!));
            Assert.Equal((result.Verdict, result.Need, result.Valid), ((string?)question["verdict"], (int?)question["need"], (int)question["valid"]!));
        }

        // A paper that hides nothing says how many did not vote.
        var second = await chamber.OpenRound("S");
        Chamber.Done(await members[0].Cast(chamber.Press(second, 1, 2)));
        await chamber.CloseRound(second);
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(second)));
        Assert.Equal([null, 3], (await Fits(described, office, "results"))["rounds"]!.AsArray().Select(r => (int?)r!["didNotVote"]));

        await Problem(Refusals.NotCertified, HttpStatusCode.NotFound, await Get(office, "record"));
        var certify = new CertifyRequest([Chamber.Of(round), Chamber.Of(second)]);
        await Chamber.Until(async () => (await chamber.Clerk.Certify(certify)).Refusal is null);
        Chamber.Done(await chamber.Scrutineer.Certify(certify));
        await Problem(Refusals.NotCertified, HttpStatusCode.NotFound, await Get(office, "record"));
        Chamber.Done(await chamber.Chair.CloseMeeting());
        var record = await Get(office, "record");
        Assert.Equal(await chamber.Clerk.Get("/record"), await record.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotModified, (await Get(office, "record", record.Headers.ETag)).StatusCode);
        Assert.Equal(await chamber.Clerk.Get("/keys"), await (await Get(office, "keys")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("closed", 4, "called"), await Agenda());

        async Task<(string? Phase, int Present, string? State)> Agenda()
        {
            var agenda = await Fits(described, office, "agenda");
            return ((string?)agenda["meeting"]!["phase"], (int)agenda["meeting"]!["roll"]!["present"]!, (string?)agenda["agenda"]![0]!["state"]);
        }
    }

    [Fact]
    public async Task A_round_that_is_closed_but_not_certified_keeps_the_record_back()
    {
        await using var chamber = await Chamber.Open(null, null, "--new-token", "office");
        using var office = Bearing(chamber, chamber.Code("token:office"));
        var round = await chamber.OpenRound("S");
        await chamber.CloseRound(round);
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        Chamber.Done(await chamber.Chair.CloseMeeting());
        await Problem(Refusals.NotCertified, HttpStatusCode.NotFound, await Get(office, "record"));
        await Chamber.Until(async () => (await chamber.Clerk.Certify(new CertifyRequest([Chamber.Of(round)]))).Refusal is null);
        await Problem(Refusals.NotCertified, HttpStatusCode.NotFound, await Get(office, "record"));
        Chamber.Done(await chamber.Scrutineer.Certify(new CertifyRequest([Chamber.Of(round)])));
        Assert.Equal(HttpStatusCode.OK, (await Get(office, "record")).StatusCode);
    }

    [Fact]
    public async Task A_token_is_told_once_kept_as_a_hash_and_ends_with_the_next_or_when_it_is_revoked()
    {
        await using var chamber = await Chamber.Open(null, null, "--new-token", "office");
        var first = chamber.Code("token:office");
        await chamber.Server.End();
        await chamber.Start("--new-token", "office");
        var second = chamber.Told()["token:office"];
        Assert.NotEqual(first, second);
        await Problem(Refusals.UnknownToken, HttpStatusCode.Unauthorized, await Get(Bearing(chamber, first), "agenda"));
        Assert.Equal(HttpStatusCode.OK, (await Get(Bearing(chamber, second), "agenda")).StatusCode);
        var files = Copy.Of(chamber.DataFolder, "now").Files.Values;
        Assert.All([first, second], token => Assert.DoesNotContain(files, bytes => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(token[10..])) >= 0));
        Assert.All([first, second], token => Assert.DoesNotContain(chamber.Server.Printed(), line => line.Contains(token, StringComparison.Ordinal)));

        await chamber.Server.End();
        await chamber.Start("--revoke-token", "office");
        await Problem(Refusals.UnknownToken, HttpStatusCode.Unauthorized, await Get(Bearing(chamber, second), "agenda"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await chamber.Clerk.Back(patience.Token);
        var kept = (await chamber.Record())["events"]!.AsArray().Where(e => ((string)e!["type"]!).StartsWith("token-", StringComparison.Ordinal));
        Assert.Equal(["token-issued office administrator", "token-issued office administrator", "token-revoked office administrator"], kept.Select(e => $"{e!["type"]} {e["who"]} {e["by"]}"));
    }

    [Fact]
    public async Task A_reader_that_asks_without_end_is_told_to_wait_and_holds_up_nobody_else()
    {
        await using var chamber = await Chamber.Open(null, null, "--new-token", "office");
        using var office = Bearing(chamber, chamber.Code("token:office"));
        await chamber.Server.End();
        await chamber.Start("--new-token", "archive");
        using var archive = Bearing(chamber, chamber.Told()["token:archive"]);
        using var stranger = Bearing(chamber, "voting_" + new string('a', 43));
        var clock = Stopwatch.StartNew();
        var asked = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Get(office, "agenda")));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests], asked.Select(a => a.StatusCode).Distinct().Order());
        Assert.InRange(asked.Count(a => a.StatusCode == HttpStatusCode.OK), 60, 62 + (int)clock.Elapsed.TotalSeconds);
        var others = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Get(archive, "agenda")));
        Assert.All(others, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var late = asked.First(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal("1", late.Headers.RetryAfter!.ToString());
        await Problem(Refusals.TooManyRequests, HttpStatusCode.TooManyRequests, late);

        await Problem(Refusals.UnknownToken, HttpStatusCode.Unauthorized, await Get(stranger, "agenda"));
        var tried = await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => Get(stranger, "agenda")));
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], tried.Select(a => a.StatusCode).Distinct().Order());
        Assert.Equal(HttpStatusCode.OK, (await Get(archive, "agenda")).StatusCode);
        // At the same address a tablet signs in and casts as before, and a token that was quiet is heard.
        await chamber.Chair.Back(TestContext.Current.CancellationToken);
        var member = await chamber.Member("m1");
        Chamber.Done(await member.Cast(chamber.Press(await chamber.OpenRound("S"), 1, 0)));
        await Chamber.Until(async () => (await Get(office, "agenda")).StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_the_description_shows_fits_what_it_says_and_it_says_all_there_is()
    {
        await using var chamber = await Chamber.Open();
        var described = await Description(chamber);
        Assert.Equal(["/api/v1/agenda", "/api/v1/keys", "/api/v1/record", "/api/v1/results", "/health/live", "/health/ready"], described["paths"]!.AsObject().Select(p => p.Key).Order());
        foreach (var (path, item) in described["paths"]!.AsObject())
        {
            var (method, operation) = Assert.Single(item!.AsObject());
            Assert.Equal("get", method);
            Assert.Equal(path.StartsWith(Root, StringComparison.Ordinal), operation!["security"] is not null);
            foreach (var (status, answer) in operation["responses"]!.AsObject().Where(r => r.Value!["content"] is not null))
            {
                var content = Assert.Single(answer!["content"]!.AsObject()).Value!;
                Assert.True(content["example"] is not null, $"{path} {status}");
                Assert.Empty(await Wrong(described, content["schema"]!, content["example"]!.ToJsonString()));
            }
        }

        // It can be wrong.
        Assert.NotEmpty(await Wrong(described, new JsonObject { ["$ref"] = "#/components/schemas/ResultsFile" }, """{"format":"voting-results/1","meeting":"x","rehearsal":false,"rounds":[{}]}"""));
    }

    [Theory]
    [InlineData("--new-token", "two words")]
    [InlineData("--revoke-token", "")]
    public async Task A_name_that_a_token_cannot_have_is_refused(string option, string name)
    {
        var refused = await Assert.ThrowsAsync<ServerException>(() => Chamber.Open(null, null, option, name));
        Assert.Contains("1 to 64 letters", refused.Message, StringComparison.Ordinal);
    }

    private static HttpClient Bearing(Chamber chamber, string token) => new() { BaseAddress = chamber.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    private static async Task<HttpResponseMessage> Get(HttpClient reader, string what, EntityTagHeaderValue? has = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Root}/{what}");
        if (has is not null) request.Headers.IfNoneMatch.Add(has);
        return await reader.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<string> Text(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static async Task Problem(string code, HttpStatusCode status, HttpResponseMessage answer)
    {
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = JsonNode.Parse(await Text(answer))!;
        var refusal = new Refusal(code);
        Assert.Equal((code, (int)status, Refusals.Text(refusal, chinese: false), Refusals.Text(refusal, chinese: true)),
            ((string?)problem["code"], (int)problem["status"]!, (string?)problem["title"], (string?)problem["detail"]));
    }

    private static async Task<JsonNode> Description(Chamber chamber)
    {
        using var anybody = new HttpClient();
        return JsonNode.Parse(await anybody.GetStringAsync(new Uri(chamber.Address, "/openapi/v1.json"), TestContext.Current.CancellationToken))!;
    }

    /// <summary>What a reader gets, which fits what the description says of it.</summary>
    private static async Task<JsonNode> Fits(JsonNode described, HttpClient reader, string what)
    {
        var answer = await Get(reader, what);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var text = await Text(answer);
        Assert.Empty(await Wrong(described, described["paths"]![$"{Root}/{what}"]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!, text));
        return JsonNode.Parse(text)!;
    }

    private static async Task<IEnumerable<string>> Wrong(JsonNode described, JsonNode schema, string text)
    {
        // The same schemas, where a schema that stands alone has them.
        var whole = new JsonObject { ["allOf"] = new JsonArray(schema.DeepClone()), ["definitions"] = described["components"]!["schemas"]!.DeepClone() };
        return (await JsonSchema.FromJsonAsync(whole.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal), TestContext.Current.CancellationToken)).Validate(text).Select(e => e.ToString());
    }
}
