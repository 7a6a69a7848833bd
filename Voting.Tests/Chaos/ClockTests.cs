using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Rehearsal;
using Voting.Tests.Journeys;

namespace Voting.Tests.Chaos;

/// <summary>P16: the time of day is set forward and back by a day while a meeting is held, and nothing that counts changes.</summary>
public sealed class ClockTests
{
    private readonly JumpingClock _clock = new();
    private int _jumps;

    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }

    [Fact]
    public async Task A_clock_that_is_put_forward_by_a_day_just_after_an_opening_does_not_end_the_time_of_the_round()
    {
        await using var server = await Hosted.Start(Chamber.Small().ToJsonString(), _clock);
        var codes = server.Told();
        await using var chair = await Officer.Join(server.Address, codes[Roles.PresidingOfficer]);
        Chamber.Done(await chair.OpenMeeting());
        foreach (var paper in new[] { "P", "R", "S", "F", "N" })
        {
            Chamber.Done(await chair.Prepare(new PrepareRequest(paper)));
            Chamber.Done(await chair.SetTime(new TimeRequest(paper, 1, 600, Closes: true)));
            Chamber.Done(await chair.Open(new RoundRef(paper, 1)));

            _clock.Ahead += TimeSpan.FromDays(1);
            await Task.Delay(500, TestContext.Current.CancellationToken);

            Assert.Equal("open", (await chair.Snapshot()).Value!.Rounds[^1].State);
            Chamber.Done(await chair.Close(new RoundRef(paper, 1)));
            await chair.Tallied(new RoundRef(paper, 1), TimeSpan.FromSeconds(30));
        }
    }

    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    public async Task A_clock_that_jumps_before_every_step_changes_nothing_that_counts(int hours)
    {
        await using var server = await Hosted.Start(Chamber.Small().ToJsonString(), _clock);
        var (address, codes) = (server.Address, server.Told());
        async Task<T> Jump<T>(Func<Task<T>> then)
        {
            _jumps++;
            _clock.Ahead = _clock.Ahead == TimeSpan.Zero ? TimeSpan.FromHours(hours) : TimeSpan.Zero;
            return await then();
        }

        await using var chair = await Jump(() => Officer.Join(address, codes[Roles.PresidingOfficer]));
        await using var clerk = await Jump(() => Officer.Join(address, codes[Roles.Clerk]));
        await using var scrutineer = await Jump(() => Officer.Join(address, codes["scrutineer:1"]));
        var members = new List<SimulatedMember>();
        foreach (var id in new[] { "m1", "m2", "m3" }) members.Add(await Jump(() => SimulatedMember.Join(address, codes["member:" + id], "small")));
        Chamber.Done(await Jump(chair.OpenMeeting));
        foreach (var paper in new[] { "P", "R" })
        {
            var asked = new RoundRef(paper, 1);
            Chamber.Done(await Jump(() => chair.Prepare(new PrepareRequest(paper))));
            // A time that only advises is no time at all; one that closes is measured by a clock that nobody sets.
            Chamber.Done(await Jump(() => chair.SetTime(new TimeRequest(paper, 1, 600, Closes: paper == "P"))));
            Chamber.Done(await Jump(() => chair.Open(asked)));
            var round = (await chair.Snapshot()).Value!.Rounds[^1];
            for (var n = 0; n < 3; n++)
            {
                var marks = new Ballot([.. round.Questions.Select(_ => new[] { n % 2 })]);
                Chamber.Done(await Jump(() => members[n].Cast(SimulatedMember.Press("small", round, marks, 1))));
                // A tablet that comes back after the jump still has its session.
                await Jump(async () =>
                {
                    await members[n].Hub.StopAsync();
                    await members[n].Hub.StartAsync();
                    return true;
                });
                Assert.Equal(1, (await members[n].Snapshot()).Value!.Mine!.Seq);
            }

            Chamber.Done(await Jump(() => chair.Close(asked)));
            var tallied = await chair.Tallied(asked, TimeSpan.FromSeconds(30));
            Assert.Equal((3, 2, 1), (tallied.Voted, tallied.Results![0].Counts["for"], tallied.Results[0].Counts["against"]));
            Chamber.Done(await Jump(() => chair.Announce(asked)));
            Chamber.Done(await Jump(() => clerk.Certify(new CertifyRequest([asked]))));
            Chamber.Done(await Jump(() => scrutineer.Certify(new CertifyRequest([asked]))));
        }

        Chamber.Done(await Jump(chair.CloseMeeting));
        Chamber.Done(await Jump(clerk.Enrol));
        Chamber.Done(await Jump(scrutineer.Enrol));
        Chamber.Done(await Jump(clerk.Sign));
        Chamber.Done(await Jump(scrutineer.Sign));
        var record = Path.GetTempFileName();
        await File.WriteAllBytesAsync(record, await Jump(() => clerk.Get("/record")), TestContext.Current.CancellationToken);
        foreach (var member in members) await member.DisposeAsync();
        var verified = await Programs.Verify("verify", record);
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Errors);
        File.Delete(record);
        Figures.Print($"P16 clock set by {hours} h and back before {_jumps} steps: all counted, record sound");
    }
}
