using System.Text.Json;

namespace Voting.Verifier.Json;

/// <summary>
/// One JSON object, read field by field. What was never asked for is unknown: a meeting file and a
/// script refuse it, a record does not mind.
/// </summary>
internal sealed class Fields
{
    private readonly JsonElement value;
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    public Fields(JsonElement value, Place place)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new RefusedException(place, "此处应为对象", "an object is due here");
        }

        this.value = value;
        Place = place;
    }

    public Place Place { get; }

    public Place At(string name) => Place.At(name);

    public void RefuseUnknown()
    {
        foreach (var member in value.EnumerateObject())
        {
            if (!asked.Contains(member.Name))
            {
                throw new RefusedException(At(member.Name), $"未知字段 {Wrong.Show(member.Name)}", $"unknown field {Wrong.Show(member.Name)}");
            }
        }
    }

    public JsonElement? Optional(string name)
    {
        asked.Add(name);
        return value.TryGetProperty(name, out var found) ? found : null;
    }

    public JsonElement Required(string name) =>
        Optional(name) ?? throw new RefusedException(At(name), $"缺少字段 {Wrong.Show(name)}", $"the field {Wrong.Show(name)} is missing");

    public string Text(string name) => Values.Text(Required(name), At(name));

    public string? OptionalText(string name) =>
        Optional(name) is { } found ? Values.AnyText(found, At(name)) : null;

    public string Id(string name) => Values.Id(Required(name), At(name));

    public bool Truth(string name) => Required(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new RefusedException(At(name), "此处应为 true 或 false", "true or false is due here"),
    };

    public int Whole(string name, int least = 0) => Values.Whole(Required(name), At(name), least);

    public int Whole(string name, int least, int otherwise) =>
        Optional(name) is { } found ? Values.Whole(found, At(name), least) : otherwise;

    public string Word(string name, params ReadOnlySpan<string> words) => Values.Word(Required(name), At(name), words);

    public string WordOr(string otherwise, string name, params ReadOnlySpan<string> words) =>
        Optional(name) is { } found ? Values.Word(found, At(name), words) : otherwise;

    /// <summary>The elements of a list with their places; none where the field is left out.</summary>
    public IEnumerable<(JsonElement Value, Place Place)> OptionalList(string name) =>
        Optional(name) is { } found ? Values.Elements(found, At(name)) : [];

    public IEnumerable<(JsonElement Value, Place Place)> List(string name) => Values.Elements(Required(name), At(name));

    public IReadOnlyList<(JsonElement Value, Place Place)> FilledList(string name)
    {
        var elements = List(name).ToList();
        return elements.Count > 0 ? elements : throw new RefusedException(At(name), "列表不能为空", "the list may not be empty");
    }
}
