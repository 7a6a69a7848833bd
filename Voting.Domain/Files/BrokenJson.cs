using System.Text.Json;

namespace Voting.Domain.Files;

/// <summary>Finds where in a file that is no well-formed JSON the reading stopped.</summary>
internal static class BrokenJson
{
    /// <summary>The path of the last value that was begun.</summary>
    public static string Locate(ReadOnlySpan<byte> file)
    {
        var open = new Stack<(bool IsList, int Items, string? Name)>();
        try
        {
            var reader = new Utf8JsonReader(file, new JsonReaderOptions { MaxDepth = 32 });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName)
                {
                    open.Push(open.Pop() with { Name = reader.GetString() });
                    continue;
                }

                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    open.Pop();
                    continue;
                }

                if (open.TryPeek(out var top) && top.IsList) open.Push(open.Pop() with { Items = top.Items + 1 });
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    open.Push((reader.TokenType is JsonTokenType.StartArray, 0, null));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The stack stands where the reading stopped.
        }

        return "$" + string.Concat(open.Reverse().Select(o => o.IsList ? $"[{Math.Max(0, o.Items - 1)}]" : o.Name is null ? "" : $".{o.Name}"));
    }
}
