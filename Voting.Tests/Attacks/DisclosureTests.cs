using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR.Client;
using Voting.Domain.Contracts;
using Voting.Tests.Journeys;

namespace Voting.Tests.Attacks;

public class DisclosureTests
{
    [Fact]
    public async Task Counts_that_were_never_announced_stay_unseen_when_the_paper_is_voted_again()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        var pushed = new ConcurrentQueue<RoundView>();
        member.Hub.On<RoundView>("Round", pushed.Enqueue);
        var round = await chamber.OpenRound("P");
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        await chamber.CloseRound(round);
        await chamber.Chair.Prepare(new PrepareRequest("P", "again"));
        await Task.Delay(300, TestContext.Current.CancellationToken);
        var seen = (await member.Snapshot()).Value!.Rounds.Where(r => r.Results is not null).ToList();
        Assert.True(seen.Count == 0 && pushed.All(r => r.Results is null), $"seat sees for={seen.FirstOrDefault()?.Results![0].Counts["for"]}, pushed {pushed.Count(r => r.Results is not null)}");
    }

    [Fact]
    public async Task A_runoff_does_not_open_before_the_tie_was_announced()
    {
        await using var chamber = await Chamber.Open();
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2") };
        var round = await chamber.OpenRound("S");
        for (var i = 0; i < 2; i++) Chamber.Done(await members[i].Cast(chamber.Press(round, 1, i)));
        await chamber.CloseRound(round);
        var ready = await chamber.Chair.Prepare(new PrepareRequest("S"));
        if (ready.Refusal is not null) return;
        await chamber.Chair.Open(new RoundRef("S", 2));
        var seen = (await members[0].Snapshot()).Value!.Rounds;
        Assert.Fail($"seat: round 1 {seen[0].State} results {seen[0].Results?.Count}; round 2 {seen[1].State} stage {seen[1].Questions[0].Stage} options {string.Join(',', seen[1].Questions[0].Options.Select(o => o.Id))}");
    }

    [Fact]
    public async Task A_meeting_is_not_closed_over_a_result_that_then_can_never_be_announced()
    {
        await using var chamber = await Chamber.Open();
        var round = await chamber.OpenRound("P");
        await chamber.CloseRound(round);
        var closed = await chamber.Chair.CloseMeeting();
        if (closed.Refusal is not null) return;
        var announce = await chamber.Chair.Announce(Chamber.Of(round));
        var certify = await chamber.Clerk.Certify(new CertifyRequest([Chamber.Of(round)]));
        Assert.Fail($"closed; announce: {announce.Refusal?.Code}; certify: {certify.Refusal?.Code}");
    }

    [Fact]
    public async Task No_screen_can_watch_the_turnout_press_by_press()
    {
        await using var chamber = await Chamber.Open();
        var display = await chamber.Join(Roles.Display);
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2"), await chamber.Member("m3") };
        var round = await chamber.OpenRound("P");
        var seen = new List<int>();
        foreach (var member in members)
        {
            Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
            seen.Add((await display.Snapshot()).Value!.Turnout!.Voted);
        }

        Assert.True(seen.Distinct().Count() < 3, string.Join(',', seen));
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        using var http = new HttpClient { BaseAddress = chamber.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out");
        request.Headers.Add("Cookie", member.Cookie);
        (await http.SendAsync(request, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var round = await chamber.OpenRound("P");
        await Assert.ThrowsAnyAsync<Exception>(() => member.Cast(chamber.Press(round, 1, 0)));
        await Assert.ThrowsAnyAsync<Exception>(() => member.CastOverHttp(chamber.Press(round, 2, 0)));
        Assert.Equal(0, (await chamber.CloseRound(round)).Voted);
    }
}
