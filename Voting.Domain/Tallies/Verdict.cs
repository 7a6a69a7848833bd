using Voting.Domain.Papers;

namespace Voting.Domain.Tallies;

/// <summary>What a question's counts lead to.</summary>
public enum Outcome
{
    /// <summary>Nothing more to do.</summary>
    Decided,
    /// <summary>A round among the tied is due.</summary>
    Runoff,
    /// <summary>Fewer passed than seats: referred, or a further round is due.</summary>
    Shortfall,
    /// <summary>A tie that a person decides.</summary>
    Referred,
}

/// <summary>What the rule gives for a question in one round.</summary>
/// <param name="Name"><c>passed</c>, <c>failed</c>, <c>elected</c>, or a tier's result.</param>
/// <param name="Outcome">What it leads to; always decided but for seats.</param>
/// <param name="Need">The smallest count that meets the threshold, or null where there is none.</param>
/// <param name="Selection">For seats only.</param>
public sealed record Verdict(string Name, Outcome Outcome, int? Need, Selection? Selection)
{
    /// <summary>Applies the rule of a question to its counts.</summary>
    /// <param name="question">As frozen for the round.</param>
    /// <param name="tally">Its counts.</param>
    /// <param name="numbers">The bases of the round.</param>
    public static Verdict Of(RoundQuestion question, QuestionTally tally, RoundNumbers numbers)
    {
        int Total(Base of) => tally.Total(question, of, numbers);

        int? need = question.Threshold is { } t ? t.Need(Total(t.Of)) : null;
        switch (question.Question.Rule)
        {
            case Rule.Majority rule:
                var passed = Passes(question, rule, tally, numbers, tally.Of(question, "for"));
                return new Verdict(passed ? "passed" : "failed", Outcome.Decided, need, null);
            case Rule.Tiers rule:
                var met = rule.Steps.FirstOrDefault(step => new Threshold(rule.Of, step.Op, step.Num, step.Den)
                    .Met(step.Sum.Sum(id => tally.Of(question, id)), Total(rule.Of)));
                return new Verdict(met?.Result ?? rule.Otherwise, Outcome.Decided, null, null);
            case Rule.Seats rule:
                var selection = Selection.Of(question, rule, tally, y => question.Threshold?.Met(y, Total(question.Threshold.Of)) ?? y >= 1);
                return new Verdict("elected", selection.Outcome, need, selection);
            default:
                throw new ArgumentOutOfRangeException(nameof(question));
        }
    }

    /// <summary>
    /// Whether a name written in reaches what the candidate had to reach; never beside a candidate who has passed.
    /// </summary>
    /// <param name="question">A majority question as frozen for the round.</param>
    /// <param name="tally">Its counts.</param>
    /// <param name="numbers">The bases of the round.</param>
    /// <param name="count">Ballots that bear the name.</param>
    public static bool WriteInPasses(RoundQuestion question, QuestionTally tally, RoundNumbers numbers, int count) =>
        question.Question.Rule is Rule.Majority rule && !Passes(question, rule, tally, numbers, tally.Of(question, "for")) && Passes(question, rule, tally, numbers, count);

    private static bool Passes(RoundQuestion question, Rule.Majority rule, QuestionTally tally, RoundNumbers numbers, int votesFor) =>
        rule.Threshold.Met(votesFor, tally.Total(question, rule.Threshold.Of, numbers)) && rule.And.All(c =>
            c.Threshold.Met(c.Count is Counted.Cast ? Cast(question, tally) : votesFor, tally.Total(question, c.Threshold.Of, numbers)));

    private static int Cast(RoundQuestion question, QuestionTally tally) =>
        tally.Of(question, "for") + tally.Of(question, "against") + tally.Of(question, "abstain");
}
