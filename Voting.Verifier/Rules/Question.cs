namespace Voting.Verifier.Rules;

/// <summary>A question with its options in the paper's order.</summary>
internal sealed record Question(string Id, IReadOnlyList<string> Options, Rule Rule)
{
    /// <summary>`choose-many` goes with seats and with nothing else.</summary>
    public bool IsChooseMany => Rule is Seats;
}

internal enum Turn
{
    Whole,
    Runoff,
    Further,
}

/// <summary>
/// What is put before the members on one question in one round: the candidates, the seats left for
/// them, the marks a ballot may carry, the threshold.
/// </summary>
internal sealed record Due(Turn Turn, IReadOnlyList<string> Options, int Seats, int MinMarks, int MaxMarks, bool BlankIsVoid, Threshold? Threshold)
{
    public bool Allows(int marks) => marks >= MinMarks && marks <= MaxMarks && !(marks == 0 && BlankIsVoid);

    public static Due First(Question question) => question.Rule switch
    {
        Seats rule => new Due(Turn.Whole, question.Options, rule.Number, rule.MinMarks, rule.MaxMarks, false, rule.Threshold),
        Tiers rule => new Due(Turn.Whole, question.Options, 0, 0, 1, rule.BlankIsVoid, null),
        Majority rule => new Due(Turn.Whole, question.Options, 0, 0, 1, false, rule.Threshold),
        _ => throw new InvalidOperationException(),
    };

    public static Due Again(Turn turn, Seats rule, IReadOnlyList<string> options, int left) =>
        new(turn, options, left, Math.Min(rule.MinMarks, left), left, false, turn == Turn.Runoff ? rule.RunoffThreshold : rule.Threshold);
}
