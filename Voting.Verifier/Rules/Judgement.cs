namespace Voting.Verifier.Rules;

/// <summary>What a tally comes to. `Choice` is there for seats questions only, `Need` where there is a threshold.</summary>
internal sealed record Judgement(long? Need, string Verdict, string Outcome, Choice? Choice)
{
    public static Judgement OfMajority(Majority rule, Tally tally, Turnout turnout)
    {
        var of = tally.Base(rule.Threshold.Of, turnout);
        var passed = IsMet(rule, tally, turnout, tally.Of("for"));
        return new Judgement(rule.Threshold.Need(of), passed ? "passed" : "failed", "decided", null);
    }

    /// <summary>Whether so many votes for somebody meet the threshold and every further condition.</summary>
    public static bool IsMet(Majority rule, Tally tally, Turnout turnout, long votesFor) =>
        rule.Threshold.IsMetBy(votesFor, tally.Base(rule.Threshold.Of, turnout))
        && rule.And.All(each => each.Threshold.IsMetBy(each.Count == "cast" ? Cast(tally) : votesFor, tally.Base(each.Threshold.Of, turnout)));

    public static Judgement OfTiers(Tiers rule, Tally tally, Turnout turnout)
    {
        var of = tally.Base(rule.Of, turnout);
        var reached = rule.Steps.FirstOrDefault(tier => tier.Threshold.IsMetBy(tier.Sum.Sum(tally.Of), of));
        return new Judgement(null, reached?.Result ?? rule.Otherwise, "decided", null);
    }

    /// <summary>Whether a tie is left to the presiding officer: as many for as against, and somebody at all.</summary>
    public static bool IsTie(Rule rule, Tally tally) =>
        rule is Majority { CastingVote: true } && tally.Of("for") > 0 && tally.Of("for") == tally.Of("against");

    /// <summary>What a casting vote makes of a tie, which nobody's approval had passed.</summary>
    public Judgement With(string? castingVote) => castingVote == "for" ? this with { Verdict = "passed" } : this;

    private static long Cast(Tally tally) => tally.Of("for") + tally.Of("against") + tally.Of("abstain");
}

/// <summary>Who is elected in a round and who is tied, in the paper's order, and the seats no one filled.</summary>
internal sealed record Choice(IReadOnlyList<string> Elected, IReadOnlyList<string> Tied, int Shortfall);
