namespace Voting.Verifier.Rules;

/// <summary>Who could vote in a round and who did. `Issued` and `Returned` are paper's, with devices `present` and `voted`.</summary>
internal sealed record Turnout(long All, long Present, long Voted, long Issued, long Returned)
{
    public static Turnout OfDevices(long all, long present, long voted) => new(all, present, voted, present, voted);
}

/// <summary>What the ballots of a round say on one question; `Counts` stand in the order of `Options`.</summary>
internal sealed record Tally(IReadOnlyList<string> Options, IReadOnlyList<long> Counts, long Valid, long Void, long Blank)
{
    public long Of(string option)
    {
        for (var i = 0; i < Options.Count; i++)
        {
            if (Options[i] == option)
            {
                return Counts[i];
            }
        }

        return 0;
    }

    public long Base(string of, Turnout turnout) => of switch
    {
        "all" => turnout.All,
        "present" => turnout.Present,
        "voted" => turnout.Voted,
        "valid" => Valid,
        "for-against" => Of("for") + Of("against"),
        "issued" => turnout.Issued,
        _ => turnout.Returned,
    };
}

/// <summary>How a question may be marked in a round, and the fold of its ballots into a tally.</summary>
internal sealed class Count(Due due)
{
    private readonly Dictionary<string, int> places =
        due.Options.Select((id, place) => (id, place)).ToDictionary(each => each.id, each => each.place, StringComparer.Ordinal);

    private readonly long[] counts = new long[due.Options.Count];
    private long valid;
    private long blank;
    private long @void;

    public bool Knows(string option) => places.ContainsKey(option);

    public void Add(IReadOnlyCollection<string> marks)
    {
        if (!due.Allows(marks.Count))
        {
            @void++;
            return;
        }

        valid++;
        blank += marks.Count == 0 ? 1 : 0;
        foreach (var mark in marks)
        {
            counts[places[mark]]++;
        }
    }

    public void AddUnreadable(long envelopes) => @void += envelopes;

    public Tally Tally() => new(due.Options, counts, valid, @void, blank);
}
