using System.Globalization;

namespace Voting.Domain.Papers;

/// <summary>
/// How percentages are printed beside counts, where a paper asks for them. They decide nothing, and each is printed as it rounds:
/// three thirds are 33.3 each, and nobody makes them 100.
/// </summary>
/// <param name="Of">What they are taken of.</param>
/// <param name="Decimals">Digits after the point, 0 to <see cref="MostDecimals"/>.</param>
public sealed record Percentages(Base Of, int Decimals)
{
    /// <summary>Most digits after the point.</summary>
    public const int MostDecimals = 4;

    /// <summary>The percentage as it is printed, without a sign, half rounded up; null where there is nothing to take it of.</summary>
    /// <param name="count">Marks, ≥ 0.</param>
    /// <param name="total">The number that <see cref="Of"/> names, ≥ 0.</param>
    public string? Print(int count, int total)
    {
        if (total == 0) return null;
        var unit = (long)Math.Pow(10, Decimals);
        var rounded = (count * 100L * unit * 2 + total) / (2L * total);
        return Decimals == 0 ? rounded.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{rounded / unit}.{(rounded % unit).ToString("D" + Decimals, CultureInfo.InvariantCulture)}");
    }
}
