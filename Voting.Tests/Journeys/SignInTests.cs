using Microsoft.AspNetCore.SignalR.Client;
using Voting.Domain.Contracts;
using Voting.Rehearsal;

namespace Voting.Tests.Journeys;

/// <summary>Officers by password, members at their seats, and both in one person.</summary>
public class SignInTests
{
    [Fact]
    public async Task Every_officer_signs_in_by_the_password_of_the_first_start_however_it_is_typed()
    {
        await using var chamber = await Chamber.Open();
        foreach (var post in Posts.All)
        {
            var officer = await chamber.WithPassword(post);
            Assert.Equal(post.Split(':')[0], officer.Who.Role);
        }

        var typed = chamber.Code("password:clerk").Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant();
        Assert.Equal(Roles.Clerk, (await chamber.Join(new SignInRequest(null, Posts.Clerk, typed))).Who.Role);
    }

    [Fact]
    public async Task A_lost_password_is_made_anew_at_the_console_the_old_one_and_its_sessions_end_and_the_record_keeps_it()
    {
        await using var chamber = await Chamber.Open();
        var old = chamber.Code("password:clerk");
        var before = await chamber.WithPassword(Posts.Clerk);
        await chamber.Server.DisposeAsync();
        await chamber.Start("--new-password", "clerk");

        var renewed = chamber.Told();
        Assert.Equal(["password:clerk"], renewed.Keys);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => chamber.Join(new SignInRequest(null, Posts.Clerk, old)));
        Assert.Equal(Refusals.WrongPassword, refused.Refusal.Code);
        await Assert.ThrowsAsync<HttpRequestException>(() => before.Get("/record"));
        var clerk = await chamber.Join(new SignInRequest(null, Posts.Clerk, renewed["password:clerk"]));
        var told = System.Text.Json.Nodes.JsonNode.Parse(await clerk.Get("/record"))!["events"]!.AsArray()[^1]!;
        Assert.Equal(("password-issued", "clerk", "administrator"), ((string)told["type"]!, (string)told["who"]!, (string)told["by"]!));
    }

    [Fact]
    public async Task A_member_who_is_here_already_presses_the_name_without_a_word_to_anybody()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m5");
        var told = 0;
        using var meeting = chamber.Clerk.Hub.On<MeetingView>(nameof(IVotingScreen.Meeting), _ => Interlocked.Increment(ref told));
        for (var press = 0; press < 5; press++) Chamber.Done(await member.TakeSeat(new TakeSeatRequest(null)));
        // Told after the presses, over the same connection: what went before it has arrived.
        Chamber.Done(await chamber.Clerk.Leave(new LeaveRequest("m5")));
        await Chamber.Until(() => Task.FromResult(Volatile.Read(ref told) >= 2));
        await chamber.Clerk.Snapshot();
        Assert.Equal(2, told);
    }

    [Fact]
    public async Task Officers_who_are_members_vote_too_on_their_own_device_or_at_their_seat_and_are_counted_once()
    {
        await using var chamber = await Chamber.Open(null, null, "--scrutineers", "m2");
        var (chair, scrutineer, seat) = (await chamber.WithPassword(Posts.PresidingOfficer), await chamber.WithPassword(Posts.FirstScrutineer), await chamber.Member("m1"));
        Assert.Equal(("m1", "m2"), (chair.Who.Member, scrutineer.Who.Member));
        await chamber.OpenRound("P");
        var round = Assert.Single((await scrutineer.Snapshot()).Value!.Rounds, r => r.State == "open");
        Assert.NotNull(round.Key);
        Assert.Equal(2, round.Questions.Count);

        Chamber.Done(await scrutineer.Cast(chamber.Press(round, 1, 0)));
        Chamber.Done(await chair.Cast(chamber.Press(round, 1, 0)));
        Assert.Equal(1, (await seat.Snapshot()).Value!.Mine!.Seq);
        Chamber.Refused(Refusals.StaleSeq, await seat.Cast(chamber.Press(round, 1, 1)));
        Chamber.Done(await seat.Cast(chamber.Press(round, 2, 1)));
        Assert.Equal(2, (await chair.Snapshot()).Value!.Mine!.Seq);

        var closed = await chamber.CloseRound(round);
        Assert.Equal((2, 1, 1), (closed.Voted, closed.Results![0].Counts["for"], closed.Results[0].Counts["against"]));
    }

    [Fact]
    public async Task A_clerk_and_a_scrutineer_from_outside_have_no_vote()
    {
        await using var chamber = await Chamber.Open();
        var round = await chamber.OpenRound("P");
        Chamber.Refused(Refusals.NotOnRoll, await chamber.Scrutineer.Cast(chamber.Press(round, 1, 0)));
        Chamber.Refused(Refusals.NotPermitted, await chamber.Clerk.Cast(chamber.Press(round, 1, 0)));
    }

    [Theory]
    [InlineData("m9", "m9")]
    [InlineData("m2,m2", "m2,m2")]
    [InlineData("m2,m3,m4", "m2,m3,m4")]
    public async Task A_scrutineer_who_is_nobody_stops_the_start(string given, string named)
    {
        var fault = await Assert.ThrowsAsync<ServerException>(() => Chamber.Open(null, null, "--scrutineers", given));
        Assert.Equal(2, fault.ExitCode);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        Assert.Single(fault.Message.Split('\n'));
    }

    [Fact]
    public async Task A_press_on_ones_own_name_checks_a_member_in_and_the_record_says_who_pressed()
    {
        await using var chamber = await Chamber.Open();
        var late = await chamber.Join("member:m5");
        Assert.Equal((false, null), ((await late.Snapshot()).Value!.Me.Present, (await late.Snapshot()).Value!.Me.Proof));
        Chamber.Done(await late.TakeSeat(new TakeSeatRequest(null)));

        Assert.True((await late.Snapshot()).Value!.Me.Present);
        Assert.Equal("present", (await chamber.Clerk.Roll()).Value!.Members.Single(m => m.Id == "m5").Attendance);
        var told = (await chamber.Record())["events"]!.AsArray()[^1]!;
        Assert.Equal(("member-checked-in", "m5", "member:m5"), ((string)told["type"]!, (string)told["member"]!, (string)told["by"]!));
        var round = await chamber.OpenRound("P");
        Chamber.Done(await late.Cast(chamber.Press(round, 1, 0)));
    }

    [Fact]
    public async Task A_member_whom_the_clerk_checks_in_or_out_is_told_at_once_and_nobody_else_is()
    {
        await using var chamber = await Chamber.Open();
        var (late, other) = (await chamber.Join("member:m5"), await chamber.Join("member:m2"));
        var told = System.Threading.Channels.Channel.CreateUnbounded<bool>();
        var others = 0;
        late.Hub.On<bool>(nameof(IVotingScreen.Presence), present => told.Writer.TryWrite(present));
        other.Hub.On<bool>(nameof(IVotingScreen.Presence), _ => others++);
        Chamber.Done(await chamber.Clerk.CheckIn(new MemberRef("m5")));
        Assert.True(await told.Reader.ReadAsync(TestContext.Current.CancellationToken));
        Chamber.Done(await chamber.Clerk.Leave(new LeaveRequest("m5")));
        Assert.False(await told.Reader.ReadAsync(TestContext.Current.CancellationToken));
        await other.Snapshot();
        Assert.Equal(0, others);
    }

    [Theory]
    [InlineData(Proofs.Pin)]
    [InlineData(Proofs.Card)]
    public async Task Where_a_proof_is_asked_nobody_casts_without_it_and_it_outlives_the_server_but_not_the_device(string kind)
    {
        await using var chamber = await Chamber.Open(null, null, "--sign-in", kind);
        var tablet = await chamber.Join("member:m2");
        var round = await chamber.OpenRound("P");
        Assert.Equal((kind, true), ((await tablet.Snapshot()).Value!.Me.Proof, (await tablet.Snapshot()).Value!.Me.Present));
        Chamber.Refused(Refusals.NotProved, await tablet.Cast(chamber.Press(round, 1, 0)));
        Chamber.Refused(Refusals.NotProved, await tablet.CastOverHttp(chamber.Press(round, 1, 0)));
        Chamber.Refused(Refusals.WrongProof, await tablet.TakeSeat(new TakeSeatRequest(null)));
        Chamber.Refused(Refusals.WrongProof, await tablet.TakeSeat(new TakeSeatRequest(chamber.Code($"{kind}:m3"))));
        var seated = await tablet.TakeSeat(new TakeSeatRequest(chamber.Code($"{kind}:m2")));
        Assert.Equal((null, true), (seated.Value!.Proof, seated.Value.Present));
        Chamber.Done(await tablet.Cast(chamber.Press(round, 1, 0)));

        await chamber.Server.Kill();
        await chamber.Start("--sign-in", kind);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await tablet.Back(patience.Token);
        await chamber.Clerk.Back(patience.Token);
        Assert.Null((await tablet.Snapshot()).Value!.Me.Proof);
        Chamber.Done(await tablet.Cast(chamber.Press(round, 2, 1)));

        var code = (await chamber.Clerk.ReplaceDevice(new MemberRef("m2"))).Value!.Code;
        var another = await chamber.Join(new SignInRequest(code));
        Assert.Equal(kind, (await another.Snapshot()).Value!.Me.Proof);
        Chamber.Refused(Refusals.NotProved, await another.Cast(chamber.Press(round, 3, 0)));
    }

    [Fact]
    public async Task A_meeting_that_begins_to_ask_for_pins_makes_them_then_and_one_can_be_made_anew()
    {
        await using var chamber = await Chamber.Open();
        await chamber.Server.DisposeAsync();
        await chamber.Start("--sign-in", "pin");
        var pins = chamber.Told();
        Assert.Equal(["pin:m1", "pin:m2", "pin:m3", "pin:m4", "pin:m5"], pins.Keys);
        Assert.All(pins.Values, pin => Assert.Matches("^[0-9]{6}$", pin));
        await chamber.Server.DisposeAsync();
        await chamber.Start("--sign-in", "pin", "--new-password", "pin:m2");
        var renewed = Assert.Single(chamber.Told());
        Assert.Equal("pin:m2", renewed.Key);
        var tablet = await chamber.Join("member:m2");
        if (renewed.Value != pins["pin:m2"]) Chamber.Refused(Refusals.WrongProof, await tablet.TakeSeat(new TakeSeatRequest(pins["pin:m2"])));
        Chamber.Done(await tablet.TakeSeat(new TakeSeatRequest(renewed.Value)));
    }

    [Fact]
    public async Task The_clerks_cards_are_for_seats_without_a_tablet_and_end_the_codes_before_them()
    {
        await using var chamber = await Chamber.Open();
        await chamber.Join("member:m1");
        var issued = (await chamber.Clerk.IssueCodes(new IssueCodesRequest("http://192.168.1.5:5080/"))).Value!.Seats;
        Assert.Equal(["m2", "m3", "m4", "m5"], issued.Select(s => s.Member));
        Assert.All(issued, s => Assert.StartsWith("M4 4h7", s.Picture.Path, StringComparison.Ordinal));
        var told = (await chamber.Record())["events"]!.AsArray()[^1]!;
        Assert.Equal(("device-codes-issued", 4, "clerk"), ((string)told["type"]!, (int)told["count"]!, (string)told["by"]!));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => chamber.Join("member:m2"));
        Assert.Equal(Refusals.UnknownCode, refused.Refusal.Code);
        Assert.Equal("m2", (await chamber.Join(new SignInRequest(issued[0].Code))).Who.Member);
        Assert.Equal(["m3", "m4", "m5"], (await chamber.Clerk.IssueCodes(new IssueCodesRequest("https://vote.example"))).Value!.Seats.Select(s => s.Member));
    }

    [Theory]
    [InlineData("")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://a/somewhere")]
    [InlineData("http://user:password@a/")]
    [InlineData("http://a/?x=y")]
    public async Task No_card_leads_to_an_address_that_is_none(string address)
    {
        await using var chamber = await Chamber.Open();
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.IssueCodes(new IssueCodesRequest(address)));
    }
}
