using Voting.Api;
using Voting.Api.Custody;
using Voting.Domain.Contracts;
using Voting.Domain.Sealing;
using Voting.Rehearsal;
using Voting.Tests.Stores;

namespace Voting.Tests.Journeys;

/// <summary>What is made before a round opens must be its own, take what is cast, and go when nobody needs it.</summary>
public class StandbyTests
{
    [Fact]
    public async Task The_box_is_on_the_disk_when_a_round_is_ready_and_the_key_only_when_it_is_open()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        Chamber.Done(await chamber.Chair.OpenMeeting());
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("P")));
        Assert.Single(Boxes(chamber));
        Assert.Empty(chamber.RoundKeys);

        var round = await Open(chamber, "P", 1);

        Assert.Single(Boxes(chamber));
        Assert.Single(chamber.RoundKeys);
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
        var standing = Assert.Single(Boxes(chamber));

        var open = await Open(chamber, "P", 1);

        Assert.Equal(2, Boxes(chamber).Length);
        Chamber.Refused(Refusals.AnotherRoundOpen, await chamber.Chair.Open(new RoundRef("S", 1)));
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("F")));
        Assert.Equal(2, Boxes(chamber).Length);
        Assert.DoesNotContain(standing, Boxes(chamber));
        await IsCounted(chamber, member, open);
        await IsCounted(chamber, member, await Open(chamber, "S", 1));
        await IsCounted(chamber, member, await Open(chamber, "F", 1));
        Assert.Empty(chamber.RoundKeys);
        Assert.Empty(Boxes(chamber));
    }

    [Fact]
    public async Task An_opening_that_is_refused_leaves_what_the_next_one_takes()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        var first = await chamber.OpenRound("P");
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("S")));
        var boxes = Boxes(chamber);
        Chamber.Refused(Refusals.AnotherRoundOpen, await chamber.Chair.Open(new RoundRef("S", 1)));
        Assert.Equal(boxes.Order(), Boxes(chamber).Order());
        Assert.Single(chamber.RoundKeys);
        await IsCounted(chamber, member, first);
        await IsCounted(chamber, member, await Open(chamber, "S", 1));
    }

    [Fact]
    public async Task Killed_while_a_round_stands_by_it_starts_without_the_box_and_opens_the_round_with_a_new_one()
    {
        await using var chamber = await Chamber.Open();
        Chamber.Done(await chamber.Chair.OpenMeeting());
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("P")));
        await chamber.Server.Kill();
        Assert.Single(Boxes(chamber));
        await chamber.Start();
        Assert.Empty(Boxes(chamber));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await chamber.Chair.Back(patience.Token);
        await IsCounted(chamber, await chamber.Member("m1"), await Open(chamber, "P", 1));
    }

    [Fact]
    public async Task A_box_that_is_gone_when_the_round_opens_is_made_anew()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        Chamber.Done(await chamber.Chair.OpenMeeting());
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("P")));
        File.Delete(Assert.Single(Boxes(chamber)));
        await IsCounted(chamber, member, await Open(chamber, "P", 1));
    }

    [Fact]
    public async Task A_ready_round_that_is_to_be_voted_without_devices_has_no_box_until_devices_are_chosen_again()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        Chamber.Done(await chamber.Chair.OpenMeeting());
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("P")));
        Chamber.Done(await chamber.Chair.ChooseWay(new WayRequest("P", 1, Ways.Paper)));
        Assert.Empty(Boxes(chamber));
        Chamber.Done(await chamber.Chair.ChooseWay(new WayRequest("P", 1, Ways.Devices)));
        Assert.Single(Boxes(chamber));
        await IsCounted(chamber, member, await Open(chamber, "P", 1));
    }

    [Fact]
    public async Task A_round_that_is_void_before_it_opened_leaves_nothing()
    {
        await using var chamber = await Chamber.Open();
        Chamber.Done(await chamber.Chair.OpenMeeting());
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("P")));
        Chamber.Done(await chamber.Chair.Void(new VoidRequest("P", 1, "x")));
        await Chamber.Until(() => Task.FromResult(Boxes(chamber).Length == 0));
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("R")));
        Assert.Single(Boxes(chamber));
        Chamber.Done(await chamber.Chair.SetAside(new SetAsideRequest("R", false, "x")));
        await Chamber.Until(() => Task.FromResult(Boxes(chamber).Length == 0));
    }

    [Fact]
    public async Task A_box_that_could_not_be_made_again_leaves_no_connection_to_the_one_before()
    {
        await using var stores = SmallStores.New(null);
        var id = Guid.NewGuid().ToString("n");
        stores.Boxes.Prepare(id, 5);
        var folder = Path.Combine(stores.Settings.DataFolder, "boxes");
        var box = Path.Combine(folder, id + ".db");
        // The file goes, and a disk that fails makes no new one.
        File.Delete(box);
        Directory.CreateDirectory(box);
        Assert.ThrowsAny<Exception>(() => stores.Boxes.Prepare(id, 5));
        Directory.Delete(box);
        File.Create(box).Dispose();

        using var opened = stores.Boxes.Open(id);
        Assert.ThrowsAny<Exception>(() => opened.Count());
    }

    [Fact]
    public void A_private_key_that_is_not_of_the_rounds_public_key_is_not_found()
    {
        var folder = Directory.CreateTempSubdirectory("voting-test-keys-").FullName;
        var settings = new Settings { DataFolder = folder, KeysFolder = folder, KeysSecretFile = Path.Combine(folder, "secret") };
        var keys = new KeyFolder(settings, new KeysSecret(settings));
        var (kept, other) = (KeyFolder.Make(Suite.Standard), KeyFolder.Make(Suite.Standard));
        keys.Keep("r", kept);
        Assert.Equal(kept.Private, keys.Find("r", kept.Public, Suite.Standard)!.Private);
        Assert.Null(keys.Find("r", other.Public, Suite.Standard));
        Directory.Delete(folder, recursive: true);
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
