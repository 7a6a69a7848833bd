using System.Text.Json.Nodes;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Tests.Files;

namespace Voting.Tests.Journeys;

/// <summary>Rounds by hands and on paper before a real server: four of five are present, three are needed.</summary>
public class ChannelTests
{
    private static EnteredQuestion Question(string id, int votesFor, int against, int abstain, int blank = 0, int spoilt = 0) =>
        new(id, new Dictionary<string, int> { ["for"] = votesFor, ["against"] = against, ["abstain"] = abstain }, blank, spoilt);

    private static async Task Prepare(Chamber chamber, string paper, WayRequest way)
    {
        await chamber.Chair.OpenMeeting();
        Assert.Null((await chamber.Chair.Prepare(new PrepareRequest(paper))).Refusal);
        Chamber.Done(await chamber.Chair.ChooseWay(way));
    }

    private static async Task<JsonNode> Round(Chamber chamber, string paper, int number) =>
        (await chamber.Record())["papers"]!.AsArray().Single(p => (string)p!["id"]! == paper)!["rounds"]![number - 1]!;

    private static async Task Certified(Chamber chamber, RoundRef round)
    {
        Chamber.Done(await chamber.Chair.Announce(round));
        await Chamber.Until(async () => (await chamber.Clerk.Certify(new CertifyRequest([round]))).Refusal is null);
        Chamber.Done(await chamber.Scrutineer.Certify(new CertifyRequest([round])));
    }

    private static async Task IsSound(Chamber chamber)
    {
        Chamber.Done(await chamber.Clerk.Enrol());
        Chamber.Done(await chamber.Scrutineer.Enrol());
        Chamber.Done(await chamber.Chair.CloseMeeting());
        Chamber.Done(await chamber.Clerk.Sign());
        Chamber.Done(await chamber.Scrutineer.Sign());
        var file = Path.Combine(chamber.DataFolder, "record-to-verify.json");
        await File.WriteAllBytesAsync(file, await chamber.Clerk.Get("/record"));
        var verified = await Programs.Verify("verify", file);
        Assert.True(verified.ExitCode == 0, verified.Errors);
    }

    [Fact]
    public async Task T26_devices_and_hands_add_up_and_who_votes_by_hands_does_not_vote_by_device()
    {
        await using var chamber = await Chamber.Open();
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2"), await chamber.Member("m3"), await chamber.Member("m4") };
        var at = new RoundRef("R", 1);
        await Prepare(chamber, "R", new WayRequest("R", 1, Ways.DevicesAndHands, ByHands: ["m4"]));
        Chamber.Done(await chamber.Chair.Open(at));
        var round = Assert.Single((await chamber.Chair.Snapshot()).Value!.Rounds, r => r.State == "open");
        Chamber.Done(await members[0].Cast(chamber.Press(round, 1, 0)));
        Chamber.Done(await members[1].Cast(chamber.Press(round, 1, 0)));
        Chamber.Done(await members[2].Cast(chamber.Press(round, 1, 1)));
        Chamber.Refused(Refusals.VotesByHands, await members[3].Cast(chamber.Press(round, 1, 1)));
        Chamber.Done(await chamber.Chair.Close(at));
        Chamber.Refused(Refusals.CountsDoNotAddUp, await chamber.Clerk.EnterCounts(new CountsRequest("R", 1, new EnteredCounts(2, null, [Question("q1", 2, 0, 0)]))));
        Chamber.Done(await chamber.Clerk.EnterCounts(new CountsRequest("R", 1, new EnteredCounts(1, null, [Question("q1", 1, 0, 0)]))));
        Assert.Null((await chamber.Chair.Snapshot()).Value!.Rounds[^1].Results);
        Chamber.Done(await chamber.Scrutineer.ConfirmCounts(new CountsRef("R", 1, 1)));

        var tallied = await chamber.Chair.Tallied(at, TimeSpan.FromSeconds(60));

        Assert.Equal((4, 3, 1, "passed"), (tallied.Voted, tallied.Results![0].Counts["for"], tallied.Results[0].Counts["against"], tallied.Results[0].Verdict));
        Assert.Equal([("devices", 3), ("hands", 1)], tallied.Channels!.Select(c => (c.By, c.Voted)));
        Assert.Equal(["m1", "m2", "m3"], (await Round(chamber, "R", 1))["ballots"]!.AsObject().Select(b => b.Key).Order());
        await Certified(chamber, at);
        await IsSound(chamber);
    }

