using Voting.Domain.Contracts;
using Voting.Rehearsal;

namespace Voting.Tests.Journeys;

/// <summary>Key and box are there before a round opens: they must be its own, count what is cast, and go when nobody needs them.</summary>
public class StandbyTests
{
    [Fact]
    public async Task Key_and_box_are_on_the_disk_when_a_round_is_ready_and_its_opening_takes_them()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        Chamber.Done(await chamber.Chair.OpenMeeting());
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("P")));
        var key = await File.ReadAllBytesAsync(Assert.Single(chamber.RoundKeys), TestContext.Current.CancellationToken);
        Assert.Single(Boxes(chamber));

        var round = await Open(chamber, "P", 1);

        Assert.Equal(key, await File.ReadAllBytesAsync(Assert.Single(chamber.RoundKeys), TestContext.Current.CancellationToken));
        Assert.Single(Boxes(chamber));
        await IsCounted(chamber, member, round);
        Assert.Empty(chamber.RoundKeys);
        Assert.Empty(Boxes(chamber));
    }

    [Fact]
    public async Task Only_the_round_made_ready_last_stands_by_and_none_that_is_open_is_touched_by_it()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        Chamber.Done(await chamber.Chair.OpenMeeting());
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("P")));
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("S")));
        var standing = Assert.Single(chamber.RoundKeys);

        var open = await Open(chamber, "P", 1);

        Assert.Equal(2, chamber.RoundKeys.Count);
        Chamber.Refused(Refusals.AnotherRoundOpen, await chamber.Chair.Open(new RoundRef("S", 1)));
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("F")));
        Assert.Equal(2, chamber.RoundKeys.Count);
        Assert.False(File.Exists(standing));
        await IsCounted(chamber, member, open);
        await IsCounted(chamber, member, await Open(chamber, "S", 1));
        await IsCounted(chamber, member, await Open(chamber, "F", 1));
        Assert.Empty(chamber.RoundKeys);
        Assert.Empty(Boxes(chamber));
    }

    [Fact]
    public async Task An_opening_that_is_refused_leaves_standing_by_what_the_next_one_takes()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        var first = await chamber.OpenRound("P");
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("S")));
        var keys = chamber.RoundKeys;
        Chamber.Refused(Refusals.AnotherRoundOpen, await chamber.Chair.Open(new RoundRef("S", 1)));
        Assert.Equal(keys.Order(), chamber.RoundKeys.Order());
        await IsCounted(chamber, member, first);
        var standing = await File.ReadAllBytesAsync(Assert.Single(chamber.RoundKeys), TestContext.Current.CancellationToken);
        var second = await Open(chamber, "S", 1);
        Assert.Equal(standing, await File.ReadAllBytesAsync(Assert.Single(chamber.RoundKeys), TestContext.Current.CancellationToken));
        await IsCounted(chamber, member, second);
    }

    [Fact]
    public async Task Killed_while_a_round_stands_by_it_starts_with_neither_key_nor_box_and_opens_the_round_with_new_ones()
    {
        await using var chamber = await Chamber.Open();
        Chamber.Done(await chamber.Chair.OpenMeeting());
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("P")));
        await chamber.Server.Kill();
        Assert.Single(chamber.RoundKeys);
        await chamber.Start();
        Assert.Empty(chamber.RoundKeys);
        Assert.Empty(Boxes(chamber));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await chamber.Chair.Back(patience.Token);
        await IsCounted(chamber, await chamber.Member("m1"), await Open(chamber, "P", 1));
    }

    [Fact]
    public async Task A_key_that_is_gone_when_the_round_opens_is_made_anew()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        Chamber.Done(await chamber.Chair.OpenMeeting());
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("P")));
        File.Delete(Assert.Single(chamber.RoundKeys));
        await IsCounted(chamber, member, await Open(chamber, "P", 1));
    }

    [Fact]
    public async Task A_ready_round_that_is_to_be_voted_without_devices_has_neither_until_devices_are_chosen_again()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        Chamber.Done(await chamber.Chair.OpenMeeting());
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("P")));
        Chamber.Done(await chamber.Chair.ChooseWay(new WayRequest("P", 1, Ways.Paper)));
        Assert.Empty(chamber.RoundKeys);
        Assert.Empty(Boxes(chamber));
        Chamber.Done(await chamber.Chair.ChooseWay(new WayRequest("P", 1, Ways.Devices)));
        Assert.Single(chamber.RoundKeys);
        await IsCounted(chamber, member, await Open(chamber, "P", 1));
    }

    [Fact]
    public async Task A_round_that_is_void_before_it_opened_leaves_neither()
    {
        await using var chamber = await Chamber.Open();
        Chamber.Done(await chamber.Chair.OpenMeeting());
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("P")));
        Chamber.Done(await chamber.Chair.Void(new VoidRequest("P", 1, "x")));
        Assert.Empty(chamber.RoundKeys);
        Assert.Empty(Boxes(chamber));
    }

    private static async Task<RoundView> Open(Chamber chamber, string paper, int round)
    {
        Chamber.Done(await chamber.Chair.Open(new RoundRef(paper, round)));
        return Assert.Single((await chamber.Chair.Snapshot()).Value!.Rounds, r => r.State == "open");
    }

    private static async Task IsCounted(Chamber chamber, SimulatedMember member, RoundView round)
    {
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        var tallied = await chamber.CloseRound(round);
        Assert.Equal((1, 1), (tallied.Voted, tallied.Results![0].Counts.Values.Max()));
    }

    private static string[] Boxes(Chamber chamber) =>
        Directory.Exists(Path.Combine(chamber.DataFolder, "boxes")) ? Directory.GetFiles(Path.Combine(chamber.DataFolder, "boxes"), "*.db") : [];
}
