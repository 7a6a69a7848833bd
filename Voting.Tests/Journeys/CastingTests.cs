using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Voting.Domain.Contracts;
using Voting.Rehearsal;

namespace Voting.Tests.Journeys;

/// <summary>Presses through a real server: each refusal by its code, and what is recorded is counted once.</summary>
public class CastingTests
{
    [Fact]
    public async Task The_same_press_sent_again_by_either_path_gets_the_same_answer_and_counts_once()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        var round = await chamber.OpenRound("P");
        var press = chamber.Press(round, 1, 0);

        var first = await member.Cast(press);
        var second = await member.Cast(press);
        var third = await member.CastOverHttp(press);

        Assert.Equal(new Receipt(press.CastId, 1), first.Value);
        Assert.Equal(first.Value, second.Value);
        Assert.Equal(first.Value, third.Value);
        Assert.Equal(1, (await chamber.CloseRound(round)).Voted);
    }

    [Fact]
    public async Task The_last_press_before_the_close_counts()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        var round = await chamber.OpenRound("P");
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        Chamber.Done(await member.Cast(chamber.Press(round, 2, 1)));

        var tallied = await chamber.CloseRound(round);

        Assert.Equal(1, tallied.Voted);
        Assert.Equal(0, tallied.Results![0].Counts["for"]);
        Assert.Equal(1, tallied.Results![0].Counts["against"]);
    }

    [Fact]
    public async Task Where_the_first_press_counts_a_second_is_refused()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        var round = await chamber.OpenRound("F");
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));

        Chamber.Refused(Refusals.AlreadyVoted, await member.Cast(chamber.Press(round, 2, 1)));

        Assert.Equal(1, (await chamber.CloseRound(round)).Results![0].Counts["for"]);
    }

    [Fact]
    public async Task T23_a_member_on_leave_and_a_non_voting_attendee_are_refused_each_with_its_code()
    {
        await using var chamber = await Chamber.Open();
        var onLeave = await chamber.Member("m5");
        var attendee = await chamber.Join(Roles.Attendee + ":1");
        var round = await chamber.OpenRound("P");

        Chamber.Refused(Refusals.NotPresent, await onLeave.Cast(chamber.Press(round, 1, 0)));
        Chamber.Refused(Refusals.NotOnRoll, await attendee.Cast(chamber.Press(round, 1, 0)));
        Chamber.Refused(Refusals.NotPermitted, await chamber.Clerk.Cast(chamber.Press(round, 1, 0)));

        Assert.Equal(0, (await chamber.CloseRound(round)).Voted);
    }

    [Fact]
    public async Task A_ballot_before_the_opening_and_one_after_the_close_are_refused()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        Chamber.Done(await chamber.Chair.OpenMeeting());
        var ready = (await chamber.Chair.Prepare(new PrepareRequest("P"))).Value!;
        var early = new CastRequest("P", ready.Round, new string('a', 32), 1, new byte[ready.EnvelopeSize]);
        Chamber.Refused(Refusals.RoundNotOpen, await member.Cast(early));
        Chamber.Done(await chamber.Chair.Open(new RoundRef("P", 1)));
        var round = (await chamber.Chair.Snapshot()).Value!.Rounds[^1];
        var recorded = chamber.Press(round, 1, 0);
        Chamber.Done(await member.Cast(recorded));
        await chamber.CloseRound(round);

        Chamber.Refused(Refusals.ClosedSeeUrn, await member.Cast(chamber.Press(round, 2, 1)));
        Chamber.Refused(Refusals.ClosedSeeUrn, await member.Cast(recorded));
    }

    [Fact]
    public async Task Another_members_cast_id_or_envelope_is_refused_and_takes_nothing_away()
    {
        await using var chamber = await Chamber.Open();
        var (honest, thief) = (await chamber.Member("m1"), await chamber.Member("m2"));
        var round = await chamber.OpenRound("P");
        var press = chamber.Press(round, 1, 0);
        Chamber.Done(await honest.Cast(press));

        Chamber.Refused(Refusals.CastIdTaken, await thief.Cast(chamber.Press(round, 1, 1) with { CastId = press.CastId }));
        Chamber.Refused(Refusals.DuplicateEnvelope, await thief.Cast(press with { CastId = new string('b', 32) }));
        Chamber.Refused(Refusals.CastIdReused, await honest.Cast(chamber.Press(round, 2, 1) with { CastId = press.CastId }));

        var tallied = await chamber.CloseRound(round);
        Assert.Equal((1, 1), (tallied.Voted, tallied.Results![0].Counts["for"]));
    }

    [Fact]
    public async Task A_second_device_takes_the_seat_only_with_the_clerk_and_fences_the_first()
    {
        await using var chamber = await Chamber.Open();
        var first = await chamber.Member("m1");
        var round = await chamber.OpenRound("P");
        Chamber.Done(await first.Cast(chamber.Press(round, 1, 0)));
        await Assert.ThrowsAsync<RefusedException>(() => Participant.Join(chamber.Address, chamber.Code("member:m1")));

        var code = (await chamber.Clerk.ReplaceDevice(new MemberRef("m1"))).Value!.Code;
        await using var second = await Participant.Join(chamber.Address, code);

        Assert.Equal(new MyPress("P", 1, 1), (await second.Snapshot()).Value!.Mine);
        Chamber.Refused(Refusals.StaleSeq, await second.Cast(chamber.Press(round, 1, 1)));
        using var old = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(chamber.Address, "/cast")) { Content = JsonContent.Create(chamber.Press(round, 2, 1)) };
        request.Headers.Add("Cookie", first.Cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, (await old.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
        Chamber.Done(await second.Cast(chamber.Press(round, 2, 1)));

        var tallied = await chamber.CloseRound(round);
        Assert.Equal((1, 1), (tallied.Voted, tallied.Results![0].Counts["against"]));
    }

    [Fact]
    public async Task An_envelope_of_garbage_is_a_void_ballot_and_one_of_another_size_is_refused()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        var round = await chamber.OpenRound("P");
        var press = chamber.Press(round, 1, 0);

        Chamber.Refused(Refusals.WrongSize, await member.Cast(press with { Envelope = [1, 2, 3] }));
        Chamber.Done(await member.Cast(press with { Envelope = RandomNumberGenerator.GetBytes(round.EnvelopeSize) }));

        var tallied = await chamber.CloseRound(round);
        Assert.All(tallied.Results!, r => Assert.Equal((0, 1), (r.Valid, r.Void)));
        Assert.Equal(1, (int)(await chamber.Record())["papers"]![0]!["rounds"]![0]!["unreadable"]!);
    }

    [Fact]
    public async Task A_recorded_paper_lists_each_members_choice_as_the_marks_themselves()
    {
        await using var chamber = await Chamber.Open();
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2"), await chamber.Member("m3") };
        var round = await chamber.OpenRound("R");
        Chamber.Done(await members[0].Cast(chamber.Press(round, 1, 0)));
        Chamber.Done(await members[1].Cast(chamber.Press(round, 1, 0)));
        Chamber.Done(await members[2].Cast(chamber.Press(round, 1, -1)));
        await chamber.CloseRound(round);

        var written = (await chamber.Record())["papers"]![1]!["rounds"]![0]!;

        Assert.Equal("""{"m1":{"q1":"for"},"m2":{"q1":"for"},"m3":{}}""", written["ballots"]!.ToJsonString());
        Assert.Null(written["urn"]);
    }
}
