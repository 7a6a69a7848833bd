using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Tests.Stores;

namespace Voting.Tests.Journeys;

/// <summary>PostgreSQL dies and its synchronous standby takes its place: what was acknowledged is there.</summary>
public sealed class FailOverTests
{
    [Fact]
    public async Task Killed_under_load_the_database_fails_over_and_no_acknowledged_ballot_is_lost()
    {
        var kills = Environment.GetEnvironmentVariable("VOTING_LONG") == "1" ? 100 : 1;
        var (acknowledged, longest) = (0, TimeSpan.Zero);
        for (var kill = 0; kill < kills; kill++)
        {
            var (all, away) = await KillOnce();
            acknowledged += all;
            if (away > longest) longest = away;
        }

        Figures.Print($"P14 fail-over to a synchronous standby: {kills} kills, {acknowledged} acknowledged presses, 0 lost; longest from the kill to the next Recorded {longest.TotalSeconds:0.0} s");
    }

    private static async Task<(int Acknowledged, TimeSpan Away)> KillOnce()
    {
        await using var pair = await Pair.Start();
        await using var chamber = await Chamber.OpenOn(pair.Address);
        var members = await Task.WhenAll(new[] { "m1", "m2", "m3", "m4" }.Select(id => chamber.Member(id)));
        var round = await chamber.OpenRound("P");
        var acknowledged = new ConcurrentDictionary<int, int>();
        var clock = new Stopwatch();
        var first = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var pressing = members.Select((member, n) => Task.Run(async () =>
        {
            for (var seq = 1; !stop.IsCancellationRequested; seq++)
            {
                var after = clock.IsRunning;
                // Sent again until something certain is known of it; the last press counts.
                await member.Send(chamber.Press(round, seq, seq % 3), CancellationToken.None);
                acknowledged[n] = seq;
                if (after) first.TrySetResult(clock.Elapsed);
            }
        })).ToList();
        await Task.Delay(Random.Shared.Next(500, 2000), TestContext.Current.CancellationToken);

        await pair.FailOver(clock.Start);
        var away = await first.Task.WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await Task.WhenAll(pressing).WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);

        for (var n = 0; n < members.Length; n++) Assert.Equal(acknowledged[n], (await members[n].Snapshot()).Value!.Mine!.Seq);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await chamber.Chair.Back(patience.Token);
        var tallied = await chamber.CloseRound(round);
        Assert.Equal(members.Length, tallied.Voted);
        Assert.Equal(acknowledged.Values.Count(seq => seq % 3 == 0), tallied.Results![0].Counts["for"]);
        Assert.Equal(acknowledged.Values.Count(seq => seq % 3 == 1), tallied.Results![0].Counts["against"]);
        return (acknowledged.Values.Sum(), away);
    }

    [Fact]
    public async Task A_commit_that_no_standby_has_is_no_answer_and_neither_is_that_of_its_retry()
    {
        await using var pair = await Pair.Start();
        await using var stores = SmallStores.New(pair.Address);
        var paper = stores.Imported.Meeting.Paper("P")!;
        var round = new Round(Guid.NewGuid().ToString("n"), paper.Id, 1, RoundState.Open, DueRound.Of(paper, []));
        using (var connection = stores.Database.Connect())
        using (var transaction = connection.BeginTransaction())
        {
            stores.Casting.Create(round, secret: true, connection, transaction);
            stores.Database.Commit(transaction);
        }

        var box = stores.Casting.Start(round);
        var press = new CastRequest("P", 1, new string('a', 32), 1, RandomNumberGenerator.GetBytes(Envelope.Size(round.Questions, secret: true)));
        await pair.Pause();
        var cast = box.Cast("m1", press, CancellationToken.None);
        await Waits(cast);
        await pair.Cancel(await pair.Waiting());
        Assert.Equal(Refusals.TryAgain, (await cast).Refusal?.Code);
        Assert.Equal(1, box.Count());

        var again = box.Cast("m1", press, CancellationToken.None);
        await Waits(again);
        await pair.Unpause();
        Assert.True((await again).IsDone);

        async Task Waits(Task<Reply<Receipt>> answer) =>
            Assert.False(await Task.WhenAny(answer, pair.Waiting()) == answer, $"answered without the standby: {(answer.IsCompleted ? answer.Result : null)}");
    }
}
