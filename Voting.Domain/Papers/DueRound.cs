using Voting.Domain.Tallies;

namespace Voting.Domain.Papers;

/// <summary>Which questions of a paper a next round would hold: the runoffs and further rounds that are due.</summary>
public static class DueRound
{
    /// <summary>
    /// The questions due after the rounds that stand; empty where nothing is due. A paper without a round that stands is due whole.
    /// </summary>
    /// <param name="paper">The paper.</param>
    /// <param name="standing">Its rounds that stand, in order.</param>
    public static IReadOnlyList<RoundQuestion> Of(Paper paper, IReadOnlyList<Round> standing) => standing.Count == 0
        ? [.. paper.Questions.Select(RoundQuestion.First)]
        : [.. paper.Questions.Select(q => Next(q, standing)).OfType<RoundQuestion>()];

    private static RoundQuestion? Next(Question question, IReadOnlyList<Round> standing)
    {
        if (question.Rule is not Rule.Seats rule) return null;
        var held = (from round in standing
                    from pair in round.Questions.Zip(round.Result!.Questions)
                    where pair.First.Question.Id == question.Id
                    select (Asked: pair.First, Selection: pair.Second.Verdict.Selection!)).ToList();
        if (held.Count == 0) return null;
        var last = held[^1];
        var seatsLeft = rule.Count - held.Sum(h => h.Selection.Elected.Count);
        var elected = held.SelectMany(h => h.Selection.Elected).ToHashSet();
        return last.Selection.Outcome switch
        {
            Outcome.Runoff => new RoundQuestion(question, Stage.Runoff,
                [.. question.Options.Where(o => last.Selection.Tied.Contains(o.Id))], seatsLeft, last.Asked.Runoffs + 1),
            Outcome.Shortfall when rule.Shortfall is ShortfallLeadsTo.Round && held.All(h => h.Asked.Stage is not Stage.Further)
                && question.Options.Count > elected.Count => new RoundQuestion(question, Stage.Further,
                [.. question.Options.Where(o => !elected.Contains(o.Id))], seatsLeft, last.Asked.Runoffs),
            _ => null,
        };
    }
}
