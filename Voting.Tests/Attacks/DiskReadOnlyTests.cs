using Voting.Domain.Contracts;
using Voting.Tests.Journeys;

namespace Voting.Tests.Attacks;

/// <summary>P16: the disk under the data folder becomes read-only while a round is open.</summary>
public class DiskReadOnlyTests
{
    [Fact]
    public async Task On_a_disk_that_takes_no_more_nothing_is_acknowledged_and_when_it_is_sound_again_all_that_was_is_there()
    {
        using var disk = FailingDisk.New();
        await using var chamber = await Chamber.Open(null, Path.Combine(disk.Folder, "data"));
        var members = await Task.WhenAll(new[] { "m1", "m2", "m3", "m4" }.Select(id => chamber.Member(id)));
        var round = await chamber.OpenRound("P");
        var presses = members.Select(m => chamber.Press(round, 1, 0)).ToList();
        foreach (var (member, press) in members.Zip(presses).Take(2)) Chamber.Done(await member.Cast(press));

        disk.Fail();

        var refused = 0;
        for (var seq = 2; seq <= 21; seq++)
        {
            // New presses and changed minds alike: what cannot be written is not acknowledged.
            foreach (var member in members)
            {
                Chamber.Refused(Refusals.TryAgain, await member.Cast(chamber.Press(round, seq, 1)));
                refused++;
            }
        }

        Chamber.Refused(Refusals.TryAgain, await chamber.Chair.Close(Chamber.Of(round)));
        Assert.Equal("open", Assert.Single((await chamber.Chair.Snapshot()).Value!.Rounds).State);

        await chamber.Server.Kill();
        disk.Mend();
        await chamber.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await members[2].Back(patience.Token);
        await chamber.Chair.Back(patience.Token);
        // The press that was refused is sent again as it is.
        Chamber.Done(await members[2].Cast(presses[2]));
        Chamber.Done(await chamber.Chair.Close(Chamber.Of(round)));
        var tallied = await chamber.Chair.Tallied(Chamber.Of(round), TimeSpan.FromSeconds(20));

        Figures.Print($"P16 disk read-only: {refused} presses refused, the 2 acknowledged before it counted after it");
        Assert.Equal((3, 0), (tallied.Results![0].Counts["for"], tallied.Results[0].Counts["against"]));
    }

    [Fact]
    public async Task A_server_on_a_read_only_data_folder_does_not_start_and_says_why()
    {
        using var disk = FailingDisk.New();
        var meeting = Path.Combine(disk.Folder, "meeting.json");
        await File.WriteAllTextAsync(meeting, Chamber.Small().ToJsonString(), TestContext.Current.CancellationToken);
        disk.Fail();

        var ended = await Programs.Run("Voting.Api", ["--meeting", meeting, "--data", Path.Combine(disk.Folder, "data"), "--rehearsal", "--url", "http://127.0.0.1:0"]);

        Assert.Equal(2, ended.ExitCode);
        Assert.Single(ended.Errors.Trim().Split('\n'));
        Assert.Contains(disk.Folder, ended.Errors);
    }
}
