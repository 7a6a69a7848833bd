using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;

namespace Voting.Domain.Meetings;

/// <summary>Who marked what in a round of a recorded paper (记名表决名单). Of a secret one there is none.</summary>
public static class RollCall
{
    /// <summary>The list in the order of the roll.</summary>
    /// <param name="meeting">The meeting.</param>
    /// <param name="round">A round of a recorded paper.</param>
    /// <param name="ballots">Clear ballots by member id.</param>
    /// <param name="silent">Members who could have voted and have not.</param>
    /// <exception cref="ArgumentException">The paper is secret.</exception>
    public static RollCallView Of(Meeting meeting, Round round, IReadOnlyDictionary<string, byte[]> ballots, IReadOnlyCollection<string> silent)
    {
        if (meeting.Paper(round.PaperId)!.Secret) throw new ArgumentException("A secret round has no roll call.", nameof(round));
        return new RollCallView(round.PaperId, round.Number, [.. meeting.Roll.Where(m => ballots.ContainsKey(m.Id) || silent.Contains(m.Id))
            .Select(m => new RollCallEntry(m.Id, m.FullName, ballots.TryGetValue(m.Id, out var ballot) ? Marks(round, ballot) : null))]);
    }

    private static IReadOnlyList<IReadOnlyList<string>> Marks(Round round, byte[] bytes) => BallotCode.Decode(round.Questions, bytes) is not { } ballot ? []
        : [.. ballot.Marks.Select((marks, q) => (IReadOnlyList<string>)[.. marks.Select(o => round.Questions[q].Candidates[o].Id)])];
}
