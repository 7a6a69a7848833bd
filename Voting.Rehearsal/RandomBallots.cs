using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Tallies;

namespace Voting.Rehearsal;

/// <summary>What simulated members cast without a script: mostly for, a few blanks, void ballots and absentees, all from one seed.</summary>
public sealed class RandomBallots(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A ballot, or null for a member who does not vote.</summary>
    public Ballot? Next(IReadOnlyList<QuestionView> questions) => Chance(3) ? null : new Ballot([.. questions.Select(Marks)]);

    /// <summary>What the presiding officer does with a casting vote.</summary>
    public CastingVote CastingVote() => (CastingVote)_random.Next(CastingVotes.All.Count);

    private IReadOnlyList<int> Marks(QuestionView question)
    {
        if (Chance(2)) return [];
        if (question.ChooseMany)
        {
            var favourites = Enumerable.Range(0, question.Options.Count).OrderBy(i => _random.NextDouble() + i * 0.05).ToList();
            var most = Chance(2) ? Math.Min(question.MaxMarks + 1, question.Options.Count) : question.MaxMarks;
            var least = Math.Max(question.MinMarks, most - 2);
            return [.. favourites.Take(_random.Next(least, most + 1)).Order()];
        }

        // Two marks are a void ballot; paper ballots have them.
        if (Chance(1) && question.Options.Count > 1) return [0, 1];
        var option = 0;
        while (option < question.Options.Count - 1 && Chance(15)) option++;
        return [option];
    }

    private bool Chance(int percent) => _random.Next(100) < percent;
}
