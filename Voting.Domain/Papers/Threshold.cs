namespace Voting.Domain.Papers;

/// <summary>What a share is taken of. The exact meaning of each is in the table of numbers of the record format.</summary>
public enum Base
{
    /// <summary>All members in office (全体组成人员), N.</summary>
    All,
    /// <summary>Members entitled and present (在场), P.</summary>
    Present,
    /// <summary>Ballots counted in the round, void ones included.</summary>
    Voted,
    /// <summary>Marks for and marks against together; abstentions and blanks left out.</summary>
    ForAgainst,
    /// <summary>Ballots valid on the question, blanks included.</summary>
    Valid,
    /// <summary>Ballot papers issued (发出); with devices, the members present.</summary>
    Issued,
    /// <summary>Ballot papers returned (收回); with devices, the ballots counted.</summary>
    Returned,
}

/// <summary>How a count is held against a share: 过半数 is <see cref="MoreThan"/>, 以上 is <see cref="AtLeast"/>.</summary>
public enum Comparison
{
    /// <summary>Strictly more than the share.</summary>
    MoreThan,
    /// <summary>The share itself is enough.</summary>
    AtLeast,
}

/// <summary>
/// A share that a count must reach, in whole numbers: a rounded percentage never decides anything.
/// More than half of all members is <c>{All, MoreThan, 1, 2}</c> (地方组织法 art. 51).
/// </summary>
/// <param name="Of">What the share is taken of.</param>
/// <param name="Op">Whether the share itself is enough.</param>
/// <param name="Num">Numerator, 0 ≤ Num ≤ Den.</param>
/// <param name="Den">Denominator, at least 1.</param>
public sealed record Threshold(Base Of, Comparison Op, int Num, int Den)
{
    /// <summary>Whether <paramref name="count"/> of <paramref name="total"/> reaches the share. Nobody's approval never does.</summary>
    /// <param name="count">Marks, ≥ 0.</param>
    /// <param name="total">The number that <see cref="Of"/> names, ≥ 0.</param>
    public bool Met(int count, int total) => count >= 1 && (Op is Comparison.MoreThan
        ? (long)count * Den > (long)total * Num
        : (long)count * Den >= (long)total * Num);

    /// <summary>The smallest count, at least 1, that reaches the share of <paramref name="total"/>.</summary>
    public int Need(int total)
    {
        var share = (long)total * Num;
        var need = Op is Comparison.MoreThan ? share / Den + 1 : (share + Den - 1) / Den;
        return (int)Math.Max(1, need);
    }
}
