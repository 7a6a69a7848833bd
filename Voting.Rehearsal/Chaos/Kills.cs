using System.Diagnostics;

namespace Voting.Rehearsal.Chaos;

/// <summary>P1 and P13: the server is killed at random instants under load and started again.</summary>
/// <param name="Members">How many pressed.</param>
/// <param name="Count">Kills.</param>
/// <param name="Rounds">Rounds held and checked.</param>
/// <param name="Acknowledged">Presses acknowledged.</param>
/// <param name="Up">How long until it took connections again, of each kill.</param>
/// <param name="Back">How long until the last member had a picture again, of the kills after which that was waited for.</param>
/// <param name="Found">What must not be and was.</param>
public sealed record Kills(int Members, int Count, int Rounds, int Acknowledged, IReadOnlyList<TimeSpan> Up, IReadOnlyList<TimeSpan> Back, IReadOnlyList<Violation> Found)
{
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(6);

    /// <param name="members">How many press.</param>
    /// <param name="kills">How often it is killed.</param>
    /// <param name="seed">Of the instants.</param>
    /// <param name="told">Told after each kill.</param>
    /// <param name="stop">Ends it early.</param>
    public static async Task<Kills> Run(int members, int kills, int seed, Action<int> told, CancellationToken stop)
    {
        await using var meeting = await StressedMeeting.Open(members);
        await meeting.Seat(members, null, TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(1_500), seed);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pressing = meeting.Pressers.Select(p => p.Press(end.Token)).ToList();
        // One for each of the two that run beside each other: chance is not shared between threads.
        var (dice, lengths, up, back) = (new Random(seed), new Random(seed + 1), new List<TimeSpan>(), new List<TimeSpan>());
        var killing = Task.Run(async () =>
        {
            for (var n = 0; n < kills && !end.IsCancellationRequested; n++)
            {
                // Also while everybody is still coming back from the one before.
                await Task.Delay(dice.Next(50, 1_500), end.Token);
                var before = meeting.Pressers.Select(p => p.Pictures).ToList();
                var from = Stopwatch.GetTimestamp();
                up.Add(await meeting.KillAndStart());
                if (dice.Next(2) == 0)
                {
                    while (meeting.Pressers.Where((p, i) => p.Pictures == before[i]).Any()) await Task.Delay(10, end.Token);
                    back.Add(Stopwatch.GetElapsedTime(from));
                }

                told(n + 1);
            }
        }, end.Token);
        try
        {
            while (!killing.IsCompleted) await meeting.HoldRound(lengths.NextDouble() * LongestRound);
            await killing;
            await meeting.HoldRound(TimeSpan.FromSeconds(1));
        }
        finally
        {
            await end.CancelAsync();
        }

        await meeting.End(pressing, TimeSpan.FromMinutes(1), stop);
        return new Kills(members, kills, meeting.Rounds, meeting.Acknowledged, up, back, meeting.Found);
    }
}
