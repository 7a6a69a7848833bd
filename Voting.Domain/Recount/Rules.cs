namespace Voting.Domain.Recount;

internal sealed record Question(string Id, string[] Options, int FewestMarks, int MostMarks, Rule Rule);

/// <summary>What fractions of a round are taken of. <paramref name="Issued"/> and <paramref name="Returned"/> are of paper, or null.</summary>
internal sealed record Bases(long All, long Present, long Voted, long? Issued, long? Returned);

/// <summary>What was counted on one question; options in the order of the paper, one count for each.</summary>
internal sealed record Totals(string[] Options, long[] Counts, Bases Bases, long Valid)
{
    public long Of(params IEnumerable<string> options) =>
        Options.Zip(Counts).Where(o => options.Contains(o.First)).Sum(o => o.Second);

    // With devices every member present was issued a ballot, and what was returned is what was cast.
    public long Base(string name) => name switch
    {
        "all" => Bases.All,
        "present" => Bases.Present,
        "voted" => Bases.Voted,
        "issued" => Bases.Issued ?? Bases.Present,
        "returned" => Bases.Issued is null ? Bases.Voted : Bases.Returned!.Value,
        "valid" => Valid,
        "for-against" => Of("for", "against"),
        _ => throw new FormatException($"no such base: {name}"),
    };
}

/// <summary>A fraction of a base. <paramref name="Num"/> and <paramref name="Den"/> fit an int, so products fit a long.</summary>
internal sealed record Threshold(string Of, bool MoreThan, long Num, long Den)
{
    /// <summary>
    /// The smallest count that meets the threshold, never under 1: nobody's approval passes nothing. A larger count
    /// always meets it too, so comparing with this number is the whole test.
    /// </summary>
    public long Need(Totals totals)
    {
        var (whole, rest) = Math.DivRem(totals.Base(Of) * Num, Den);
        return Math.Max(1, MoreThan || rest > 0 ? whole + 1 : whole);
    }
}

internal abstract record Rule
{
    /// <summary>Adds to <paramref name="result"/> the verdict, the outcome and what else this kind of rule reports.</summary>
    public abstract void Decide(Totals totals, SortedDictionary<string, object> result);
}

/// <summary>Passes where <c>for</c> meets the main threshold and every further one is met (地方组织法 51: &gt; 1/2 of all).</summary>
internal sealed record Majority(Threshold Main, (Threshold Threshold, string[] Counted)[] Further) : Rule
{
    public override void Decide(Totals totals, SortedDictionary<string, object> result)
    {
        var need = Main.Need(totals);
        result["need"] = need;
        result["verdict"] = Passes(totals, totals.Of("for")) ? "passed" : "failed";
        result["outcome"] = "decided";
    }

    /// <summary>Whether a name that was written in has what the candidate needed and did not get.</summary>
    public bool Elects(Totals totals, long count) => !Passes(totals, totals.Of("for")) && Passes(totals, count);

    bool Passes(Totals totals, long votesFor) => votesFor >= Main.Need(totals)
        && Further.All(f => (f.Counted.Length == 1 ? votesFor : totals.Of(f.Counted)) >= f.Threshold.Need(totals));
}

/// <summary>The first tier whose grades together meet its threshold gives the verdict.</summary>
internal sealed record Tiers((string Result, string[] Grades, Threshold Threshold)[] Steps, string Otherwise) : Rule
{
    public override void Decide(Totals totals, SortedDictionary<string, object> result)
    {
        var met = Steps.Where(step => totals.Of(step.Grades) >= step.Threshold.Need(totals)).Select(step => step.Result);
        result["verdict"] = met.FirstOrDefault(Otherwise);
        result["outcome"] = "decided";
    }
}

/// <summary>Fills <paramref name="Vacant"/> seats by most marks; a tie at the cut is run off or referred, never drawn by lot.</summary>
internal sealed record Selection(int Vacant, Threshold? Threshold, bool MayRunOff, bool TakeFewer) : Rule
{
    public override void Decide(Totals totals, SortedDictionary<string, object> result)
    {
        var counts = totals.Counts;
        var need = Threshold?.Need(totals) ?? 1;
        int[] ranked = [.. Enumerable.Range(0, counts.Length).Where(i => counts[i] >= need).OrderByDescending(i => counts[i])];

        int[] elected = [.. ranked.Take(Vacant)];
        int[] tied = [];
        if (ranked.Length > Vacant && counts[ranked[Vacant - 1]] == counts[ranked[Vacant]])
        {
            var cut = counts[ranked[Vacant]];
            tied = Array.FindAll(ranked, i => counts[i] == cut);
            elected = Array.FindAll(ranked, i => counts[i] > cut);
        }

        var left = Vacant - elected.Length;
        var outcome = tied.Length > 0 ? (MayRunOff ? "runoff" : "referred")
            : left > 0 && !TakeFewer ? "shortfall"
            : "decided";

        if (Threshold is not null)
        {
            result["need"] = need;
        }

        result["verdict"] = "elected";
        result["outcome"] = outcome;
        result["elected"] = elected.Order().Select(i => totals.Options[i]).ToArray();
        result["tied"] = tied.Order().Select(i => totals.Options[i]).ToArray();
        result["shortfall"] = outcome == "runoff" ? 0L : left;
    }
}
