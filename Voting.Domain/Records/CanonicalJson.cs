using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Voting.Domain.Records;

/// <summary>Canonical JSON text (RFC 8785): one text for one value, so that it can be hashed and signed.</summary>
public static class CanonicalJson
{
    /// <summary>The canonical bytes, UTF-8.</summary>
    public static byte[] Bytes(JsonNode? node) => Encoding.UTF8.GetBytes(Text(node));

    /// <summary>The canonical text.</summary>
    /// <exception cref="ArgumentException">A string holds a lone surrogate, or a number is not finite.</exception>
    public static string Text(JsonNode? node)
    {
        var text = new StringBuilder();
        try
        {
            Write(node, text);
        }
        catch (InvalidOperationException e)
        {
            // A parsed string is unescaped only here, and that is how the parser says that it is half a character.
            throw new ArgumentException("A lone surrogate has no canonical text (RFC 8785 §3.2.2.2).", nameof(node), e);
        }

        return text.ToString();
    }

    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                text.Append('{');
                var first = true;
                // RFC 8785 §3.2.3: names are sorted by UTF-16 code unit, which is what an ordinal comparison does.
                foreach (var (name, value) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    if (!first) text.Append(',');
                    first = false;
                    WriteString(name, text);
                    text.Append(':');
                    Write(value, text);
                }

                text.Append('}');
                break;
            case JsonArray items:
                text.Append('[');
                for (var i = 0; i < items.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    Write(items[i], text);
                }

                text.Append(']');
                break;
            case JsonValue value:
                switch (value.GetValueKind())
                {
                    case JsonValueKind.String: WriteString(value.GetValue<string>(), text); break;
                    case JsonValueKind.Number: text.Append(Number(value)); break;
                    case JsonValueKind.True: text.Append("true"); break;
                    case JsonValueKind.False: text.Append("false"); break;
                    default: text.Append("null"); break;
                }

                break;
        }
    }

    private static void WriteString(string value, StringBuilder text)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case < ' ': text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"); break;
                default:
                    if (char.IsSurrogate(c))
                    {
                        if (!char.IsHighSurrogate(c) || i + 1 == value.Length || !char.IsLowSurrogate(value[i + 1]))
                            throw new ArgumentException("A lone surrogate has no canonical text (RFC 8785 §3.2.2.2).");
                        text.Append(c).Append(value[++i]);
                    }
                    else
                    {
                        text.Append(c);
                    }

                    break;
            }
        }

        text.Append('"');
    }

    private static string Number(JsonValue value)
    {
        if (value.TryGetValue<int>(out var small)) return small.ToString(CultureInfo.InvariantCulture);
        var number = value.TryGetValue<double>(out var d) ? d : double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
        if (!double.IsFinite(number)) throw new ArgumentException("Only finite numbers have a canonical text (RFC 8785 §3.2.2.3).");
        return EcmaScript(number);
    }

    /// <summary>A double as ECMAScript writes it (ECMA-262, Number::toString), from .NET's shortest digits that read back the same.</summary>
    private static string EcmaScript(double number)
    {
        if (number == 0) return "0";
        if (number < 0) return "-" + EcmaScript(-number);
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        // .NET writes a few powers of two with one digit too few to read back.
        if (double.Parse(shortest, CultureInfo.InvariantCulture) != number) shortest = number.ToString("E16", CultureInfo.InvariantCulture);
        var (digits, exponent) = Digits(shortest);
        var n = exponent + 1;
        var k = digits.Length;
        if (k <= n && n <= 21) return digits + new string('0', n - k);
        if (0 < n && n <= 21) return digits[..n] + "." + digits[n..];
        if (-6 < n && n <= 0) return "0." + new string('0', -n) + digits;
        var power = (n - 1 < 0 ? "-" : "+") + Math.Abs(n - 1).ToString(CultureInfo.InvariantCulture);
        return digits[..1] + (k > 1 ? "." + digits[1..] : "") + "e" + power;
    }

    private static (string Digits, int Exponent) Digits(string round)
    {
        var e = round.IndexOf('E', StringComparison.Ordinal);
        var power = e < 0 ? 0 : int.Parse(round[(e + 1)..], CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? round : round[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa.Length : point;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), power + whole - leading - 1);
    }
}
