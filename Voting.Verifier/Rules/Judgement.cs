namespace Voting.Verifier.Rules;

/// <summary>What a tally comes to. `Choice` is there for seats questions only, `Need` where there is a threshold.</summary>
internal sealed record Judgement(long? Need, string Verdict, string Outcome, Choice? Choice)
{
    public static Judgement OfMajority(Majority rule, Tally tally, Turnout turnout)
    {
        var of = tally.Base(rule.Threshold.Of, turnout);
        var passed = rule.Threshold.IsMetBy(tally.Of("for"), of)
            && rule.And.All(each => each.Threshold.IsMetBy(Counted(each.Count, tally), tally.Base(each.Threshold.Of, turnout)));
        return new Judgement(rule.Threshold.Need(of), passed ? "passed" : "failed", "decided", null);
    }

    public static Judgement OfTiers(Tiers rule, Tally tally, Turnout turnout)
    {
        var of = tally.Base(rule.Of, turnout);
        var reached = rule.Steps.FirstOrDefault(tier => tier.Threshold.IsMetBy(tier.Sum.Sum(tally.Of), of));
        return new Judgement(null, reached?.Result ?? rule.Otherwise, "decided", null);
    }

    private static long Counted(string count, Tally tally) =>
        count == "cast" ? tally.Of("for") + tally.Of("against") + tally.Of("abstain") : tally.Of("for");
}

/// <summary>Who is elected in a round and who is tied, in the paper's order, and the seats no one filled.</summary>
internal sealed record Choice(IReadOnlyList<string> Elected, IReadOnlyList<string> Tied, int Shortfall);
