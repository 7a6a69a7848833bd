using System.Globalization;
using System.Text;
using Voting.Verifier.Json;

namespace Voting.Verifier;

/// <summary>What is wrong and where, in both languages.</summary>
internal sealed record Wrong(Place Place, string Chinese, string English)
{
    public override string ToString() => $"{Place}: {Chinese} / {English}";

    /// <summary>
    /// Quotes a value taken from a file. What is not plainly printable is escaped and long values
    /// are cut, because the terminal that shows it must not be driven by the file.
    /// </summary>
    public static string Show(string value)
    {
        const int Longest = 60;
        var shown = new StringBuilder("\"");
        foreach (var sign in value.Length > Longest ? value[..Longest] : value)
        {
            var printable = char.GetUnicodeCategory(sign) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            shown.Append(printable ? sign.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)sign:x4}"));
        }

        return shown.Append(value.Length > Longest ? "…\"" : "\"").ToString();
    }
}

/// <summary>A file, or a part of one, that cannot be taken as it is.</summary>
internal sealed class RefusedException(Wrong wrong) : Exception(wrong.ToString())
{
    public RefusedException(Place place, string chinese, string english)
        : this(new Wrong(place, chinese, english))
    {
    }

    public Wrong Wrong { get; } = wrong;
}

/// <summary>A scripted round that cannot be held: the rehearsal stops there.</summary>
internal sealed class StoppedException(Wrong wrong) : Exception(wrong.ToString())
{
    public StoppedException(Place place, string chinese, string english)
        : this(new Wrong(place, chinese, english))
    {
    }

    public Wrong Wrong { get; } = wrong;
}
