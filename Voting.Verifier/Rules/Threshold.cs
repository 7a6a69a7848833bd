namespace Voting.Verifier.Rules;

/// <summary>How many are needed, of what. Whole numbers only; all of them fit 31 bits, so every product fits a long.</summary>
internal sealed record Threshold(string Of, string Op, int Num, int Den)
{
    /// <summary>Nobody's approval never passes anything, so a count of none meets no threshold.</summary>
    public bool IsMetBy(long count, long of) =>
        count >= 1 && (Op == ">" ? count * Den > of * Num : count * Den >= of * Num);

    /// <summary>The smallest count that meets it.</summary>
    public long Need(long of) =>
        Math.Max(1, Op == ">" ? of * Num / Den + 1 : (of * Num + Den - 1) / Den);
}
