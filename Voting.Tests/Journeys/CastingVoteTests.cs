using System.Text;
using System.Text.Json.Nodes;
using Voting.Domain.Contracts;
using Voting.Domain.Records;
using Voting.Rehearsal;
using Voting.Tests.Files;

namespace Voting.Tests.Journeys;

/// <summary>A tie before a real server, and records of ties that somebody changed before the program that checks them.</summary>
public sealed class CastingVoteTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;

    private static JsonObject Meeting()
    {
        var meeting = Chamber.Small();
        meeting["rules"] = JsonNode.Parse("""{"casting":{"kind":"majority","of":"for-against","op":">","num":1,"den":2,"castingVote":true}}""");
        foreach (var (id, result) in new[] { ("C", "delayed"), ("D", "direct") })
        {
            meeting["papers"]!.AsArray().Add(JsonNode.Parse($$"""
                {"id":"{{id}}","title":"动议{{id}}","secret":false,"result":"{{result}}","questions":[{"id":"q1","title":"动议","kind":"choose-one","options":"approval","rule":"casting"}]}
                """));
            meeting["agenda"]![0]!["papers"]!.AsArray().Add(id);
        }

        return meeting;
    }

    private static async Task<RoundView> Tie(Chamber chamber, string paper, IReadOnlyList<Participant> members)
    {
        var round = await chamber.OpenRound(paper);
        foreach (var (n, member) in members.Index())
        {
            await member.Back(TestContext.Current.CancellationToken);
            Chamber.Done(await member.Cast(chamber.Press(round, 1, n % 2)));
        }

        return await chamber.CloseRound(round);
    }

    private static CastingVoteRequest Give(string paper, string vote) => new(paper, 1, "q1", vote);

    [Fact]
    public async Task A_tie_waits_through_a_restart_for_the_presiding_officer_and_for_nobody_else()
    {
        await using var chamber = await Chamber.Open(Meeting());
        var members = new List<Participant>();
        for (var n = 1; n <= 4; n++) members.Add(await chamber.Join($"{Roles.Member}:m{n}"));
        await using (var onlooker = await chamber.Join(Roles.Display))
        {
            var tied = await Tie(chamber, "C", members);
            Assert.Equal((true, null, "failed", "decided"), (tied.Results![0].IsCastingVoteDue, tied.Results[0].CastingVote, tied.Results[0].Verdict, tied.Results[0].Outcome));
            Assert.Contains("由主持人投决定票", tied.Announcement!.Chinese[0], StringComparison.Ordinal);
            var seen = (await onlooker.Snapshot()).Value!.Rounds[^1];
            Assert.Equal(("closed", null), (seen.State, seen.Results));
        }

        foreach (var officer in new[] { chamber.Chair, chamber.Clerk }) Chamber.Refused(Refusals.CastingVoteDue, await officer.Announce(new RoundRef("C", 1)));
        Chamber.Refused(Refusals.NotPermitted, await chamber.Clerk.GiveCastingVote(Give("C", "for")));
        Chamber.Refused(Refusals.Malformed, await chamber.Chair.GiveCastingVote(Give("C", "abstain")));
        Chamber.Refused(Refusals.RoundStillOpen, await chamber.Chair.CloseMeeting());

        await chamber.Server.Kill();
        await chamber.Start();
        foreach (var officer in new[] { chamber.Chair, chamber.Clerk, chamber.Scrutineer }) await officer.Back(TestContext.Current.CancellationToken);
        Assert.True((await chamber.Chair.Snapshot()).Value!.Rounds[^1].Results![0].IsCastingVoteDue);
        Chamber.Refused(Refusals.CastingVoteDue, await chamber.Clerk.Announce(new RoundRef("C", 1)));

        Chamber.Done(await chamber.Chair.GiveCastingVote(Give("C", "for")));
        Chamber.Done(await chamber.Chair.GiveCastingVote(Give("C", "for")));
        Chamber.Refused(Refusals.NoCastingVote, await chamber.Chair.GiveCastingVote(Give("C", "against")));
        await chamber.Server.Kill();
        await chamber.Start();
        foreach (var officer in new[] { chamber.Chair, chamber.Clerk, chamber.Scrutineer }) await officer.Back(TestContext.Current.CancellationToken);
        Chamber.Done(await chamber.Chair.Announce(new RoundRef("C", 1)));

        // A direct result waits for it, and follows.
        Assert.Equal("tallied", (await Tie(chamber, "D", members)).State);
        Chamber.Done(await chamber.Chair.GiveCastingVote(Give("D", "declined")));
        var told = (await chamber.Clerk.Snapshot()).Value!.Rounds;
        Assert.Equal(("announced", "passed", "for"), (told[0].State, told[0].Results![0].Verdict, told[0].Results![0].CastingVote));
        Assert.Equal(("announced", "failed", "declined"), (told[1].State, told[1].Results![0].Verdict, told[1].Results![0].CastingVote));

        await Sound(chamber);
    }

    private async Task Sound(Chamber chamber)
    {
        RoundRef[] rounds = [new("C", 1), new("D", 1)];
        Chamber.Done(await chamber.Clerk.Certify(new CertifyRequest(rounds)));
        Chamber.Done(await chamber.Scrutineer.Certify(new CertifyRequest(rounds)));
        Chamber.Done(await chamber.Chair.CloseMeeting());
        foreach (var officer in new[] { chamber.Clerk, chamber.Scrutineer }) Chamber.Done(await officer.Enrol());
        foreach (var officer in new[] { chamber.Clerk, chamber.Scrutineer }) Chamber.Done(await officer.Sign());
        var sheet = Encoding.UTF8.GetString(await chamber.Clerk.Get("/result-sheet"));
        Assert.Contains("票数相等，主持人决定票赞成，通过", sheet, StringComparison.Ordinal);
        Assert.Contains("votes equal, no casting vote: not passed", sheet, StringComparison.Ordinal);
        var record = await chamber.Clerk.Get("/record");
        var question = JsonNode.Parse(record)!["papers"]!.AsArray().Single(p => (string)p!["id"]! == "C")!["rounds"]![0]!["questions"]![0]!;
        Assert.Equal(("passed", "decided", "for"), ((string)question["verdict"]!, (string)question["outcome"]!, (string)question["castingVote"]!));
        var (file, keys) = (Path.Combine(_folder, "record.json"), Path.Combine(_folder, "keys.json"));
        await File.WriteAllBytesAsync(file, record);
        await File.WriteAllBytesAsync(keys, await chamber.Clerk.Get("/keys"));
        var verified = await Programs.Verify("verify", file, "--keys", keys);
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Errors);
    }

    private static JsonObject Golden() => JsonNode.Parse(GoldenTests.Hold("tie-and-casting-vote").Record!)!.AsObject();

    private static JsonNode Question(JsonObject record, int question) => record["papers"]![0]!["rounds"]![0]!["questions"]![question - 1]!;

    private static JsonNode Event(JsonObject record, string type, string? question = null) =>
        record["events"]!.AsArray().First(e => (string)e!["type"]! == type && (question is null || (string?)e["question"] == question))!;

    private static void Remove(JsonNode node) => node.Parent!.AsArray().Remove(node);

    public static TheoryData<string> Changes => [.. Changed.Keys];

    // Each leaves everything else as it was, and the chain is joined anew.
    private static readonly Dictionary<string, Action<JsonObject>> Changed = new()
    {
        ["the verdict does not follow the casting vote"] = r => Question(r, 1)["verdict"] = "failed",
        ["passed without a casting vote for"] = r => (Question(r, 2)["verdict"], r["papers"]![0]!["result"]!["q2"]!["verdict"]) = ("passed", "passed"),
        ["another than was told"] = r => (Question(r, 2)["castingVote"], Question(r, 2)["verdict"], r["papers"]![0]!["result"]!["q2"]!["verdict"]) = ("for", "passed", "passed"),
        ["taken out of the record"] = r => Question(r, 3).AsObject().Remove("castingVote"),
        ["taken out of the chain"] = r => Remove(Event(r, "casting-vote", "q2")),
        ["taken out of both where the result was announced"] = r =>
        {
            Question(r, 2).AsObject().Remove("castingVote");
            Remove(Event(r, "casting-vote", "q2"));
        },
        ["given where the votes were not equal"] = r =>
        {
            (Question(r, 7)["castingVote"], Question(r, 7)["verdict"], r["papers"]![0]!["result"]!["q7"]!["verdict"]) = ("for", "passed", "passed");
            var told = Event(r, "casting-vote", "q1");
            var more = told.DeepClone();
            more["question"] = "q7";
            r["events"]!.AsArray().Insert(r["events"]!.AsArray().IndexOf(told), more);
        },
        ["given where nobody was for or against"] = r =>
        {
            (Question(r, 6)["castingVote"], Question(r, 6)["verdict"], r["papers"]![0]!["result"]!["q6"]!["verdict"]) = ("for", "passed", "passed");
            var told = Event(r, "casting-vote", "q1");
            var more = told.DeepClone();
            more["question"] = "q6";
            r["events"]!.AsArray().Insert(r["events"]!.AsArray().IndexOf(told), more);
        },
        ["given twice"] = r => r["events"]!.AsArray().Insert(r["events"]!.AsArray().IndexOf(Event(r, "casting-vote")), Event(r, "casting-vote", "q2").DeepClone()),
        ["given after the announcement"] = r =>
        {
            var vote = Event(r, "casting-vote", "q1");
            Remove(vote);
            r["events"]!.AsArray().Insert(r["events"]!.AsArray().IndexOf(Event(r, "round-announced")) + 1, vote);
        },
        ["given by the clerk"] = r => Event(r, "casting-vote")["by"] = "clerk",
        ["the rule has none"] = r =>
        {
            foreach (var rule in new[] { Question(r, 1)["rule"]!, Event(r, "round-ready")["questions"]![0]!["rule"]! }) rule.AsObject().Remove("castingVote");
        },
        ["the rule could not have one"] = r =>
        {
            foreach (var rule in new[] { Question(r, 5)["rule"]!, Event(r, "round-ready")["questions"]![4]!["rule"]! }) rule["of"] = "valid";
        },
        ["told as tallied, not as given"] = r => Event(r, "round-tallied")["questions"]![0]!["verdict"] = "passed",
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_casting_vote_that_was_changed_is_refused(string change)
    {
        var record = Golden();
        Assert.Equal(0, await Exit(record));
        Changed[change](record);
        Assert.Equal(1, await Exit(record));
    }

    [Fact]
    public async Task A_secret_paper_has_no_casting_vote()
    {
        var record = JsonNode.Parse(GoldenTests.Hold("recorded-and-groups").Record!)!.AsObject();
        record["events"] = new JsonArray();
        var secret = record["papers"]!.AsArray().First(p => (bool)p!["secret"]! && p["rounds"]!.AsArray().Count > 0 && p["rounds"]![0]!["questions"]![0]!["counts"]!["for"] is not null)!;
        var question = secret["rounds"]![0]!["questions"]![0]!;
        var rule = JsonNode.Parse("""{"kind":"majority","of":"for-against","op":">","num":1,"den":2}""")!;
        var passed = (int)question["counts"]!["for"]! > (int)question["counts"]!["against"]! ? "passed" : "failed";
        (question["rule"], question["verdict"], secret["result"]!["q1"]!["verdict"]) = (rule, passed, passed);
        question["need"] = ((int)question["counts"]!["for"]! + (int)question["counts"]!["against"]!) / 2 + 1;
        Assert.Equal(0, await Exit(record));
        rule["castingVote"] = true;
        Assert.Equal(1, await Exit(record));
    }

    private async Task<int> Exit(JsonObject record)
    {
        var prev = new string('0', 64);
        foreach (var (i, one) in record["events"]!.AsArray().Index())
        {
            (one!["seq"], one["prev"]) = (i + 1, prev);
            prev = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(CanonicalJson.Bytes(one)));
        }

        var file = Path.Combine(_folder, "crafted.json");
        await File.WriteAllBytesAsync(file, CanonicalJson.Bytes(record), TestContext.Current.CancellationToken);
        return (await Programs.Verify("verify", file)).ExitCode;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
