namespace Voting.Domain.Papers;

/// <summary>How a question is decided. One of three kinds; all of it is data of the meeting file.</summary>
public abstract record Rule
{
    private Rule() { }

    /// <summary>Every share this rule takes, so that what it is taken of can be checked against the options.</summary>
    public abstract IEnumerable<Base> Bases { get; }

    /// <summary>Passed or failed by the marks for the option <c>for</c> (地方组织法 art. 51).</summary>
    /// <param name="Threshold">What the marks for must reach.</param>
    /// <param name="And">Further conditions, all of which must hold as well.</param>
    public sealed record Majority(Threshold Threshold, IReadOnlyList<Condition> And) : Rule
    {
        /// <summary>Where as many are for as against, the presiding officer has a casting vote (决定票).</summary>
        public bool CastingVote { get; init; }

        /// <summary>Whether there can be one: an equality of votes is half of for and against, and nothing else may be asked.</summary>
        public bool MayHaveCastingVote => Threshold is { Of: Base.ForAgainst, Op: Comparison.MoreThan, Num: 1, Den: 2 } && And.Count == 0;

        /// <inheritdoc/>
        public override IEnumerable<Base> Bases => And.Select(c => c.Threshold.Of).Prepend(Threshold.Of);
    }

    /// <summary>A rating (满意度测评): the first tier whose sum of grades reaches its share gives the result.</summary>
    /// <param name="Of">What every tier's share is taken of.</param>
    /// <param name="Blank">Whether a blank is a void ballot or an abstention.</param>
    /// <param name="Steps">Tried in order; the first that is met decides.</param>
    /// <param name="Otherwise">The result where none is met.</param>
    public sealed record Tiers(Base Of, BlankMeans Blank, IReadOnlyList<Tier> Steps, string Otherwise) : Rule
    {
        /// <inheritdoc/>
        public override IEnumerable<Base> Bases => [Of];
    }

    /// <summary>A selection (票选) of <paramref name="Count"/> among the options.</summary>
    /// <param name="Count">Seats to fill (应选名额), ≥ 1.</param>
    /// <param name="MinMarks">Fewest marks of a valid ballot, 0 ≤ MinMarks ≤ MaxMarks.</param>
    /// <param name="MaxMarks">Most marks of a valid ballot, Count ≤ MaxMarks ≤ options.</param>
    /// <param name="Threshold">What each elected must reach, or null where the most marks suffice.</param>
    /// <param name="Tie">What a tie at the cut leads to.</param>
    /// <param name="RunoffThreshold">What the elected of a runoff must reach, or null.</param>
    /// <param name="MaxRunoffs">Runoffs held before a tie is referred to a person, ≥ 0.</param>
    /// <param name="Shortfall">What seats that no one filled lead to.</param>
    public sealed record Seats(
        int Count, int MinMarks, int MaxMarks, Threshold? Threshold, TieLeadsTo Tie,
        Threshold? RunoffThreshold, int MaxRunoffs, ShortfallLeadsTo Shortfall) : Rule
    {
        /// <inheritdoc/>
        public override IEnumerable<Base> Bases => new[] { Threshold, RunoffThreshold }.OfType<Threshold>().Select(t => t.Of);
    }
}

/// <summary>A further condition of a majority.</summary>
/// <param name="Count">What is counted.</param>
/// <param name="Threshold">What it must reach.</param>
public sealed record Condition(Counted Count, Threshold Threshold);

/// <summary>What a further condition counts.</summary>
public enum Counted
{
    /// <summary>Marks for.</summary>
    For,
    /// <summary>Marks for, against and abstaining together (Guangdong's participation quorum).</summary>
    Cast,
}

/// <summary>A tier of a rating.</summary>
/// <param name="Result">The result it gives, in the body's own words.</param>
/// <param name="Sum">Ids of the options whose marks are added up.</param>
/// <param name="Op">Whether the share itself is enough.</param>
/// <param name="Num">Numerator of the share.</param>
/// <param name="Den">Denominator of the share.</param>
public sealed record Tier(string Result, IReadOnlyList<string> Sum, Comparison Op, int Num, int Den);

/// <summary>What a blank is on a rating.</summary>
public enum BlankMeans
{
    /// <summary>A void ballot on that question.</summary>
    Void,
    /// <summary>A valid ballot without a grade.</summary>
    Abstention,
}

/// <summary>What a tie at the cut leads to. The machine never draws lots.</summary>
public enum TieLeadsTo
{
    /// <summary>A new round among the tied only (再次投票).</summary>
    Runoff,
    /// <summary>A person decides.</summary>
    Refer,
}

/// <summary>What seats that no one filled lead to.</summary>
public enum ShortfallLeadsTo
{
    /// <summary>A person decides.</summary>
    Refer,
    /// <summary>One further round among all not elected (另行选举), then a person.</summary>
    Round,
    /// <summary>Fewer are taken.</summary>
    Fewer,
}
