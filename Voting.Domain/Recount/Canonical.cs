using System.Globalization;
using System.Text;

namespace Voting.Domain.Recount;

/// <summary>
/// The canonical text of RFC 8785 for the few types a result is made of: whole numbers, strings, lists, and dictionaries
/// whose ordinal order is the order of UTF-16 code units its section 3.2.3 asks for.
/// </summary>
internal static class Canonical
{
    public static string Write(object value) => value switch
    {
        long number => number.ToString(CultureInfo.InvariantCulture),
        string text => Quote(text),
        SortedDictionary<string, object> fields => $"{{{string.Join(',', fields.Select(f => $"{Quote(f.Key)}:{Write(f.Value)}"))}}}",
        IEnumerable<object> items => $"[{string.Join(',', items.Select(Write))}]",
        _ => throw new NotSupportedException($"no canonical text for {value.GetType()}"),
    };

    static string Quote(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '\b' => quoted.Append("\\b"),
                '\t' => quoted.Append("\\t"),
                '\n' => quoted.Append("\\n"),
                '\f' => quoted.Append("\\f"),
                '\r' => quoted.Append("\\r"),
                < ' ' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
