using Voting.Domain.Contracts;
using Voting.Tests.Journeys;

namespace Voting.Tests.Attacks;

/// <summary>P16: the disk under the data folder is full.</summary>
public class DiskFullTests
{
    private static readonly int Meetings = Environment.GetEnvironmentVariable("VOTING_LONG") == "1" ? 4 : 1;

    [Fact]
    public async Task On_a_full_disk_nothing_is_acknowledged_that_is_not_there_and_all_goes_on_when_there_is_room()
    {
        if (SmallDisk.Find() is not { } disk) return;
        using var _ = disk;
        await using var chamber = await Chamber.Open(null, disk.Data);
        var members = await Task.WhenAll(new[] { "m1", "m2", "m3", "m4" }.Select(id => chamber.Member(id)));
        var round = await chamber.OpenRound("P");
        Chamber.Done(await members[0].Cast(chamber.Press(round, 1, 0)));
        disk.Fill();
        var answers = new List<string>();
        var acknowledged = new int[4];
        for (var seq = 2; seq < 150; seq++)
        {
            disk.Fill();
            for (var n = 0; n < 4; n++)
            {
                var reply = await members[n].Cast(chamber.Press(round, seq, 1));
                if (reply.Refusal is null) acknowledged[n] = seq;
                answers.Add(reply.Refusal?.Code ?? "recorded");
            }
        }

        Assert.Contains(Refusals.TryAgain, answers);

        var close = await chamber.Chair.Close(Chamber.Of(round));
        disk.Empty();
        if (close.Refusal is not null) Chamber.Done(await chamber.Chair.Close(Chamber.Of(round)));
        var tallied = await chamber.Chair.Tallied(Chamber.Of(round), TimeSpan.FromSeconds(20));

        Figures.Print($"P16 disk full: {string.Join(", ", answers.GroupBy(a => a).Select(g => $"{g.Key} {g.Count()}"))}; every acknowledged ballot counted");
        Assert.Equal(acknowledged.Count(a => a > 1), tallied.Results![0].Counts["against"]);
    }

    [Fact]
    public async Task Whatever_step_of_a_meeting_the_disk_is_full_at_it_is_refused_whole_or_done_and_the_record_is_sound()
    {
        if (SmallDisk.Find() is not { } disk) return;
        using var _ = disk;
        var (points, refused) = (0, 0);
        for (var meeting = 0; meeting < Meetings; meeting++)
        {
            disk.Clear();
            await using var chamber = await Chamber.Open(null, disk.Data);

            // Each step is tried first while the disk is full. What is refused has changed nothing, and is done when there is room.
            async Task Step<T>(Func<Task<Reply<T>>> step) where T : class
            {
                var before = (await chamber.Chair.Snapshot()).Value!;
                disk.Fill();
                var reply = await step();
                points++;
                if (reply.Refusal is not null)
                {
                    refused++;
                    Chamber.Refused(Refusals.TryAgain, reply);
                    Assert.Equal(Steps(before), Steps((await chamber.Chair.Snapshot()).Value!));
                    disk.Empty();
                    reply = await step();
                }

                disk.Empty();
                Chamber.Done(reply);
            }

            var members = await Task.WhenAll(new[] { "m1", "m2", "m3" }.Select(id => chamber.Member(id)));
            await Step(chamber.Chair.OpenMeeting);
            foreach (var paper in new[] { "P", "R", "S", "F", "N" })
            {
                var asked = new RoundRef(paper, 1);
                await Step(() => chamber.Chair.Prepare(new PrepareRequest(paper)));
                await Step(() => chamber.Chair.Open(asked));
                async Task<RoundView> Seen() => (await chamber.Chair.Snapshot()).Value!.Rounds[^1];
                var round = await Seen();
                foreach (var member in members) await Step(() => member.Cast(chamber.Press(round, 1, 0)));
                await Step(() => chamber.Chair.Close(asked));
                if (paper is "P" or "R")
                {
                    // The counting of a secret round and of a recorded one finds it full wherever it stands, and tries again by itself.
                    disk.Fill();
                    points++;
                    await Task.Delay(500, TestContext.Current.CancellationToken);
                    disk.Empty();
                }

                await Chamber.Until(async () => (await Seen()).Results is not null);
                Assert.Equal(3, (await Seen()).Voted);
                await Step(() => chamber.Chair.Announce(asked));
                await Step(() => chamber.Clerk.Certify(new CertifyRequest([asked])));
                await Step(() => chamber.Scrutineer.Certify(new CertifyRequest([asked])));
            }

            await Step(chamber.Chair.CloseMeeting);
            await Step(chamber.Clerk.Enrol);
            await Step(chamber.Scrutineer.Enrol);
            await Step(chamber.Clerk.Sign);
            await Step(chamber.Scrutineer.Sign);
            var record = Path.Combine(disk.Folder, "record.json");
            await File.WriteAllBytesAsync(record, await chamber.Clerk.Get("/record"), TestContext.Current.CancellationToken);
            var verified = await Programs.Verify("verify", record);
            Assert.True(verified.ExitCode == 0, verified.Output + verified.Errors);
        }

        Assert.NotEqual(0, refused);
        Figures.Print($"P16 disk full at each of {points} steps of a meeting held {Meetings} time(s): {refused} refused and done when there was room, the others done; every record sound");
    }

    private static string Steps(Snapshot picture) => string.Join(", ", picture.Rounds.Select(r => $"{r.Paper} {r.Round} {r.State}").Prepend(picture.Meeting.Phase));
}
