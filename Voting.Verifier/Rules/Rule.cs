namespace Voting.Verifier.Rules;

internal abstract record Rule;

/// <summary>
/// Passed where the threshold on `for` is met, and every further condition with it. With `CastingVote` the presiding officer decides
/// where as many are for as against.
/// </summary>
internal sealed record Majority(Threshold Threshold, IReadOnlyList<Condition> And, bool CastingVote = false) : Rule;

/// <summary>`Count` is `for` or `cast`: for, against and abstain together.</summary>
internal sealed record Condition(Threshold Threshold, string Count);

/// <summary>The first tier whose sum meets its threshold, otherwise `Otherwise`.</summary>
internal sealed record Tiers(string Of, bool BlankIsVoid, IReadOnlyList<Tier> Steps, string Otherwise) : Rule;

internal sealed record Tier(string Result, IReadOnlyList<string> Sum, Threshold Threshold);

/// <summary>So many seats for the options with the most marks, among those that meet the threshold.</summary>
internal sealed record Seats(
    int Number,
    int MinMarks,
    int MaxMarks,
    Threshold? Threshold,
    string Tie,
    Threshold? RunoffThreshold,
    int MaxRunoffs,
    string Shortfall) : Rule;
