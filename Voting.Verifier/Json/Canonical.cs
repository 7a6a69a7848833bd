using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Voting.Verifier.Json;

/// <summary>The canonical text of a JSON value (RFC 8785).</summary>
internal sealed class Canonical
{
    private readonly byte[] pending = new byte[1 << 12];
    private readonly Action<ReadOnlySpan<byte>> take;
    private int length;

    private Canonical(Action<ReadOnlySpan<byte>> take) => this.take = take;

    public static string Text(JsonElement value)
    {
        using var text = new MemoryStream();
        Write(value, text.Write);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>SHA-256 of the canonical text, in lower-case hex; a member of the outermost object may be left out.</summary>
    public static string Hash(JsonElement value, string? without = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Write(value, hash.AppendData, without);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Where the bytes first differ from the canonical text of the value they hold; null if nowhere.</summary>
    public static long? FirstDifference(JsonElement value, ReadOnlyMemory<byte> bytes)
    {
        long at = 0;
        long? difference = null;
        Write(value, part =>
        {
            var rest = bytes.Span[(int)Math.Min(at, bytes.Length)..];
            var same = part.CommonPrefixLength(rest);
            if (same < part.Length)
            {
                difference ??= at + same;
            }

            at += part.Length;
        });
        return difference ?? (at == bytes.Length ? null : at);
    }

    public static void Write(JsonElement value, Action<ReadOnlySpan<byte>> take, string? without = null)
    {
        var writer = new Canonical(take);
        writer.Value(value, without);
        writer.Flush();
    }

    private void Value(JsonElement value, string? without = null)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Members(value, without);
                break;
            case JsonValueKind.Array:
                Elements(value);
                break;
            case JsonValueKind.String:
                Quoted(value.GetString()!);
                break;
            case JsonValueKind.Number:
                Plain(Es6Number.Write(value.GetDouble()));
                break;
            case JsonValueKind.True:
                Plain("true");
                break;
            case JsonValueKind.False:
                Plain("false");
                break;
            default:
                Plain("null");
                break;
        }
    }

    private void Members(JsonElement value, string? without)
    {
        var members = value.EnumerateObject().Select(member => (member.Name, member.Value)).Where(member => member.Name != without).ToArray();

        // By UTF-16 code units, as the RFC says; this differs from code point order beyond U+FFFF.
        Array.Sort(members, (left, right) => string.CompareOrdinal(left.Name, right.Name));
        Plain("{");
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0)
            {
                Plain(",");
            }

            Quoted(members[i].Name);
            Plain(":");
            Value(members[i].Value);
        }

        Plain("}");
    }

    private void Elements(JsonElement value)
    {
        Plain("[");
        var first = true;
        foreach (var element in value.EnumerateArray())
        {
            if (!first)
            {
                Plain(",");
            }

            first = false;
            Value(element);
        }

        Plain("]");
    }

    private void Quoted(string text)
    {
        Plain("\"");
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (Escape(text[i]) is { } escape)
            {
                Plain(text.AsSpan(from, i - from));
                Plain(escape);
                from = i + 1;
            }
        }

        Plain(text.AsSpan(from));
        Plain("\"");
    }

    private static string? Escape(char sign) => sign switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        < ' ' => $"\\u{(int)sign:x4}",
        _ => null,
    };

    private void Plain(ReadOnlySpan<char> text)
    {
        if (text.Length * 3 <= pending.Length - length)
        {
            length += Encoding.UTF8.GetBytes(text, pending.AsSpan(length));
            return;
        }

        Flush();
        if (text.Length * 3 <= pending.Length)
        {
            length = Encoding.UTF8.GetBytes(text, pending);
            return;
        }

        take(Encoding.UTF8.GetBytes(text.ToArray()));
    }

    private void Flush()
    {
        take(pending.AsSpan(0, length));
        length = 0;
    }
}
