using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Voting.Verifier.Json;

/// <summary>
/// Reads a JSON file: bounded in size and depth, UTF-8 without a byte order mark, every name once in
/// its object, every number within what a double holds (RFC 8785 needs all of this).
/// </summary>
internal sealed class JsonFile : IDisposable
{
    private const int Deepest = 64;

    private readonly JsonDocument document;

    private JsonFile(byte[] bytes, JsonDocument document)
    {
        Bytes = bytes;
        this.document = document;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public JsonElement Root => document.RootElement;

    public static JsonFile Read(string path, int mebibytes)
    {
        var bytes = ReadBounded(path, mebibytes * 1024L * 1024L);
        Inspect(bytes);
        return new JsonFile(bytes, JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = Deepest }));
    }

    public void Dispose() => document.Dispose();

    private static byte[] ReadBounded(string path, long bound)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            if (!file.CanSeek)
            {
                throw new RefusedException(Place.Root, "不是普通文件", "not an ordinary file");
            }

            if (file.Length > bound)
            {
                throw new RefusedException(Place.Root,
                    $"文件有 {file.Length} 字节，超过上限 {bound} 字节", $"the file has {file.Length} bytes, more than the {bound} allowed");
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RefusedException(Place.Root, "文件无法读取", $"the file cannot be read ({fault.GetType().Name})");
        }
    }

    // A pass of its own, because JsonDocument neither says where a fault stands nor minds lone surrogates.
    private static void Inspect(byte[] bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw new RefusedException(Place.Root, "不是 UTF-8 文本", "not UTF-8 text");
        }

        if (bytes.AsSpan().StartsWith("\uFEFF"u8))
        {
            throw new RefusedException(Place.Root, "文件以字节顺序标记（BOM）开头", "the file begins with a byte order mark");
        }

        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Deepest });
        var levels = new Levels();
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        levels.Name(reader.GetString()!);
                        break;
                    case JsonTokenType.EndArray or JsonTokenType.EndObject:
                        levels.Leave();
                        break;
                    default:
                        levels.Value();
                        InspectValue(ref reader, levels);
                        break;
                }
            }
        }
        catch (JsonException fault)
        {
            var line = ((fault.LineNumber ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
            throw new RefusedException(levels.Here(), $"不是合法的 JSON（第 {line} 行）", $"not well-formed JSON (line {line})");
        }
        catch (InvalidOperationException)
        {
            // What Utf8JsonReader.GetString throws for an escaped surrogate without its other half.
            throw new RefusedException(levels.Here(), "字符串含有不成对的代理项", "a string holds half a surrogate pair");
        }
    }

    private static void InspectValue(ref Utf8JsonReader reader, Levels levels)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                levels.Enter(isObject: false);
                break;
            case JsonTokenType.StartObject:
                levels.Enter(isObject: true);
                break;
            case JsonTokenType.String when reader.ValueIsEscaped:
                _ = reader.GetString();
                break;
            case JsonTokenType.Number when !reader.TryGetDouble(out var number) || !double.IsFinite(number):
                throw new RefusedException(levels.Here(), "数值超出范围", "the number is out of range");
            default:
                break;
        }
    }

    /// <summary>The objects and lists open around the reader, and the names already met in each.</summary>
    private sealed class Levels
    {
        private const int WorthKeeping = 64;

        private readonly List<Level> open = [];
        private readonly Stack<HashSet<string>> spare = new();

        public void Enter(bool isObject)
        {
            var names = !isObject ? null : spare.Count > 0 ? spare.Pop() : new HashSet<string>(StringComparer.Ordinal);
            open.Add(new Level { Names = names });
        }

        public void Leave()
        {
            var names = open[^1].Names;
            open.RemoveAt(open.Count - 1);

            // Clearing costs as much as the set ever held, so a set that grew is dropped instead.
            if (names is { Count: <= WorthKeeping })
            {
                names.Clear();
                spare.Push(names);
            }
        }

        public void Name(string name)
        {
            var level = open[^1];
            level.Current = name;
            if (!level.Names!.Add(name))
            {
                throw new RefusedException(Here(), "同一对象中名称重复", "the name stands twice in its object");
            }
        }

        public void Value()
        {
            if (open.Count > 0 && open[^1].Names is null)
            {
                open[^1].Index++;
            }
        }

        public Place Here()
        {
            var here = Place.Root;
            foreach (var level in open)
            {
                if (level.Names is null)
                {
                    here = level.Index < 0 ? here : here.At(level.Index);
                }
                else
                {
                    here = level.Current is null ? here : here.At(level.Current);
                }
            }

            return here;
        }

        private sealed class Level
        {
            public HashSet<string>? Names { get; init; }

            public string? Current { get; set; }

            public int Index { get; set; } = -1;
        }
    }
}
