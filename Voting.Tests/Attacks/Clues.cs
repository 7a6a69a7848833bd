using System.Text;

namespace Voting.Tests.Attacks;

/// <summary>
/// What can be read out of a holding without knowing what it means: in which orders members appear, in which orders readable ballots
/// appear, where one lies near the other, and whatever else there is to notice about each member.
/// </summary>
internal sealed class Clues
{
    private const int Page = 4096;
    private const int PostgresPage = 8192;
    private const int WalHeader = 32;
    private const int WalFrame = 24 + Page;
    private const int Near = 300;
    private const int Back = 96;

    private readonly IReadOnlyList<Readable> _readable;
    private readonly Dictionary<string, int> _place;
    private readonly HashSet<int> _voted;
    private readonly Needles _members;
    private readonly Needles _ballots;
    private readonly Needles _options;

    private Clues(Holding holding)
    {
        _readable = holding.Ballots;
        Totals = holding.Totals;
        _place = holding.Roll.Index().ToDictionary(m => m.Item, m => m.Index);
        _members = new Needles([.. holding.Roll.Select(Encoding.UTF8.GetBytes)]);
        _ballots = new Needles([.. holding.Ballots.Select(b => b.Needle)]);
        _options = new Needles([.. holding.Options.Select(Encoding.UTF8.GetBytes)]);
        _voted = [.. holding.Packets.Where(p => p.FromScreen && p.Size > 100).Select(p => _place[p.Member])];
        Voters = [.. _voted.Order()];
    }

    /// <summary>Members, as places on the roll, whose tablets sent something as long as a ballot.</summary>
    public IReadOnlyList<int> Voters { get; }

    /// <summary>Ballots for each option, which everybody knows afterwards.</summary>
    public IReadOnlyList<int> Totals { get; }

    /// <summary>Orders of members, by where they were found.</summary>
    public Dictionary<string, IReadOnlyList<int>> Members { get; } = [];

    /// <summary>Orders of what was marked, by where it was found.</summary>
    public Dictionary<string, IReadOnlyList<int>> Marks { get; } = [];

    /// <summary>Marks that lie beside a member: member → option.</summary>
    public Dictionary<string, IReadOnlyDictionary<int, int>> Beside { get; } = [];

    /// <summary>What there is to notice about members, each at the member's place on the roll; <see cref="Nothing"/> where there is nothing.</summary>
    public Dictionary<string, short[]> Noticed { get; } = [];

    public const short Nothing = short.MinValue;

    public static Clues Of(Holding holding)
    {
        var clues = new Clues(holding);
        clues.OnTheRoll();
        clues.OnTheWire(holding);
        clues.Lines("log", holding.Log);
        clues.Lines("pushes", holding.Pushes);
        foreach (var copy in holding.Copies) clues.Add(copy);
        foreach (var table in holding.Tables) clues.Add(table);
        return clues;
    }

    /// <summary>Files that are found later, as at the end of the meeting.</summary>
    public void Add(Copy copy)
    {
        foreach (var (name, bytes) in copy.Files)
        {
            var at = $"{copy.At}/{name}";
            Orders(at, _members.In(bytes), _ballots.In(bytes), offset => name.EndsWith("-wal", StringComparison.Ordinal)
                // A journal repeats pages: what counts is the first in which something stands.
                ? ((offset - WalHeader) / WalFrame, -(offset - WalHeader) % WalFrame)
                : name.StartsWith("base/", StringComparison.Ordinal) ? (offset / PostgresPage, -offset % PostgresPage) : (offset / Page, -offset % Page));
            NearEachOther(at, bytes);
        }
    }

    /// <summary>A table's rows, in an order that a store gives away.</summary>
    public void Add(Rows table)
    {
        var (members, marks, beside) = (new List<(int, int)>(), new List<int>(), new Dictionary<int, int>());
        foreach (var (r, row) in table.Cells.Index())
        {
            var member = _members.In(row).Select(f => f.Needle).Distinct().ToList();
            var mark = Option(row);
            if (member.Count == 1) members.Add((r, member[0]));
            if (mark is { } m) marks.Add(m);
            if (member.Count == 1 && mark is { } beneath) beside[member[0]] = beneath;
            if (member.Count != 1) continue;
            // Whatever lies in a member's own row: its length, and its bytes counted from its end.
            Notice($"{table.Name} length", member[0], row.Length);
            for (var back = 1; back <= Math.Min(row.Length, Back); back++) Notice($"{table.Name} byte -{back}", member[0], row[^back] >> 6);
        }

        Order(Members, table.Name, [.. members.Select(m => m.Item2).Distinct()]);
        Order(Marks, table.Name, marks);
        if (beside.Count > 0) Beside[table.Name] = beside;
    }

