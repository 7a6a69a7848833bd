using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Voting.Domain.Files;

/// <summary>A place in a JSON file that knows its path, so that every error can say where it is.</summary>
internal readonly partial struct Cursor(JsonElement element, string path)
{
    public string Path => path;

    /// <summary>Reads a file whole: its size first, then its bytes, then its syntax, then its meaning.</summary>
    public static FileRead<T> Read<T>(ReadOnlyMemory<byte> file, long limit, Func<Cursor, T> read) where T : class
    {
        if (file.Length > limit) return new FileRead<T>(null, TooLarge(limit));
        if (file.Span.StartsWith("\uFEFF"u8)) file = file[3..];
        try
        {
            new UTF8Encoding(false, true).GetCharCount(file.Span);
            using var document = JsonDocument.Parse(file, new JsonDocumentOptions { MaxDepth = 32 });
            return new FileRead<T>(read(new Cursor(document.RootElement, "$")), null);
        }
        catch (FileFaultException e)
        {
            return new FileRead<T>(null, e.Fault);
        }
        catch (JsonException e)
        {
            return new FileRead<T>(null, new FileFault(BrokenJson.Locate(file.Span),
                $"不是完整的 JSON（第 {e.LineNumber + 1} 行，第 {e.BytePositionInLine + 1} 字节）。", $"not well-formed JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})."));
        }
        catch (DecoderFallbackException e)
        {
            return new FileRead<T>(null, new FileFault("$", $"不是 UTF-8 文本（第 {e.Index} 字节）。", $"not UTF-8 text (byte {e.Index})."));
        }
    }

    public static FileFault TooLarge(long limit) => new("$", $"文件超过 {limit / 1024 / 1024} MiB。", $"the file is larger than {limit / 1024 / 1024} MiB.");

    public FileFaultException Fault(string chinese, string english) => new(new FileFault(path, chinese, english));

    private FileFaultException Expected(string chinese, string english) => Fault($"应为{chinese}。", $"must be {english}.");

    /// <summary>Checks that this is an object with no names but these, each once.</summary>
    public Cursor Object(params ReadOnlySpan<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, at) in Members())
        {
            if (!names.Contains(name)) throw at.Fault($"未知字段“{name}”。", $"unknown field \"{name}\".");
            if (!seen.Add(name)) throw at.Fault($"字段“{name}”重复。", $"the name \"{name}\" stands twice.");
        }

        return this;
    }

    /// <summary>The members of an object used as a map; a name that stands twice is an error.</summary>
    public IEnumerable<(string Name, Cursor At)> Entries()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, at) in Members())
        {
            if (!seen.Add(name)) throw at.Fault($"“{name}”重复。", $"the name \"{name}\" stands twice.");
            yield return (name, at);
        }
    }

    private IEnumerable<(string Name, Cursor At)> Members()
    {
        if (element.ValueKind is not JsonValueKind.Object) throw Expected("对象", "an object");
        var here = this;
        return element.EnumerateObject().Select(p => (here.String(() => p.Name), new Cursor(p.Value, here.Child(here.String(() => p.Name)))));
    }

    public Cursor this[string name] => Optional(name) ?? throw Missing(name, $"缺少必填字段“{name}”。", $"the field \"{name}\" is required.");

    public FileFaultException Missing(string name, string chinese, string english) => new(new FileFault(Child(name), chinese, english));

    public Cursor? Optional(string name) => element.TryGetProperty(name, out var value) ? new Cursor(value, Child(name)) : null;

    public IReadOnlyList<Cursor> Items(int most, int least = 0)
    {
        if (element.ValueKind is not JsonValueKind.Array) throw Expected("列表", "a list");
        var here = this;
        var items = element.EnumerateArray().Select((e, i) => new Cursor(e, $"{here.Path}[{i}]")).ToList();
        if (items.Count > most) throw Fault($"超过 {most} 项。", $"has more than {most} items.");
        if (items.Count < least) throw Fault("不能为空。", "must not be empty.");
        return items;
    }

    public bool IsNull => element.ValueKind is JsonValueKind.Null;

    public bool IsText => element.ValueKind is JsonValueKind.String;

    public string Text(int most = 2_000, int least = 1)
    {
        if (!IsText) throw Expected("文本", "text");
        var source = element;
        var text = String(() => source.GetString()!);
        if (text.Length > most) throw Fault($"超过 {most} 个字符。", $"is longer than {most} characters.");
        if (text.Length < least) throw Fault("不能为空。", "must not be empty.");
        return text;
    }

    // A lone surrogate is well-formed JSON and no text.
    private string String(Func<string> get)
    {
        try
        {
            return get();
        }
        catch (InvalidOperationException)
        {
            throw Expected("合法的 Unicode 文本", "valid Unicode text");
        }
    }

    public string Id() => Text() is var id && IdPattern().IsMatch(id) ? id
        : throw Expected("1–64 个字符的编号（A-Z a-z 0-9 . _ -）", "an id of 1–64 characters out of A-Z a-z 0-9 . _ -");

    public int Integer(int least, int most) =>
        element.ValueKind is JsonValueKind.Number && element.TryGetInt32(out var n) && n >= least && n <= most ? n
            : throw Expected($"{least} 到 {most} 的整数", $"a whole number from {least} to {most}");

    public bool Flag() => element.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? element.GetBoolean() : throw Expected("true 或 false", "true or false");

    public T OneOf<T>(params ReadOnlySpan<(string Text, T Value)> choices)
    {
        if (IsText)
        {
            var text = Text(least: 0);
            foreach (var choice in choices)
                if (choice.Text == text) return choice.Value;
        }

        var list = new List<string>();
        foreach (var choice in choices) list.Add(choice.Text);
        throw Expected($"以下之一：{string.Join("、", list)}", $"one of: {string.Join(", ", list)}");
    }

    private string Child(string name) => path + (PlainName().IsMatch(name) ? "." + name
        : $"['{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']");

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex PlainName();
}
