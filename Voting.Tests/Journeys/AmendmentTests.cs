using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Client;
using Voting.Domain.Contracts;
using Voting.Domain.Files;
using Voting.Domain.Records;

namespace Voting.Tests.Journeys;

/// <summary>Unplanned votes, changed papers, persons one by one or together: through a real server that is restarted in between.</summary>
public class AmendmentTests
{
    private static JsonObject WithPersons()
    {
        var meeting = Chamber.Small();
        meeting["papers"]!.AsArray().Add(JsonNode.Parse("""
            { "id": "V", "title": "人事任免", "secret": true, "enBloc": "unless-objected", "votingOrder": "removal-first", "questions": [
              { "id": "q1", "title": "任命甲", "kind": "choose-one", "options": "approval", "rule": "committee-appointment", "act": "appoint", "person": "甲", "post": "主任" },
              { "id": "q2", "title": "免去乙", "kind": "choose-one", "options": "approval", "rule": "committee-appointment", "act": "remove", "person": "乙", "post": "主任" } ] }
            """));
        meeting["agenda"]!.AsArray().Add(new JsonObject { ["no"] = 2, ["title"] = "任免", ["papers"] = new JsonArray("V") });
        return meeting;
    }

    [Fact]
    public async Task A_changed_paper_waits_for_a_second_officer_over_a_restart_and_is_voted_as_agreed()
    {
        await using var chamber = await Chamber.Open();
        var text = JsonNode.Parse((await chamber.Clerk.PaperText(new PaperRef("P"))).Value!.Json)!.AsObject();
        text["title"] = "无记名（修改稿）";
        text["questions"]![0]!["rule"] = "two-thirds-of-all";
        Chamber.Done(await chamber.Clerk.ProposeAmendment(new ProposeRequest("P", text.ToJsonString(), "文字修改")));
        await chamber.Chair.OpenMeeting();
        Chamber.Refused(Refusals.AmendmentPending, await chamber.Chair.Prepare(new PrepareRequest("P")));

        await chamber.Server.Kill();
        await chamber.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await chamber.Scrutineer.Back(patience.Token);
        await chamber.Clerk.Back(patience.Token);
        var waiting = Assert.Single((await chamber.Scrutineer.Snapshot()).Value!.Amendments);
        Assert.Equal([("$.questions[0].rule", "committee-resolution", "two-thirds-of-all"), ("$.title", "无记名", "无记名（修改稿）")], waiting.Changes.Select(c => (c.Path, c.Old, c.New)).Order());
        Chamber.Refused(Refusals.OwnAmendment, await chamber.Clerk.AnswerAmendment(new AnswerRequest("P", true, waiting.Text)));
        Chamber.Done(await chamber.Scrutineer.AnswerAmendment(new AnswerRequest("P", true, waiting.Text)));

        await chamber.Chair.Back(patience.Token);
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2"), await chamber.Member("m3") };
        var round = await chamber.OpenRound("P");
        Assert.Equal("无记名（修改稿）", round.Title);
        foreach (var member in members) Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        // Three of five are a majority of all, and no two thirds.
        Assert.Equal(["failed", "passed"], (await chamber.CloseRound(round)).Results!.Select(r => r.Verdict));
        Assert.Equal(["amendment-proposed", "amendment-agreed"], (await chamber.Record())["events"]!.AsArray().Select(e => (string)e!["type"]!).Where(t => t.StartsWith("amendment", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_longest_paper_arrives_and_one_that_is_longer_is_refused_in_words_and_drops_no_connection()
    {
        await using var chamber = await Chamber.Open();
        var clerk = chamber.Clerk;
        var connection = clerk.Hub.ConnectionId;
        var text = JsonNode.Parse((await clerk.PaperText(new PaperRef("P"))).Value!.Json)!.AsObject();
        // As many quotes as a paper of nothing but short options has: in a message each takes more.
        foreach (var filling in new[] { "字", "字字\"" })
        {
            text["title"] = "";
            var rest = AmendedFile.LongestPaper - Size();
            text["title"] = filling;
            text["title"] = string.Concat(Enumerable.Repeat(filling, rest / (Size() - (AmendedFile.LongestPaper - rest))));
            Assert.InRange(Size(), AmendedFile.LongestPaper - 8, AmendedFile.LongestPaper);
            var refused = (await clerk.ProposeAmendment(new ProposeRequest("P", Plain(), "x"))).Refusal!;
            Assert.Equal(Refusals.BadPaper, refused.Code);
            Assert.StartsWith("$.papers[", refused.Detail, StringComparison.Ordinal);

            text["title"] = (string)text["title"]! + filling + filling + filling;
            refused = (await clerk.ProposeAmendment(new ProposeRequest("P", Plain(), "x"))).Refusal!;
            Assert.Equal("The paper is not right. (longer than 96 KiB)", Refusals.Text(refused, chinese: false));
            Assert.Equal("表决票内容不正确。（超过 96 KiB）", Refusals.Text(refused, chinese: true));
            Assert.Equal(connection, clerk.Hub.ConnectionId);
        }

        string Plain() => CanonicalJson.Text(text);

        int Size() => System.Text.Encoding.UTF8.GetByteCount(Plain());
    }

    [Fact]
    public async Task An_unplanned_vote_is_ready_by_one_request_and_stands_in_the_record()
    {
        await using var chamber = await Chamber.Open();
        await chamber.Chair.OpenMeeting();
        var ready = (await chamber.Chair.AddPaper(new UnplannedRequest("congress-election", "临时动议", true, null))).Value!;
        Assert.Equal(("X01", "ready", 3), (ready.Paper, ready.State, ready.Questions[0].Need));
        Chamber.Done(await chamber.Chair.Open(Chamber.Of(ready)));
        var member = await chamber.Member("m1");
        var open = Assert.Single((await member.Snapshot()).Value!.Rounds, r => r.State == "open");
        Chamber.Done(await member.Cast(chamber.Press(open, 1, 0)));
        Assert.Equal("failed", (await chamber.CloseRound(open)).Results![0].Verdict);
        Assert.Equal("X01", (string)(await chamber.Record())["papers"]!.AsArray()[^1]!["id"]!);
    }

    [Fact]
    public async Task An_unplanned_selection_has_candidates_and_seats_within_bounds_and_the_changed_file_is_imported_again()
    {
        await using var chamber = await Chamber.Open();
        await chamber.Chair.OpenMeeting();
        var asked = new UnplannedRequest("selection-by-plurality", "临时票选", true, 1) { Candidates = ["甲", "乙", "丙"], Seats = 2 };
        foreach (var bad in new[]
        {
            asked with { Candidates = [] }, asked with { Seats = 0 }, asked with { Seats = 4 }, asked with { Candidates = ["甲", "乙", "甲"] }, asked with { Candidates = ["甲", ""] },
            asked with { Candidates = ["甲", new string('乙', UnplannedRequest.LongestCandidate + 1)] }, asked with { Candidates = null! }, asked with { Candidates = ["甲", null!] },
            asked with { Candidates = [.. Enumerable.Range(0, UnplannedRequest.MostCandidates + 1).Select(n => $"{n}")] }, asked with { Preset = "majority-of-all" },
        }) Chamber.Refused(Refusals.Malformed, await chamber.Chair.AddPaper(bad));

        var ready = (await chamber.Chair.AddPaper(asked)).Value!;
        Assert.Equal(("X01", 2, 2, "甲乙丙"), (ready.Paper, ready.Questions[0].Seats, ready.Questions[0].MaxMarks, string.Concat(ready.Questions[0].Options.Select(o => o.Label))));
        Chamber.Done(await chamber.Chair.Open(Chamber.Of(ready)));
        var member = await chamber.Member("m1");
        var open = Assert.Single((await member.Snapshot()).Value!.Rounds, r => r.State == "open");
        Chamber.Done(await member.Cast(Voting.Rehearsal.SimulatedMember.Press(chamber.MeetingId, open, new Voting.Domain.Ballots.Ballot([[0, 2]]), 1)));
        Assert.Equal(["c01", "c03"], (await chamber.CloseRound(open)).Results![0].Elected);

        // The clerk takes the file along as it stands now.
        foreach (var other in new Voting.Rehearsal.Participant[] { chamber.Chair, chamber.Scrutineer, member }) await Assert.ThrowsAsync<HttpRequestException>(() => other.Get("/meeting-file"));
        chamber.Meeting.Clear();
        foreach (var (name, value) in JsonNode.Parse(await chamber.Clerk.Get("/meeting-file"))!.AsObject().ToList()) chamber.Meeting[name] = value!.DeepClone();
        await using var again = await Chamber.Open(chamber.Meeting);
        var paper = (await again.Chair.Snapshot()).Value!.Agenda.Items[0].Papers[^1];
        Assert.Equal(("X01", "临时票选", "first"), (paper.Id, paper.Title, paper.Due));
    }

    [Fact]
    public async Task Names_of_persons_reach_the_hall_with_the_result_and_not_before()
    {
        await using var chamber = await Chamber.Open(WithPersons());
        var display = await chamber.Join(Roles.Display);
        var seen = new ConcurrentQueue<RoundView>();
        display.Hub.On<RoundView>("Round", seen.Enqueue);
        await chamber.Chair.OpenMeeting();
        Chamber.Done(await chamber.Chair.VoteOneByOne(new PaperRef("V")));
        Assert.Equal(["V-2", "V-1"], (await chamber.Chair.Snapshot()).Value!.Agenda.Items[1].Papers.Select(p => p.Id));
        var round = await chamber.OpenRound("V-2");
        Assert.Equal("免去乙", Assert.Single(round.Questions).Title);
        Assert.Empty(Assert.Single((await display.Snapshot()).Value!.Rounds).Questions);
        await chamber.CloseRound(round);
        Assert.Empty((await display.Snapshot()).Value!.Rounds.Single().Questions);
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        await Chamber.Until(async () => (await display.Snapshot()).Value!.Rounds.Single().Questions.Count == 1);
        Assert.All(seen, r => Assert.True(r.Questions.Count == 0 || r.State == "announced"));
        Assert.All(seen, r => Assert.DoesNotContain("乙", r.Title, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deferred_paper_is_passed_over_and_taken_up_later()
    {
        await using var chamber = await Chamber.Open();
        await chamber.Chair.OpenMeeting();
        Chamber.Done(await chamber.Clerk.SetAside(new SetAsideRequest("P", false, "材料不全")));
        Assert.Equal(("deferred", null), (await chamber.Chair.Snapshot()).Value!.Agenda.Items[0].Papers.Select(p => (p.Aside, p.Due)).First());
        Chamber.Refused(Refusals.NothingDue, await chamber.Chair.Prepare(new PrepareRequest("P")));
        Chamber.Done(await chamber.Clerk.TakeUp(new PaperRef("P")));
        Assert.Equal("open", (await chamber.OpenRound("P")).State);
    }
}
