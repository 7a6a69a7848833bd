namespace Voting.Tests.Attacks;

/// <summary>A round as an attacker sees it, and beside it what only the test knows.</summary>
/// <param name="Clues">All there is to go by.</param>
/// <param name="Truth">Place on the roll → option that counted.</param>
internal sealed record Attacked(Clues Clues, IReadOnlyDictionary<int, int> Truth);

/// <summary>How many of the choices each attacker named rightly.</summary>
/// <param name="Guesses">Members who voted, in all rounds.</param>
/// <param name="Constant">How many were right for whoever names in each round the option with the most votes, which everybody knows afterwards.</param>
/// <param name="Right">By attacker.</param>
internal sealed record Scores(int Guesses, int Constant, IReadOnlyDictionary<string, int> Right)
{
    public double ConstantShare => (double)Constant / Guesses;

    /// <summary>Of the share of the best constant guess.</summary>
    public double StandardError => Math.Sqrt(ConstantShare * (1 - ConstantShare) / Guesses);

    public (string Name, double Share) Best => Right.Select(r => (r.Key, (double)r.Value / Guesses)).MaxBy(r => r.Item2);

    /// <summary>The best of those whose name begins so.</summary>
    public double BestOf(string kind) => Right.Where(r => r.Key.StartsWith(kind, StringComparison.Ordinal)).Select(r => (double)r.Value / Guesses).DefaultIfEmpty(0).Max();
}

/// <summary>
/// The attackers. Each follows one idea in every round, and where it finds nothing to go by it names the option with the most votes.
/// Those that learn have seen the truth of half of the rounds and are tried on the other half.
/// </summary>
internal static class Attackers
{
    public static Scores Attack(IReadOnlyList<Attacked> rounds)
    {
        var guesses = rounds.Sum(r => r.Truth.Count);
        var constant = rounds.Sum(r => r.Truth.Values.CountBy(o => o).Max(c => c.Value));
        var right = new Dictionary<string, int>();
        foreach (var (name, round, guess) in rounds.SelectMany(r => Readers(r.Clues).Select(g => (g.Name, Round: r, g.Guess))).Concat(Learners(rounds)))
        {
            // Counted against what it gains over the constant guess, which it falls back to.
            right.TryAdd(name, constant);
            right[name] += round.Truth.Count(t => guess(t.Key) == t.Value) - round.Truth.Count(t => t.Value == Most(round.Clues));
        }

        return new Scores(guesses, constant, right);
    }

    // The order of members against the order of marks, and what lies beside a member.
    private static IEnumerable<(string Name, Func<int, int> Guess)> Readers(Clues clues)
    {
        var most = Most(clues);
        foreach (var (where, members) in clues.Members)
            foreach (var (found, marks) in clues.Marks)
            {
                var ranks = members.Index().ToDictionary(m => m.Item, m => members.Count == 1 ? 0 : (int)Math.Round((double)m.Index * (marks.Count - 1) / (members.Count - 1)));
                yield return ($"order: {where} = {found}", member => ranks.TryGetValue(member, out var rank) ? marks[rank] : most);
                yield return ($"order: {where} = {found}, reversed", member => ranks.TryGetValue(member, out var rank) ? marks[marks.Count - 1 - rank] : most);
            }

        foreach (var (where, marks) in clues.Beside)
            yield return ($"beside: {where}", member => marks.TryGetValue(member, out var mark) ? mark : most);
    }

    private static IEnumerable<(string Name, Attacked Round, Func<int, int> Guess)> Learners(IReadOnlyList<Attacked> rounds)
    {
        for (var half = 0; half < 2; half++)
        {
            var known = rounds.Where((_, i) => i % 2 != half).ToList();
            var unknown = rounds.Where((_, i) => i % 2 == half).ToList();
            if (known.Count == 0) continue;
            var what = rounds.SelectMany(r => r.Clues.Noticed.Keys).Distinct().ToList();
            var learnt = what.ToDictionary(w => w, w => Learn(known, w));
            foreach (var round in unknown)
            {
                foreach (var w in what) yield return ($"learnt: {w}", round, member => Judge(round.Clues, [w], learnt, member));
                yield return ("learnt: all together", round, member => Judge(round.Clues, what, learnt, member));
            }
        }
    }

    /// <summary>How often each value went with each option.</summary>
    private static Dictionary<short, double[]> Learn(List<Attacked> known, string what)
    {
        var options = known[0].Clues.Totals.Count;
        var counts = new Dictionary<short, double[]>();
        var all = new double[options];
        foreach (var round in known)
        {
            if (!round.Clues.Noticed.TryGetValue(what, out var values)) continue;
            foreach (var (member, option) in round.Truth)
            {
                var value = values[member];
                if (value == Clues.Nothing) continue;
                if (!counts.TryGetValue(value, out var count)) counts[value] = count = new double[options];
                count[option]++;
                all[option]++;
            }
        }

        // The chance of the value given the option; one more of each, so that what was seen once proves little.
        return counts.ToDictionary(c => c.Key, c => c.Value.Select((n, o) => (n + 1) / (all[o] + counts.Count)).ToArray());
    }

    private static int Judge(Clues clues, IReadOnlyList<string> what, Dictionary<string, Dictionary<short, double[]>> learnt, int member)
    {
        var weight = clues.Totals.Select(t => Math.Log(t + 1e-9)).ToArray();
        foreach (var w in what)
        {
            if (!clues.Noticed.TryGetValue(w, out var values) || !learnt[w].TryGetValue(values[member], out var chances)) continue;
            for (var o = 0; o < weight.Length; o++) weight[o] += Math.Log(chances[o]);
        }

        return Array.IndexOf(weight, weight.Max());
    }

    private static int Most(Clues clues) => clues.Totals.Index().MaxBy(t => t.Item).Index;
}
