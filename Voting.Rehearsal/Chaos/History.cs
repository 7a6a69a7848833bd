using System.Collections.Concurrent;

namespace Voting.Rehearsal.Chaos;

/// <summary>A press as the member's own device saw it.</summary>
/// <param name="Member">Who pressed.</param>
/// <param name="Seq">Which press of theirs; a later one takes the place of an earlier one.</param>
/// <param name="Hash">SHA-256 of its envelope, lower-case hex.</param>
/// <param name="Sent">When it was sent for the first time, on the clock of <see cref="RoundHistory"/>.</param>
public sealed record PressSeen(string Member, int Seq, string Hash, long Sent)
{
    /// <summary>When <c>Recorded</c> arrived, or null where it never did.</summary>
    public long? Acknowledged { get; set; }
}

/// <summary>What a device was told of its own presses.</summary>
/// <param name="Member">Whose device.</param>
/// <param name="Asked">When it asked.</param>
/// <param name="Seq">The highest recorded press it was told, or null for none.</param>
public sealed record SeqSeen(string Member, long Asked, int? Seq);

/// <summary>Something that must never be.</summary>
/// <param name="Code">A word for it.</param>
/// <param name="Text">Whose and which.</param>
public sealed record Violation(string Code, string Text);

/// <summary>
/// All that the clients of one round saw, in one order of time, and what the server says was counted. The check knows nothing of how
/// the server works: it holds what was promised to each client against the urn.
/// </summary>
/// <remarks>For papers where the last press counts.</remarks>
public sealed class RoundHistory
{
    private readonly ConcurrentQueue<PressSeen> _presses = new();
    private readonly ConcurrentQueue<SeqSeen> _read = new();

    /// <summary>When somebody first knew that the round is closed; null while nobody does.</summary>
    public long? Closed { get; set; }

    /// <summary>What the urn holds, hashes in lower-case hex.</summary>
    public IReadOnlyCollection<string> Urn { get; set; } = [];

    /// <summary>How many voted, as the result says.</summary>
    public int Voted { get; set; }

    public IReadOnlyCollection<PressSeen> Presses => _presses;

    public void Add(PressSeen press) => _presses.Enqueue(press);

    public void Add(SeqSeen read) => _read.Enqueue(read);

    /// <summary>Everything that must not be and was; empty where all is as promised.</summary>
    public IReadOnlyList<Violation> Check()
    {
        var urn = Urn.ToHashSet();
        var known = _presses.Select(p => p.Hash).ToHashSet();
        var found = new List<Violation>();
        if (Urn.Count != urn.Count) found.Add(new Violation("doubled", $"the urn holds {Urn.Count - urn.Count} envelopes twice"));
        if (urn.Count != Voted) found.Add(new Violation("miscounted", $"the urn holds {urn.Count}, {Voted} voted"));
        foreach (var strange in urn.Except(known)) found.Add(new Violation("strange", $"{strange} was pressed by nobody"));
        foreach (var member in _presses.GroupBy(p => p.Member)) found.AddRange(Of(member.Key, [.. member], urn));
        return found;
    }

    private IEnumerable<Violation> Of(string member, List<PressSeen> presses, HashSet<string> urn)
    {
        var counted = presses.Where(p => urn.Contains(p.Hash)).ToList();
        var promised = presses.Where(p => p.Acknowledged is not null).Select(p => (int?)p.Seq).Max();
        if (counted.Count > 1) yield return new Violation("twice", $"{member}: presses {string.Join(", ", counted.Select(p => p.Seq))} all count");
        if (promised is { } last && !counted.Any(p => p.Seq >= last))
            yield return new Violation("lost", $"{member}: press {last} was acknowledged, {(counted.Count == 0 ? "none" : $"press {counted[0].Seq}")} counts");
        if (Closed is { } closed)
        {
            foreach (var late in counted.Where(p => p.Sent > closed)) yield return new Violation("late", $"{member}: press {late.Seq} was sent after the close and counts");
            foreach (var late in presses.Where(p => p.Sent > closed && p.Acknowledged is not null)) yield return new Violation("late", $"{member}: press {late.Seq} was sent after the close and acknowledged");
        }

        foreach (var read in _read.Where(r => r.Member == member))
        {
            var due = presses.Where(p => p.Acknowledged < read.Asked).Select(p => p.Seq).DefaultIfEmpty().Max();
            if ((read.Seq ?? 0) < due) yield return new Violation("stale", $"{member}: press {due} was acknowledged, then told was {read.Seq?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}");
        }
    }
}
