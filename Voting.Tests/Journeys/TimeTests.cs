using System.Text.Json.Nodes;
using Voting.Domain.Contracts;

namespace Voting.Tests.Journeys;

/// <summary>A time that advises, and one that closes; a result that waits for its announcement, and one that does not.</summary>
public class TimeTests
{
    private static JsonObject With(string paper, string field, JsonNode value)
    {
        var meeting = Chamber.Small();
        meeting["papers"]!.AsArray().Single(p => (string)p!["id"]! == paper)![field] = value;
        return meeting;
    }

    private static async Task<JsonNode> Event(Chamber chamber, string type) =>
        (await chamber.Record())["events"]!.AsArray().Single(e => (string)e!["type"]! == type)!;

    private static Task Tallied(Chamber chamber) => Chamber.Until(async () => (await chamber.Chair.Snapshot()).Value?.Rounds[^1].State == "tallied");

    private static async Task<RoundView> Open(Chamber chamber, int seconds, bool closes)
    {
        Chamber.Done(await chamber.Chair.OpenMeeting());
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("P")));
        Chamber.Done(await chamber.Chair.SetTime(new TimeRequest("P", 1, seconds, closes)));
        Chamber.Done(await chamber.Chair.Open(new RoundRef("P", 1)));
        return (await chamber.Chair.Snapshot()).Value!.Rounds[^1];
    }

    [Fact]
    public async Task A_round_is_closed_by_the_server_when_the_time_that_closes_is_up()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m2");
        var round = await Open(chamber, 15, closes: true);
        Assert.True(round.Timing!.Closes);
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));

        await Tallied(chamber);

        Assert.Equal("server", (string)(await Event(chamber, "round-closed"))["by"]!);
        Assert.Equal((1, 1), ((await chamber.Chair.Snapshot()).Value!.Rounds[^1].Voted!.Value, (await chamber.Chair.Snapshot()).Value!.Rounds[^1].Results![0].Counts["for"]));
    }

    [Fact]
    public async Task A_server_that_was_down_when_the_time_was_up_closes_the_round_as_soon_as_it_is_back()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m2");
        var round = await Open(chamber, 20, closes: true);
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        await chamber.Server.Kill();
        await Task.Delay(TimeSpan.FromSeconds(21), TestContext.Current.CancellationToken);
        await chamber.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await chamber.Chair.Back(patience.Token);

        await Tallied(chamber);

        Assert.Equal("server", (string)(await Event(chamber, "round-closed"))["by"]!);
    }

    [Fact]
    public async Task A_time_that_advises_closes_nothing()
    {
        await using var chamber = await Chamber.Open();
        var round = await Open(chamber, 1, closes: false);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        Assert.Equal("open", (await chamber.Chair.Snapshot()).Value!.Rounds[^1].State);
        // The same time set anew closes it at once.
        Chamber.Done(await chamber.Chair.SetTime(new TimeRequest("P", 1, 1, Closes: true)));
        await Tallied(chamber);
        Assert.NotNull(round.Timing);
    }

    [Fact]
    public async Task A_direct_result_is_announced_by_the_server_when_it_is_counted()
    {
        await using var chamber = await Chamber.Open(With("P", "result", "direct"));
        var member = await chamber.Member("m2");
        var round = await chamber.OpenRound("P");
        Chamber.Done(await chamber.Chair.Close(Chamber.Of(round)));

        await Chamber.Until(async () => (await member.Snapshot()).Value?.Rounds[^1] is { State: "announced", Results: not null });

        Assert.Equal("server", (string)(await Event(chamber, "round-announced"))["by"]!);
        Chamber.Done(await chamber.Clerk.Certify(new CertifyRequest([Chamber.Of(round)])));
    }

    [Fact]
    public async Task Those_who_did_not_vote_are_split_in_numbers_and_in_a_secret_round_nobody_is_named()
    {
        await using var chamber = await Chamber.Open(With("P", "didNotVote", "split"));
        var (two, three) = (await chamber.Member("m2"), await chamber.Member("m3"));
        // m1 presides and is at the chair's device; m4 has no device.
        var round = await chamber.OpenRound("P");
        Chamber.Done(await two.Cast(chamber.Press(round, 1, 0)));
        await chamber.CloseRound(round);

        var told = (await chamber.Chair.Snapshot()).Value!.Rounds[^1];
        Assert.Equal(new SilenceView(2, 1, 0), told.Silence);
        Assert.Contains("未按表决器3人（在线未按2人，设备离线1人，提交过迟0人，未作选择0人）", told.Announcement!.Chinese[0], StringComparison.Ordinal);
        Assert.Null((await three.Snapshot()).Value!.Rounds[^1].Silence);
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        Assert.Equal(new SilenceView(2, 1, 0), (await three.Snapshot()).Value!.Rounds[^1].Silence);
        var kept = (await chamber.Record())["papers"]![0]!["rounds"]![0]!["didNotVoteSplit"]!;
        Assert.Equal("{\"notPressed\":2,\"offline\":1,\"tooLate\":0}", kept.ToJsonString());

        var named = await chamber.OpenRound("R");
        Chamber.Done(await three.Cast(chamber.Press(named, 1, 0)));
        await chamber.CloseRound(named);
        Assert.Equal(["m1", "m2", "m4"], (await chamber.Record())["papers"]![1]!["rounds"]![0]!["didNotVoteSplit"]!["members"]!.AsArray().Select(m => (string)m!));
    }

    [Fact]
    public async Task Where_the_paper_hides_them_only_officers_see_how_many_did_not_vote()
    {
        await using var chamber = await Chamber.Open(With("P", "didNotVote", "hidden"));
        var member = await chamber.Member("m2");
        var round = await chamber.OpenRound("P");
        await chamber.CloseRound(round);
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));

        var (seat, officer) = ((await member.Snapshot()).Value!.Rounds[^1], (await chamber.Clerk.Snapshot()).Value!.Rounds[^1]);
        Assert.Equal((false, true), (seat.ShowsDidNotVote, officer.ShowsDidNotVote));
        Assert.Null(seat.Silence);
        Assert.DoesNotContain("未按", officer.Announcement!.Chinese[0], StringComparison.Ordinal);
    }
}
