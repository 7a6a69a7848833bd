namespace Voting.Rehearsal.Bench;

/// <summary>What was measured beside, in the same run.</summary>
/// <param name="What">In words.</param>
/// <param name="Values">One a round.</param>
public sealed record Beside(string What, IReadOnlyList<double> Values)
{
    public double Median => Row.Middle(Values);
}

/// <summary>A row of the table.</summary>
/// <param name="Promise">S1 to S5, or S8.</param>
/// <param name="What">In words.</param>
/// <param name="Members">How many.</param>
/// <param name="Unit">Of the values.</param>
/// <param name="Values">One a round, or a single one.</param>
public sealed record Row(string Promise, string What, int Members, string Unit, IReadOnlyList<double> Values)
{
    /// <summary>What it is held against: the sum of these, or nothing.</summary>
    public IReadOnlyList<Beside> Against { get; init; } = [];

    /// <summary>The ratio that is aimed at, or null.</summary>
    public double? Goal { get; init; }

    public double Median => Middle(Values);

    /// <summary>S8: the same measured with other stores, held against this one's on SQLite.</summary>
    public Row Beside(string stores, Row alone) => this with { Promise = "S8", What = $"{stores}: {Promise} {What}", Against = [new Beside("SQLite", alone.Values)], Goal = null };

    /// <summary>Null too where the other came to nothing, as processor time may that is told in ticks.</summary>
    public double? Ratio => Against.Sum(a => a.Median) is var other and > 0 ? Median / other : null;

    public static double Middle(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}

/// <summary>S6: what a member costs in the larger chamber, in what one costs in the smaller.</summary>
/// <param name="Promise">The row it is of.</param>
/// <param name="What">In words.</param>
/// <param name="From">Members of the smaller.</param>
/// <param name="To">Members of the larger.</param>
/// <param name="Ratio">1 where the cost grows as the members do.</param>
/// <param name="Goal">The ratio that is aimed at.</param>
public sealed record Growth(string Promise, string What, int From, int To, double Ratio, double Goal)
{
    /// <summary>Smaller chambers cost mostly what does not depend on their size.</summary>
    private const int Smallest = 340;

    /// <summary>Of the rows that say a time, from the smallest chamber worth it to the largest; nothing where only one was measured.</summary>
    public static IReadOnlyList<Growth> Of(IReadOnlyList<Row> rows)
    {
        var sizes = rows.Select(r => r.Members).Where(m => m >= Smallest).Distinct().Order().ToList();
        if (sizes.Count < 2) return [];
        return [.. rows.Where(r => r.Members == sizes[0] && r.Unit == Trial.Milliseconds).Select(small =>
        {
            var large = rows.Single(r => r.Members == sizes[^1] && (r.Promise, r.What) == (small.Promise, small.What));
            return new Growth(small.Promise, small.What, sizes[0], sizes[^1], large.Median / sizes[^1] / (small.Median / sizes[0]), 1.2);
        })];
    }
}
