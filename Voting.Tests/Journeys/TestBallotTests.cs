using System.Text.Json.Nodes;
using Voting.Domain.Contracts;

namespace Voting.Tests.Journeys;

/// <summary>A test ballot before the meeting: the real path, and nothing of it in the record but that it was held.</summary>
public class TestBallotTests
{
    private static async Task<RoundView> Started(Chamber chamber)
    {
        Chamber.Done(await chamber.Clerk.StartTest());
        return (await chamber.Clerk.Snapshot()).Value!.Test!;
    }

    private static string States(TestSheet sheet) => string.Join(' ', sheet.Seats.Select(s => $"{s.Member}:{s.State}"));

    [Fact]
    public async Task The_sheet_says_which_seat_failed_and_the_record_keeps_only_the_counts()
    {
        await using var chamber = await Chamber.Open();
        var (two, three, five) = (await chamber.Member("m2"), await chamber.Member("m3"), await chamber.Member("m5"));
        var before = await chamber.Record();
        var test = await Started(chamber);
        Assert.Equal("m1:waiting m2:waiting m3:waiting m4:offline m5:waiting", States((await chamber.Clerk.TestSheet()).Value!));

        // m5 is on leave: it is the tablets that are tested. m3 marks something else, the presiding officer at her desk does not press.
        Chamber.Done(await five.Cast(chamber.Press(test, 1, 0)));
        Chamber.Done(await two.Cast(chamber.Press(test, 1, 1)));
        Chamber.Done(await two.Cast(chamber.Press(test, 2, 0)));
        Chamber.Done(await three.Cast(chamber.Press(test, 1, 2)));
        Assert.Equal("m1:waiting m2:pressed m3:pressed m4:offline m5:pressed", States((await chamber.Clerk.TestSheet()).Value!));
        Assert.Single(chamber.RoundKeys);

        var sheet = (await chamber.Clerk.EndTest()).Value!;

        Assert.Equal("m1:not-pressed m2:right m3:wrong m4:offline m5:right", States(sheet));
        Assert.Equal(sheet.Seats, (await chamber.Clerk.TestSheet()).Value!.Seats);
        Assert.Empty(chamber.RoundKeys);
        Assert.Empty(Directory.GetFiles(Path.Combine(chamber.DataFolder, "boxes")));
        Chamber.Refused(Refusals.RoundNotOpen, await two.Cast(chamber.Press(test, 3, 0)));
        var after = await chamber.Record();
        Assert.True(JsonNode.DeepEquals(before["papers"], after["papers"]), "A test is no round.");
        var held = Assert.Single(after["events"]!.AsArray().Skip(before["events"]!.AsArray().Count))!;
        Assert.Equal(("test-held", 5, 2, 1, 1, 1), ((string)held["type"]!, (int)held["seats"]!, (int)held["right"]!, (int)held["wrong"]!, (int)held["notPressed"]!, (int)held["offline"]!));
        Assert.DoesNotContain("m2", held.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_can_be_repeated_and_the_meeting_is_opened_only_when_it_is_over()
    {
        await using var chamber = await Chamber.Open();
        var two = await chamber.Member("m2");
        var first = await Started(chamber);
        Chamber.Refused(Refusals.TestIsOn, await chamber.Clerk.StartTest());
        Chamber.Refused(Refusals.TestIsOn, await chamber.Chair.OpenMeeting());
        Chamber.Refused(Refusals.NotPermitted, await chamber.Chair.EndTest());
        Chamber.Done(await chamber.Clerk.EndTest());
        var second = await Started(chamber);
        Assert.NotEqual(first.Key!.Fingerprint, second.Key!.Fingerprint);
        Chamber.Refused(Refusals.RoundNotOpen, await two.Cast(chamber.Press(first, 1, 0)));
        Chamber.Done(await two.Cast(chamber.Press(second, 1, 0)));
        Assert.Contains("m2:right", States((await chamber.Clerk.EndTest()).Value!), StringComparison.Ordinal);

        Chamber.Done(await chamber.Chair.OpenMeeting());
        Chamber.Refused(Refusals.WrongState, await chamber.Clerk.StartTest());
        Assert.Null((await two.Snapshot()).Value!.Test);
        // What comes after is not touched by it.
        var round = await chamber.OpenRound("P");
        Assert.Equal(1, round.Round);
        Chamber.Done(await two.Cast(chamber.Press(round, 1, 0)));
        Assert.Equal(1, (await chamber.CloseRound(round)).Voted);
    }

    [Fact]
    public async Task A_server_killed_in_a_test_comes_back_without_it_its_box_or_its_key()
    {
        await using var chamber = await Chamber.Open();
        var two = await chamber.Member("m2");
        var test = await Started(chamber);
        Chamber.Done(await two.Cast(chamber.Press(test, 1, 0)));
        await chamber.Server.Kill();
        await chamber.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await chamber.Clerk.Back(patience.Token);

        Assert.Null((await chamber.Clerk.Snapshot()).Value!.Test);
        Assert.Empty(chamber.RoundKeys);
        Assert.Empty(Directory.GetFiles(Path.Combine(chamber.DataFolder, "boxes")));
        Assert.Equal(0, (await chamber.Clerk.TestSheet()).Value!.Number);
    }

    [Fact]
    public async Task Simulated_members_that_vote_of_themselves_press_what_everybody_is_asked_to()
    {
        await using var chamber = await Chamber.Open();
        foreach (var id in new[] { "m2", "m3" }) (await chamber.Member(id)).OfItself = _ => (null, TimeSpan.Zero);
        await Started(chamber);
        await Chamber.Until(async () => (await chamber.Clerk.TestSheet()).Value!.Seats.Count(s => s.State == "pressed") == 2);
        Assert.Contains("m2:right m3:right", States((await chamber.Clerk.EndTest()).Value!), StringComparison.Ordinal);
    }
}