    private void OnTheRoll() => Order(Members, "roll", Voters);

    private void OnTheWire(Holding holding)
    {
        var presses = holding.Packets.Where(p => p.FromScreen && p.Size > 100).OrderBy(p => p.At).ToList();
        Order(Members, "wire first press", [.. presses.Select(p => _place[p.Member]).Distinct()]);
        Order(Members, "wire last press", [.. presses.AsEnumerable().Reverse().Select(p => _place[p.Member]).Distinct().Reverse()]);
        foreach (var (member, sent) in presses.GroupBy(p => _place[p.Member]).Select(g => (g.Key, g.ToList())))
        {
            var answers = holding.Packets.Where(p => p.Member == holding.Roll[member] && !p.FromScreen && p.At > sent[^1].At).OrderBy(p => p.At).ToList();
            Notice("wire size of the last press", member, sent[^1].Size);
            Notice("wire size of the first press", member, sent[0].Size);
            Notice("wire number of presses", member, sent.Count);
            Notice("wire time from press to press", member, Length(sent[^1].At - sent[0].At));
            if (answers.Count == 0) continue;
            Notice("wire size of the answer", member, answers[0].Size);
            Notice("wire time to the answer", member, Length(answers[0].At - sent[^1].At));
        }

        foreach (var way in (string[])["roll", "wire first press", "wire last press"])
            foreach (var (rank, member) in Members.GetValueOrDefault(way, []).Index()) Notice($"{way}, tenth", member, rank * 10 / Members[way].Count);
    }

    // A line of a log, or a message to a screen.
    private void Lines(string name, IReadOnlyList<string> lines) => Add(new Rows(name, [.. lines.Select(Encoding.UTF8.GetBytes)]));

    private void Orders(string at, IReadOnlyList<(int At, int Needle)> members, IReadOnlyList<(int At, int Needle)> ballots, Func<int, (int, int)> page)
    {
        Each(Members, members, member => member);
        Each(Marks, ballots, ballot => _readable[ballot].Option);

        void Each(Dictionary<string, IReadOnlyList<int>> into, IReadOnlyList<(int At, int Needle)> found, Func<int, int> what)
        {
            Order(into, $"{at} first", [.. found.Select(f => f.Needle).Distinct().Select(what)]);
            Order(into, $"{at} last", [.. found.Reverse().Select(f => f.Needle).Distinct().Reverse().Select(what)]);
            // Rows fill a page from its end: that gives the order in which they were written.
            Order(into, $"{at} pages", [.. found.OrderBy(f => page(f.At)).Select(f => f.Needle).Distinct().Select(what)]);
        }
    }

    private void NearEachOther(string at, byte[] bytes)
    {
        var marks = _ballots.In(bytes).Select(f => (f.At, _readable[f.Needle].Option)).Concat(_options.In(bytes).Select(f => (f.At, Option: f.Needle))).OrderBy(m => m.At).ToList();
        if (marks.Count == 0) return;
        var places = marks.Select(m => m.At).ToList();
        var nearest = new Dictionary<int, (int Distance, int Option)>();
        foreach (var (where, member) in _members.In(bytes))
        {
            var next = places.BinarySearch(where);
            if (next < 0) next = ~next;
            foreach (var i in (int[])[next - 1, next])
            {
                if (i < 0 || i >= marks.Count) continue;
                var distance = Math.Abs(marks[i].At - where);
                if (distance <= Near && (!nearest.TryGetValue(member, out var best) || distance < best.Distance)) nearest[member] = (distance, marks[i].Option);
            }
        }

        if (nearest.Count > 0) Beside[at] = nearest.ToDictionary(n => n.Key, n => n.Value.Option);
    }

    private int? Option(byte[] row)
    {
        var ballots = _ballots.In(row);
        if (ballots.Count == 1) return _readable[ballots[0].Needle].Option;
        var options = _options.In(row);
        return options.Count == 1 ? options[0].Needle : null;
    }

    // Too short or too long, it is no order of those who voted.
    private void Order(Dictionary<string, IReadOnlyList<int>> into, string name, IReadOnlyList<int> order)
    {
        if (into == Members) order = [.. order.Where(_voted.Contains)];
        if (order.Count >= Voters.Count * 0.6 && order.Count <= Voters.Count * 1.6) into[name] = order;
    }

    private void Notice(string what, int member, long value)
    {
        if (!Noticed.TryGetValue(what, out var values))
        {
            Noticed[what] = values = new short[_place.Count];
            Array.Fill(values, Nothing);
        }

        values[member] = (short)Math.Min(value, short.MaxValue);
    }

    // Of a time: its power of two.
    private static long Length(long ticks) => ticks <= 0 ? 0 : (long)Math.Log2(ticks);
}
