using System.Text.Json.Nodes;
using Voting.Domain.Records;

namespace Voting.Domain.Files;

/// <summary>A place in which two texts differ.</summary>
/// <param name="Path">JSON path.</param>
/// <param name="Old">What stands there, or null where nothing does.</param>
/// <param name="New">What would stand there, or null where nothing would.</param>
public sealed record Difference(string Path, string? Old, string? New);

/// <summary>Where two texts of a paper differ, for whoever is to agree.</summary>
public static class Differences
{
    /// <summary>Every place, in the order of the old text; empty where the texts say the same.</summary>
    public static IReadOnlyList<Difference> Between(JsonNode? old, JsonNode? changed)
    {
        var found = new List<Difference>();
        Compare("$", old, changed, found);
        return found;
    }

    private static void Compare(string path, JsonNode? old, JsonNode? changed, List<Difference> found)
    {
        switch (old, changed)
        {
            case (JsonObject one, JsonObject other):
                foreach (var name in one.Select(m => m.Key).Union(other.Select(m => m.Key)).ToList()) Compare($"{path}.{name}", one[name], other[name], found);
                break;
            case (JsonArray one, JsonArray other):
                for (var i = 0; i < Math.Max(one.Count, other.Count); i++) Compare($"{path}[{i}]", one.ElementAtOrDefault(i), other.ElementAtOrDefault(i), found);
                break;
            default:
                if (!JsonNode.DeepEquals(old, changed)) found.Add(new Difference(path, Text(old), Text(changed)));
                break;
        }
    }

    private static string? Text(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => CanonicalJson.Text(node),
    };
}
