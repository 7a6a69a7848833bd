using Voting.Domain.Contracts;
using Voting.Tests.Journeys;
using Voting.Tests.Stores;

namespace Voting.Tests.Attacks;

/// <summary>A data folder on a file system of a few megabytes, which .ci/run mounts and names in VOTING_SMALL_DISK.</summary>
public class DiskFullTests
{
    [Fact]
    public async Task On_a_full_disk_nothing_is_acknowledged_that_is_not_there_and_all_goes_on_when_there_is_room()
    {
        if (Environment.GetEnvironmentVariable("VOTING_SMALL_DISK") is not { } disk)
        {
            Machines.Missing("VOTING_SMALL_DISK names no small file system");
            return;
        }

        await using var chamber = await Chamber.Open(null, Path.Combine(disk, "data"));
        var members = await Task.WhenAll(new[] { "m1", "m2", "m3", "m4" }.Select(id => chamber.Member(id)));
        var round = await chamber.OpenRound("P");
        Chamber.Done(await members[0].Cast(chamber.Press(round, 1, 0)));
        var filler = Path.Combine(disk, "filler");
        void Fill()
        {
            using var file = new FileStream(filler, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, 1);
            try
            {
                while (true) file.Write(new byte[256]);
            }
            catch (IOException) { }
        }

        Fill();
        var answers = new List<string>();
        var acknowledged = new int[4];
        for (var seq = 2; seq < 150; seq++)
        {
            Fill();
            for (var n = 0; n < 4; n++)
            {
                var reply = await members[n].Cast(chamber.Press(round, seq, 1));
                if (reply.Refusal is null) acknowledged[n] = seq;
                answers.Add(reply.Refusal?.Code ?? "recorded");
            }
        }

        Assert.Contains(Refusals.TryAgain, answers);

        var close = await chamber.Chair.Close(Chamber.Of(round));
        File.Delete(filler);
        if (close.Refusal is not null) Chamber.Done(await chamber.Chair.Close(Chamber.Of(round)));
        var tallied = await chamber.Chair.Tallied(Chamber.Of(round), TimeSpan.FromSeconds(20));

        Figures.Print($"P16 disk full: {string.Join(", ", answers.GroupBy(a => a).Select(g => $"{g.Key} {g.Count()}"))}; every acknowledged ballot counted");
        Assert.Equal(acknowledged.Count(a => a > 1), tallied.Results![0].Counts["against"]);
    }
}