    [Fact]
    public async Task A_secret_round_of_devices_and_hands_opens_no_envelope_before_the_hands_are_confirmed()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        var at = new RoundRef("P", 1);
        await Prepare(chamber, "P", new WayRequest("P", 1, Ways.DevicesAndHands, Decision: "视频参会", ByHands: ["m4"]));
        Chamber.Done(await chamber.Chair.Open(at));
        var round = Assert.Single((await chamber.Chair.Snapshot()).Value!.Rounds, r => r.State == "open");
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0, 1)));
        Chamber.Done(await chamber.Chair.Close(at));
        await Chamber.Until(async () => (await chamber.Record())["events"]!.AsArray().Any(e => (string)e!["type"]! == "box-destroyed"));
        Assert.Single(chamber.RoundKeys);
        Chamber.Done(await chamber.Clerk.EnterCounts(new CountsRequest("P", 1, new EnteredCounts(1, null, [Question("q1", 1, 0, 0), Question("q2", 0, 0, 0, blank: 1)]))));
        Chamber.Done(await chamber.Scrutineer.ConfirmCounts(new CountsRef("P", 1, 1)));

        var tallied = await chamber.Chair.Tallied(at, TimeSpan.FromSeconds(60));

        Assert.Equal((2, 1), (tallied.Voted, tallied.Urn!.Count));
        Assert.Equal((2, 0, 0), (tallied.Results![0].Counts["for"], tallied.Results[0].Blank, tallied.Results[1].Counts["for"]));
        await Certified(chamber, at);
        await IsSound(chamber);
    }

    [Fact]
    public async Task T18_more_returned_than_issued_voids_the_round_and_the_next_counts()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        await Prepare(chamber, "P", new WayRequest("P", 1, Ways.Paper));
        Chamber.Done(await chamber.Chair.Open(new RoundRef("P", 1)));
        Assert.Empty(chamber.RoundKeys);
        var round = Assert.Single((await chamber.Chair.Snapshot()).Value!.Rounds, r => r.State == "open");
        Assert.Null(round.Key);
        Chamber.Refused(Refusals.NoDevices, await member.Cast(new CastRequest("P", 1, new string('0', 32), 1, new byte[round.EnvelopeSize])));
        Chamber.Done(await chamber.Chair.Close(new RoundRef("P", 1)));
        Chamber.Done(await chamber.Clerk.EnterCounts(new CountsRequest("P", 1, new EnteredCounts(5, 4, []))));
        Chamber.Done(await chamber.Scrutineer.ConfirmCounts(new CountsRef("P", 1, 1)));
        var voided = await Round(chamber, "P", 1);
        Assert.Equal(("void", 4, 5), ((string)voided["state"]!, (int)voided["channels"]![0]!["issued"]!, (int)voided["channels"]![0]!["returned"]!));
        Assert.Null(voided["of"]);

        Assert.Null((await chamber.Chair.Prepare(new PrepareRequest("P"))).Refusal);
        var ready = (await chamber.Chair.Snapshot()).Value!.Rounds[^1];
        Assert.Equal("收回票数多于发出票数，本次投票无效，重新投票。", ready.Announcement!.Chinese[0]);
        Chamber.Done(await chamber.Chair.ChooseWay(new WayRequest("P", 2, Ways.Paper)));
        Chamber.Done(await chamber.Chair.Open(new RoundRef("P", 2)));
        Chamber.Done(await chamber.Chair.Close(new RoundRef("P", 2)));
        Chamber.Done(await chamber.Clerk.EnterCounts(new CountsRequest("P", 2, new EnteredCounts(3, 4, [Question("q1", 3, 0, 0), Question("q2", 1, 0, 0, 1, 1)]))));
        Chamber.Done(await chamber.Scrutineer.ConfirmCounts(new CountsRef("P", 2, 1)));

        var tallied = await chamber.Chair.Tallied(new RoundRef("P", 2), TimeSpan.FromSeconds(60));
        Assert.Equal((4, 3, "passed", "failed"), (tallied.Present, tallied.Voted, tallied.Results![0].Verdict, tallied.Results[1].Verdict));
        Assert.Contains("发出4张，收回3张，有效3张，无效0张。赞成3票", tallied.Announcement!.Chinese[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task T22_a_device_fault_voids_the_open_round_unopened_and_the_next_is_by_hands_confirmed_by_a_scrutineer()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        var round = await chamber.OpenRound("P");
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 1)));
        Chamber.Refused(Refusals.ReasonNeeded, await chamber.Chair.ChooseWay(new WayRequest("P", 1, Ways.Paper)));
        Chamber.Refused(Refusals.ChairDecides, await chamber.Clerk.ChooseWay(new WayRequest("P", 1, Ways.Hands, "表决系统出现故障", "改为举手")));
        Chamber.Refused(Refusals.DecisionNeeded, await chamber.Chair.ChooseWay(new WayRequest("P", 1, Ways.Hands, "表决系统出现故障")));

        Chamber.Done(await chamber.Chair.ChooseWay(new WayRequest("P", 1, Ways.Hands, "表决系统出现故障", "改为举手")));

        Assert.Empty(chamber.RoundKeys);
        Assert.Empty(Directory.GetFiles(Path.Combine(chamber.DataFolder, "boxes")));
        var at = new RoundRef("P", 2);
        Assert.Equal("表决系统出现故障，本项表决改用举手方式。", (await chamber.Chair.Snapshot()).Value!.Rounds[^1].Announcement!.Chinese[0]);
        Chamber.Done(await chamber.Chair.Open(at));

        // An open round without a box is no round whose box is gone.
        await chamber.Server.Kill();
        await chamber.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        foreach (var officer in new[] { chamber.Chair, chamber.Clerk, chamber.Scrutineer }) await officer.Back(patience.Token);

        Chamber.Done(await chamber.Chair.Close(at));
        Chamber.Done(await chamber.Clerk.EnterCounts(new CountsRequest("P", 2, new EnteredCounts(4, null, [Question("q1", 2, 1, 1), Question("q2", 3, 1, 0)]))));
        Chamber.Done(await chamber.Scrutineer.SendBackCounts(new SendBackRequest("P", 2, 1, "赞成少计一人")));
        Chamber.Refused(Refusals.WrongState, await chamber.Scrutineer.ConfirmCounts(new CountsRef("P", 2, 1)));
        Chamber.Done(await chamber.Clerk.EnterCounts(new CountsRequest("P", 2, new EnteredCounts(4, null, [Question("q1", 3, 1, 0), Question("q2", 3, 1, 0)]))));
        Chamber.Refused(Refusals.CountsChanged, await chamber.Scrutineer.ConfirmCounts(new CountsRef("P", 2, 1)));

        await chamber.Server.Kill();
        await chamber.Start();
        foreach (var officer in new[] { chamber.Chair, chamber.Clerk, chamber.Scrutineer }) await officer.Back(patience.Token);
        Chamber.Done(await chamber.Scrutineer.ConfirmCounts(new CountsRef("P", 2, 2)));

        var tallied = await chamber.Chair.Tallied(at, TimeSpan.FromSeconds(60));
        Assert.Equal((4, 3, "passed"), (tallied.Voted, tallied.Results![0].Counts["for"], tallied.Results[0].Verdict));
        await Certified(chamber, at);
        Assert.Equal("void", (string)(await Round(chamber, "P", 1))["state"]!);
        Assert.Null((await Round(chamber, "P", 2))["urn"]);
    }

    [Fact]
    public async Task Switching_an_open_round_asks_for_the_second_factor_as_voiding_it_does()
    {
        await using var chamber = await Chamber.Open(arguments: ["--second-factor", "required"]);
        await Prepare(chamber, "R", new WayRequest("R", 1, Ways.Hands));
        Chamber.Done(await chamber.Chair.Open(new RoundRef("R", 1)));
        var way = new WayRequest("R", 1, Ways.Paper, "大厅过于拥挤");
        Chamber.Refused(Refusals.FactorNeeded, await chamber.Chair.ChooseWay(way));
        Chamber.Refused(Refusals.WrongFactor, await chamber.Chair.ChooseWay(way with { Factor = "123456" }));
        Chamber.Done(await chamber.Chair.ChooseWay(way with { Factor = Authenticator.Of(chamber.Code("totp:presiding-officer")).Now() }));
        Assert.Equal(["void", "ready"], (await chamber.Chair.Snapshot()).Value!.Rounds.Select(r => r.State));
    }

    [Fact]
    public async Task A_round_held_while_the_system_was_down_is_entered_afterwards_and_marked()
    {
        await using var chamber = await Chamber.Open();
        var at = new RoundRef("R", 1);
        await Prepare(chamber, "R", new WayRequest("R", 1, Ways.Hands));
        var counts = new EnteredCounts(3, null, [Question("q1", 3, 0, 0)]);
        Chamber.Refused(Refusals.NoQuorum, await chamber.Clerk.EnterCounts(new CountsRequest("R", 1, counts, new LateEntry(new RollCounts(2, 3, 0), 2, "停电"))));
        Chamber.Done(await chamber.Clerk.EnterCounts(new CountsRequest("R", 1, counts, new LateEntry(new RollCounts(3, 1, 1), 3, "停电"))));
        Chamber.Done(await chamber.Scrutineer.ConfirmCounts(new CountsRef("R", 1, 1)));

        await chamber.Chair.Tallied(at, TimeSpan.FromSeconds(60));

        await Certified(chamber, at);
        var round = await Round(chamber, "R", 1);
        Assert.Equal((3, true, "停电"), ((int)round["rollAtOpen"]!["present"]!, (bool)round["channels"]![0]!["lateEntry"]!, (string)round["channels"]![0]!["note"]!));
        await IsSound(chamber);
    }

    [Fact]
    public async Task A_direct_result_waits_for_the_scrutineer_and_who_raised_no_hand_has_no_name()
    {
        var meeting = JsonNode.Parse(TestFiles.Read("Golden", "totals-against-names", "meeting.json"))!.AsObject();
        var paper = meeting["papers"]![0]!;
        (paper["didNotVote"], paper["result"], paper["percentages"]) = ("split", "direct", new JsonObject { ["of"] = "all", ["decimals"] = 0 });
        await using var chamber = await Chamber.Open(meeting);
        var hall = await chamber.Join(Roles.Display);
        var member = await chamber.Member("m2");
        var at = new RoundRef("D", 1);
        await Prepare(chamber, "D", new WayRequest("D", 1, Ways.DevicesAndHands, ByHands: ["m7", "m8"]));
        Chamber.Done(await chamber.Chair.SetTime(new TimeRequest("D", 1, 1_800, Closes: true)));
        Chamber.Done(await chamber.Chair.Open(at));
        var round = Assert.Single((await chamber.Chair.Snapshot()).Value!.Rounds, r => r.State == "open");
        Assert.True(round.LiveNames);
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        Assert.Equal(["m2"], (await hall.RollCall(at)).Value!.Entries.Select(e => e.Member));
        Chamber.Done(await chamber.Chair.Close(at));
        Chamber.Done(await chamber.Clerk.EnterCounts(new CountsRequest("D", 1, new EnteredCounts(1, null, [Question("q1", 0, 1, 0)]))));
        Assert.Equal("closed", (await chamber.Chair.Snapshot()).Value!.Rounds[^1].State);

        Chamber.Done(await chamber.Scrutineer.ConfirmCounts(new CountsRef("D", 1, 1)));

        await Chamber.Until(async () => (await hall.Snapshot()).Value!.Rounds[^1].State == "announced");
        var told = (await hall.Snapshot()).Value!.Rounds[^1];
        Assert.Equal((8, 2, null), (told.Present, told.Voted, told.Silence));
        Assert.Equal(("11", "11"), (told.Results![0].Percentages!["for"], told.Results[0].Percentages!["against"]));
        Assert.Equal(["m2"], (await chamber.Clerk.RollCall(at)).Value!.Entries.Select(e => e.Member));
        var kept = await Round(chamber, "D", 1);
        Assert.Equal((6, null), ((int)kept["didNotVote"]!, kept["didNotVoteSplit"]));
        await Chamber.Until(async () => (await chamber.Clerk.Certify(new CertifyRequest([at]))).Refusal is null);
        Chamber.Done(await chamber.Scrutineer.Certify(new CertifyRequest([at])));
        await IsSound(chamber);
    }

    [Fact]
    public async Task A_recorded_round_by_hands_has_no_list_of_names_in_any_state()
    {
        await using var chamber = await Chamber.Open();
        var at = new RoundRef("R", 1);
        await Prepare(chamber, "R", new WayRequest("R", 1, Ways.Hands));
        Chamber.Refused(Refusals.NoNames, await chamber.Chair.RollCall(at));
        Chamber.Refused(Refusals.WrongState, await chamber.Chair.SetTime(new TimeRequest("R", 1, 5, Closes: true)));
        Chamber.Done(await chamber.Chair.SetTime(new TimeRequest("R", 1, 5)));
        Chamber.Done(await chamber.Chair.Open(at));
        Chamber.Refused(Refusals.NoNames, await chamber.Chair.RollCall(at));
        Chamber.Done(await chamber.Chair.Close(at));
        Chamber.Done(await chamber.Clerk.EnterCounts(new CountsRequest("R", 1, new EnteredCounts(4, null, [Question("q1", 4, 0, 0)]))));
        Chamber.Done(await chamber.Scrutineer.ConfirmCounts(new CountsRef("R", 1, 1)));
        await chamber.Chair.Tallied(at, TimeSpan.FromSeconds(60));
        Chamber.Refused(Refusals.NoNames, await chamber.Clerk.RollCall(at));
    }

    [Fact]
    public async Task Nonsense_for_counts_is_refused_as_malformed()
    {
        await using var chamber = await Chamber.Open();
        await Prepare(chamber, "R", new WayRequest("R", 1, Ways.Hands));
        Chamber.Done(await chamber.Chair.Open(new RoundRef("R", 1)));
        Chamber.Done(await chamber.Chair.Close(new RoundRef("R", 1)));
        foreach (var counts in new EnteredCounts?[]
        {
            null, new(-1, null, []), new(1, -1, []), new(1, null, null!), new(1, null, [null!]), new(100_001, null, []),
            new(1, null, [new EnteredQuestion("q1", null!, 0, 0)]), new(1, null, [Question(null!, 1, 0, 0)]), new(1, null, [Question("q1", 1, 0, 0, -1)]),
            new(1, null, [Question("q1", 1, 0, 0) with { WriteIns = null! }]), new(1, null, [Question("q1", 1, 0, 0) with { WriteIns = [new WriteIn("", 1)] }]),
            new(1, null, [Question("q1", 1, 0, 0) with { WriteIns = [new WriteIn(new string('名', 65), 1)] }]),
        })
            Chamber.Refused(Refusals.Malformed, await chamber.Clerk.EnterCounts(new CountsRequest("R", 1, counts!)));
        foreach (var way in new WayRequest[] { new("R", 1, "smoke"), new("R", 1, null!), new("R", 1, Ways.Hands, ""), new("R", 1, Ways.Hands, ByHands: [null!]) })
            Chamber.Refused(Refusals.Malformed, await chamber.Chair.ChooseWay(way));
        Chamber.Refused(Refusals.Malformed, await chamber.Scrutineer.ConfirmCounts(new CountsRef("R", 1, 0)));
        Chamber.Refused(Refusals.Malformed, await chamber.Scrutineer.SendBackCounts(new SendBackRequest("R", 1, 1, "")));
    }
}
