namespace Voting.Rehearsal.Chaos;

/// <summary>P2: members press through a network that fails in every way.</summary>
/// <param name="Members">How many pressed.</param>
/// <param name="Rounds">Rounds held and checked.</param>
/// <param name="Acknowledged">Presses acknowledged.</param>
/// <param name="Done">What the network did, in words.</param>
/// <param name="Found">What must not be and was.</param>
public sealed record NetworkFaults(int Members, int Rounds, int Acknowledged, string Done, IReadOnlyList<Violation> Found)
{
    /// <param name="members">How many press.</param>
    /// <param name="casts">Presses that are acknowledged before it ends.</param>
    /// <param name="seed">Of the faults.</param>
    /// <param name="told">Told how many presses are acknowledged so far.</param>
    /// <param name="stop">Ends it early.</param>
    public static async Task<NetworkFaults> Run(int members, int casts, int seed, Action<int> told, CancellationToken stop)
    {
        await using var meeting = await StressedMeeting.Open(members);
        await using var network = await FaultyNetwork.Open(meeting.Address, seed);
        await meeting.Seat(members, network.Address, TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(100), seed);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pressing = meeting.Pressers.Select(p => p.Press(end.Token)).ToList();
        var dice = new Random(seed);
        try
        {
            while (meeting.Acknowledged < casts)
            {
                stop.ThrowIfCancellationRequested();
                await meeting.HoldRound(TimeSpan.FromSeconds(1 + 4 * dice.NextDouble()));
                told(meeting.Acknowledged);
            }
        }
        finally
        {
            await end.CancelAsync();
        }

        network.IsFaulty = false;
        await meeting.End(pressing, TimeSpan.FromMinutes(2), stop);
        return new NetworkFaults(members, meeting.Rounds, meeting.Acknowledged, network.Done, meeting.Found);
    }
}
