using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Client;
using Voting.Domain.Contracts;

namespace Voting.Tests.Journeys;

/// <summary>Who is here, who takes no part and who holds a post, before a real server.</summary>
public class PeopleTests
{
    private static async Task<IReadOnlyList<string>> Told(Chamber chamber, params string[] types) =>
        [.. (await chamber.Record())["events"]!.AsArray().Where(e => types.Contains((string)e!["type"]!)).Select(e => $"{e!["type"]} {e["by"]} {e["member"] ?? e["to"]} {e["reason"]}".Trim())];

    private static async Task<MeetingView> Meeting(Rehearsal.Participant who) => (await who.Snapshot()).Value!.Meeting;

    [Fact]
    public async Task A_suspended_meeting_opens_nothing_takes_the_roll_again_and_goes_on_with_a_quorum_also_after_a_restart()
    {
        await using var chamber = await Chamber.Open();
        var members = new List<Rehearsal.SimulatedMember>();
        foreach (var id in new[] { "m1", "m2", "m3" }) members.Add(await chamber.Member(id));
        var open = await chamber.OpenRound("P");
        Chamber.Refused(Refusals.RoundStillOpen, await chamber.Chair.Suspend());
        await chamber.CloseRound(open);
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(open)));
        Assert.Null((await chamber.Chair.Prepare(new PrepareRequest("R"))).Refusal);
        var absent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        members[0].Hub.On<bool>(nameof(IVotingScreen.Presence), present => { if (!present) absent.TrySetResult(); });
        Chamber.Done(await chamber.Chair.Suspend());
        await absent.Task.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("suspended", 0), ((await Meeting(members[0])).Phase, (await Meeting(members[0])).Present));
        Assert.False((await members[0].Snapshot()).Value!.Me.Present);
        Chamber.Refused(Refusals.MeetingSuspended, await chamber.Chair.Open(new RoundRef("R", 1)));
        await chamber.Server.Kill();
        await chamber.Start();
        foreach (var who in (Rehearsal.Participant[])[chamber.Chair, chamber.Clerk, .. members]) await who.Back(TestContext.Current.CancellationToken);

        Chamber.Refused(Refusals.NoQuorum, await chamber.Chair.Resume());
        foreach (var member in members.Take(2)) Chamber.Done(await member.TakeSeat(new TakeSeatRequest(null)));
        Chamber.Done(await chamber.Clerk.CheckIn(new MemberRef("m3")));
        Chamber.Done(await chamber.Chair.Resume());
        Chamber.Done(await chamber.Chair.Open(new RoundRef("R", 1)));
        var round = (await chamber.Chair.Snapshot()).Value!.Rounds[^1];
        // Who was here before the suspension and did not come back is not here.
        Assert.Equal(3, (await chamber.CloseRound(round)).Present);
        Assert.Equal(["meeting-suspended presiding-officer:m1", "meeting-resumed presiding-officer:m1"], await Told(chamber, "meeting-suspended", "meeting-resumed"));
    }

    [Fact]
    public async Task Why_somebody_is_away_stands_in_the_roll_and_the_record_and_only_what_is_on_the_list_is_a_reason()
    {
        await using var chamber = await Chamber.Open();
        Chamber.Done(await chamber.Clerk.Leave(new LeaveRequest("m4", AbsenceReasons.Illness, "下午就诊")));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.Leave(new LeaveRequest("m3", "no-such-reason")));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.Leave(new LeaveRequest("m3", null, new string('长', 201))));
        Chamber.Done(await chamber.Clerk.Leave(new LeaveRequest("m5", null, null, Absent: true)));
        Chamber.Done(await chamber.Clerk.SetVideo(new VideoRequest("m3", true)));

        var roll = (await chamber.Chair.Roll()).Value!.Members;
        Assert.Equal(["present  False", "present  False", "present  True", "leave illness 下午就诊 False", "absent  False"],
            roll.Select(m => $"{m.Attendance} {(m.Reason is null ? "" : $"{m.Reason} {m.Note}")} {m.OnVideo}"));
        Assert.Equal((3, 1, 1, 1), await Meeting(chamber.Clerk) is var m ? (m.Present, m.OnVideo, m.Leave, m.Absent) : default);
        Assert.Equal(["member-left clerk m4 illness", "member-absent clerk m5", "member-on-video clerk m3"], await Told(chamber, "member-left", "member-absent", "member-on-video"));
    }

    [Fact]
    public async Task A_recused_member_is_told_cannot_vote_and_is_outside_those_present_and_the_record_is_sound()
    {
        await using var chamber = await Chamber.Open();
        var (recused, other) = (await chamber.Member("m2"), await chamber.Member("m3"));
        Chamber.Done(await chamber.Clerk.Recuse(new RecuseRequest("P", "m2", "系被任命人近亲属")));
        var told = new TaskCompletionSource<Bar>(TaskCreationOptions.RunContinuationsAsynchronously);
        recused.Hub.On<Bar>(nameof(IVotingScreen.Barred), bar => told.TrySetResult(bar));
        var round = await chamber.OpenRound("P");

        Assert.Equal(new Bar("P", 1, Refusals.IsRecused), await told.Task.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(new Bar("P", 1, Refusals.IsRecused), (await recused.Snapshot()).Value!.Barred);
        Assert.Null((await other.Snapshot()).Value!.Barred!.Code);
        Chamber.Refused(Refusals.IsRecused, await recused.Cast(chamber.Press(round, 1, 0)));
        Chamber.Refused(Refusals.IsRecused, await recused.CastOverHttp(chamber.Press(round, 1, 0)));
        Chamber.Refused(Refusals.WrongState, await chamber.Clerk.Recuse(new RecuseRequest("P", "m2", null)));
        Chamber.Done(await other.Cast(chamber.Press(round, 1, 0)));
        Assert.Equal(("委员02", 3), (round.TakingPart!.Recused[0].Name, round.TakingPart.Present));
        Assert.Equal([null, Refusals.IsRecused, null, null, null], (await chamber.Clerk.Roll()).Value!.Members.Select(m => m.Bar));

        // Who takes no part is settled at the opening, also for a server that is started anew.
        await chamber.Server.Kill();
        await chamber.Start();
        foreach (var who in (Rehearsal.Participant[])[chamber.Chair, chamber.Clerk, chamber.Scrutineer, recused]) await who.Back(TestContext.Current.CancellationToken);
        Chamber.Refused(Refusals.IsRecused, await recused.Cast(chamber.Press(round, 1, 0)));
        await chamber.CloseRound(round);

        var record = await chamber.Record();
        var written = record["papers"]![0]!["rounds"]![0]!;
        Assert.Equal("""{"all":5,"present":3,"voted":1}""", written["of"]!.ToJsonString());
        Assert.Equal("""["m2"]""", written["recused"]!.ToJsonString());
        Assert.Equal(["member-recused clerk m2 系被任命人近亲属"], await Told(chamber, "member-recused", "recusal-lifted"));
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        Chamber.Done(await chamber.Clerk.Certify(new CertifyRequest([Chamber.Of(round)])));
        Chamber.Done(await chamber.Scrutineer.Certify(new CertifyRequest([Chamber.Of(round)])));
        Chamber.Done(await chamber.Chair.CloseMeeting());
        Rehearsal.Officer[] two = [chamber.Clerk, chamber.Scrutineer];
        foreach (var officer in two) Chamber.Done(await officer.Enrol());
        foreach (var officer in two) Chamber.Done(await officer.Sign());

        var verified = await Verified(chamber);
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Errors);
    }

    [Fact]
    public async Task Where_late_arrivals_wait_a_member_who_comes_is_told_and_the_clerk_sees_it()
    {
        await using var chamber = await Chamber.Open();
        var late = await chamber.Member("m5");
        var told = new TaskCompletionSource<Bar>(TaskCreationOptions.RunContinuationsAsynchronously);
        late.Hub.On<Bar>(nameof(IVotingScreen.Barred), bar => told.TrySetResult(bar));
        var round = await chamber.OpenRound("N");
        Assert.True(round.TakingPart!.LateArrivalsWait);
        Assert.Null((await late.Snapshot()).Value!.Barred!.Code);
        Chamber.Done(await late.TakeSeat(new TakeSeatRequest(null)));

        Assert.Equal(new Bar("N", 1, Refusals.WaitsForNextRound), await told.Task.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Refusals.WaitsForNextRound, (await chamber.Clerk.Roll()).Value!.Members[4].Bar);
    }

    [Fact]
    public async Task A_paper_of_some_groups_tells_officers_how_many_may_vote_and_the_others_that_it_is_not_theirs()
    {
        var meeting = Chamber.Small();
        foreach (var (n, member) in meeting["roll"]!.AsArray().Index()) member!["group"] = n < 3 ? "甲组" : "乙组";
        meeting["papers"]![0]!["entitledGroups"] = new JsonArray("甲组");
        await using var chamber = await Chamber.Open(meeting);
        var outside = await chamber.Member("m4");
        var round = await chamber.OpenRound("P");

        Assert.Equal(("甲组", 3, 3), (Assert.Single(round.TakingPart!.Groups), round.TakingPart.All, round.TakingPart.Present));
        Assert.Equal(Refusals.NotEntitled, (await outside.Snapshot()).Value!.Barred!.Code);
        Assert.Null((await outside.Snapshot()).Value!.Rounds[^1].TakingPart);
    }

    [Fact]
    public async Task Non_voting_attendees_are_shown_to_officers_under_the_items_they_attend_and_never_vote()
    {
        var meeting = Chamber.Small();
        meeting["agenda"]!.AsArray().Add(new JsonObject { ["no"] = 2, ["title"] = "二" });
        meeting["nonVoting"] = JsonNode.Parse("""[{"name":"徐涛","post":"副区长"},{"name":null,"post":"财政局","items":[2]}]""");
        await using var chamber = await Chamber.Open(meeting);
        var attendee = await chamber.Join(Roles.Attendee + ":1");
        var round = await chamber.OpenRound("P");

        Assert.Equal(["列席01（副区长）", "列席01（副区长） 财政局"], (await chamber.Clerk.Snapshot()).Value!.Agenda.Items.Select(i => string.Join(' ', i.Attendees)));
        Assert.All((await attendee.Snapshot()).Value!.Agenda.Items, i => Assert.Empty(i.Attendees));
        Chamber.Refused(Refusals.NotOnRoll, await attendee.Cast(chamber.Press(round, 1, 0)));
    }

    [Fact]
    public async Task The_gavel_passes_and_the_session_of_the_one_before_is_only_a_seat_from_then_on()
    {
        await using var chamber = await Chamber.Open();
        var before = await chamber.WithPassword(Posts.PresidingOfficer);
        var round = await chamber.OpenRound("P");
        Chamber.Refused(Refusals.NotInTheRoom, await chamber.Clerk.PassGavel(new GavelRequest("m5")));

        var issued = (await before.PassGavel(new GavelRequest("m2"))).Value!;

        Assert.Equal((Posts.PresidingOfficer, "委员02"), (issued.Post, issued.Name));
        // At once, over the connection that still stands, and by plain HTTP.
        Assert.Equal(Refusals.NotPermitted, await Refusal(before, () => before.Close(Chamber.Of(round))));
        await Assert.ThrowsAsync<HttpRequestException>(() => before.Get("/record"));
        Assert.Equal("委员02", (await Meeting(chamber.Clerk)).Presiding);
        var next = await chamber.Join(new SignInRequest(issued.Code));
        Assert.Equal((Roles.PresidingOfficer, "m2"), (next.Who.Role, next.Who.Member));
        await using (var byPassword = await Rehearsal.Participant.Join(chamber.Address, new SignInRequest(null, Posts.PresidingOfficer, issued.Password)))
            Assert.Equal("m2", byPassword.Who.Member);
        await Assert.ThrowsAsync<Rehearsal.RefusedException>(() => chamber.WithPassword(Posts.PresidingOfficer));

        // The session comes back as the seat, and votes.
        await AsSeat(before);
        var me = (await before.Snapshot()).Value!.Me;
        Assert.Equal((Roles.Member, "m1", true), (me.Role, me.Member, me.Present));
        Chamber.Done(await before.Cast(chamber.Press(round, 1, 0)));
        Chamber.Refused(Refusals.NotPermitted, await before.Close(Chamber.Of(round)));
        Chamber.Done(await next.Close(Chamber.Of(round)));
        Assert.Equal(["gavel-passed presiding-officer:m1 m2"], await Told(chamber, "gavel-passed"));
        Assert.Equal("presiding-officer:m2", (string)(await chamber.Record())["events"]!.AsArray().Single(e => (string)e!["type"]! == "round-closed")!["by"]!);
    }

    [Fact]
    public async Task A_seat_that_has_its_tablet_keeps_it_and_the_session_of_the_post_ends()
    {
        await using var chamber = await Chamber.Open();
        var tablet = await chamber.Member("m1");
        Assert.NotNull((await chamber.Clerk.PassGavel(new GavelRequest("m2"))).Value);

        await Assert.ThrowsAsync<HttpRequestException>(() => chamber.Chair.Get("/me"));
        Assert.Equal(Roles.Member, (await tablet.Snapshot()).Value!.Me.Role);

        // A restart knows who presides and whose session is what.
        await chamber.Server.Kill();
        await chamber.Start();
        await tablet.Back(TestContext.Current.CancellationToken);
        await chamber.Clerk.Back(TestContext.Current.CancellationToken);
        Assert.Equal("委员02", (await Meeting(chamber.Clerk)).Presiding);
        await Assert.ThrowsAsync<HttpRequestException>(() => chamber.Chair.Get("/me"));
    }

    [Fact]
    public async Task Where_a_second_factor_is_asked_a_post_passes_on_with_it_only_and_the_new_holder_gets_another()
    {
        await using var chamber = await Chamber.Open(null, null, "--second-factor", "required");
        Chamber.Refused(Refusals.FactorNeeded, await chamber.Clerk.PassGavel(new GavelRequest("m2")));
        Chamber.Refused(Refusals.WrongFactor, await chamber.Clerk.ReplaceScrutineer(new ScrutineerRequest(1, "m3", null, "0000-0000")));
        var before = chamber.Printed(Posts.PresidingOfficer)[5];
        Chamber.Refused(Refusals.WrongFactor, await chamber.Clerk.PassGavel(new GavelRequest("m2", before)));

        var issued = (await chamber.Clerk.PassGavel(new GavelRequest("m2", chamber.Printed(Posts.Clerk)[5]))).Value!;

        var printed = issued.Factor!.Printed.Split(' ');
        Assert.Equal(10, printed.Length);
        var stale = await Assert.ThrowsAsync<Rehearsal.RefusedException>(() => chamber.Join(new SignInRequest(issued.Code, Factor: before)));
        Assert.Equal(Refusals.WrongFactor, stale.Refusal.Code);
        Assert.Equal("m2", (await chamber.Join(new SignInRequest(issued.Code, Factor: printed[0]))).Who.Member);
        Assert.Equal("委员02", (await Meeting(chamber.Clerk)).Presiding);
    }

    [Fact]
    public async Task A_scrutineer_is_replaced_before_an_opening_and_the_one_before_certifies_nothing_any_more()
    {
        await using var chamber = await Chamber.Open(null, null, "--scrutineers", "m2");
        var round = await chamber.OpenRound("P");
        Chamber.Refused(Refusals.RoundStillOpen, await chamber.Clerk.ReplaceScrutineer(new ScrutineerRequest(1, "m3", null)));
        await chamber.CloseRound(round);
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        Chamber.Done(await chamber.Clerk.Certify(new CertifyRequest([Chamber.Of(round)])));
        Chamber.Refused(Refusals.NotPermitted, await chamber.Chair.ReplaceScrutineer(new ScrutineerRequest(1, "m3", null)));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.ReplaceScrutineer(new ScrutineerRequest(1, "m3", "王五")));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.ReplaceScrutineer(new ScrutineerRequest(1, null, " ")));
        Chamber.Refused(Refusals.HoldsThePost, await chamber.Clerk.ReplaceScrutineer(new ScrutineerRequest(2, "m2", null)));

        var issued = (await chamber.Clerk.ReplaceScrutineer(new ScrutineerRequest(1, "m3", null))).Value!;
        var outsider = (await chamber.Clerk.ReplaceScrutineer(new ScrutineerRequest(2, null, "王五"))).Value!;

        Assert.Equal((Posts.FirstScrutineer, "委员03", Posts.SecondScrutineer, "王五"), (issued.Post, issued.Name, outsider.Post, outsider.Name));
        Assert.Equal(Refusals.NotPermitted, await Refusal(chamber.Scrutineer, () => chamber.Scrutineer.Certify(new CertifyRequest([Chamber.Of(round)]))));
        var next = await chamber.Join(new SignInRequest(issued.Code));
        Chamber.Done(await next.Certify(new CertifyRequest([Chamber.Of(round)])));
        Assert.Equal(["scrutineer-replaced clerk m3", "scrutineer-replaced clerk 王五"], await Told(chamber, "scrutineer-replaced"));
        // The option of the first start does not stand against it.
        await chamber.Server.Kill();
        await chamber.Start("--scrutineers", "m2");
    }

    [Fact]
    public async Task T24_two_members_of_one_name_are_told_apart_wherever_a_name_is_shown()
    {
        var folder = Directory.CreateTempSubdirectory("voting-test-").FullName;
        var meeting = Chamber.Small();
        foreach (var (n, suffix) in new[] { (1, "女"), (2, "法院") }) (meeting["roll"]![n]!["name"], meeting["roll"]![n]!["suffix"]) = ("刘丹", suffix);
        await File.WriteAllTextAsync(Path.Combine(folder, "meeting.json"), meeting.ToJsonString(), TestContext.Current.CancellationToken);
        var codes = Path.Combine(folder, "codes.json");
        await using (var server = await Rehearsal.ServerProcess.Start("--meeting", Path.Combine(folder, "meeting.json"), "--data", Path.Combine(folder, "data"),
            "--codes", codes, "--url", $"http://127.0.0.1:{Chamber.FreePort()}"))
        {
            var code = Rehearsal.ServerProcess.Codes(codes);
            await using var clerk = await Rehearsal.Participant.Join(server.Address, new SignInRequest(code[Roles.Clerk], Factor: code["printed:clerk"].Split(' ')[0]));
            await using var court = await Rehearsal.Participant.Join(server.Address, code["member:m3"]);
            // In a live meeting the file's "present" is expected, until the press on one's own name.
            Assert.Equal(("刘丹（法院）", false), (court.Who.Name, (await court.Snapshot()).Value!.Me.Present));
            Chamber.Done(await court.TakeSeat(new TakeSeatRequest(null)));
            Chamber.Done(await clerk.Recuse(new RecuseRequest("P", "m2", "近亲属")));

            Assert.Equal(["刘丹（女） expected", "刘丹（法院） present"], (await clerk.Roll()).Value!.Members.Skip(1).Take(2).Select(m => $"{m.Name} {m.Attendance}"));
            Assert.Equal("刘丹（女）", (await clerk.Snapshot()).Value!.Agenda.Items[0].Papers[0].Recused[0].Name);
            Assert.Equal("刘丹（法院）", (await clerk.PassGavel(new GavelRequest("m3", code["printed:clerk"].Split(' ')[1]))).Value!.Name);
            Assert.Equal("刘丹（法院）", (await Meeting(court)).Presiding);
            Assert.Equal(["刘丹（女）"], (await clerk.IssueCodes(new IssueCodesRequest(server.Address.ToString()))).Value!.Seats.Where(s => s.Name.StartsWith("刘丹", StringComparison.Ordinal)).Select(s => s.Name));
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What is answered over the old connection, or over the one that took its place where that is closed already.</summary>
    private static async Task<string?> Refusal<T>(Rehearsal.Participant who, Func<Task<Reply<T>>> ask) where T : class
    {
        try
        {
            return (await ask()).Refusal?.Code;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or OperationCanceledException)
        {
            await AsSeat(who);
            return (await ask()).Refusal?.Code;
        }
    }

    /// <summary>The same device, once it has come back of itself or is connected again.</summary>
    private static Task AsSeat(Rehearsal.Participant who) => Chamber.Until(async () =>
    {
        try
        {
            if (who.Hub.State is HubConnectionState.Disconnected) await who.Connect();
            return who.Hub.State is HubConnectionState.Connected && (await who.Snapshot()).Value?.Me.Role == Roles.Member;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or OperationCanceledException)
        {
            // Closed in between.
            return false;
        }
    });

    private static async Task<Programs.Outcome> Verified(Chamber chamber)
    {
        var file = Path.Combine(Path.GetDirectoryName(chamber.DataFolder)!, "record.json");
        await File.WriteAllBytesAsync(file, await chamber.Clerk.Get("/record"));
        return await Programs.Verify("verify", file);
    }
}
