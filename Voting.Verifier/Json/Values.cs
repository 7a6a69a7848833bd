using System.Text.Json;

namespace Voting.Verifier.Json;

/// <summary>Single JSON values, taken as what they are due to be or refused at their place.</summary>
internal static class Values
{
    public static string Text(JsonElement value, Place place)
    {
        var text = AnyText(value, place);
        return text.Length > 0 ? text : throw new RefusedException(place, "文字不能为空", "the text may not be empty");
    }

    public static string AnyText(JsonElement value, Place place) =>
        value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new RefusedException(place, "此处应为文字", "a text is due here");

    public static string Id(JsonElement value, Place place)
    {
        var id = AnyText(value, place);
        RefuseNoId(id, place);
        return id;
    }

    public static void RefuseNoId(string id, Place place)
    {
        if (id.Length is < 1 or > 64 || !id.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '_' or '-'))
        {
            throw new RefusedException(place,
                $"{Wrong.Show(id)} 不是合法的标识（1–64 个 A-Z a-z 0-9 . _ -）", $"{Wrong.Show(id)} is no id (1–64 of A-Z a-z 0-9 . _ -)");
        }
    }

    // Whole numbers end at 2^31 − 1, so that a count times a denominator always fits a long.
    public static int Whole(JsonElement value, Place place, int least = 0) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least
            ? number
            : throw new RefusedException(place,
                $"此处应为 {least} 至 {int.MaxValue} 的整数", $"a whole number from {least} to {int.MaxValue} is due here");

    public static string Word(JsonElement value, Place place, ReadOnlySpan<string> words)
    {
        var word = value.ValueKind == JsonValueKind.String ? value.GetString()! : null;
        return word is not null && words.Contains(word)
            ? word
            : throw new RefusedException(place, $"此处应为 {string.Join(" 或 ", words!)}", $"{string.Join(" or ", words!)} is due here");
    }

    public static IEnumerable<(JsonElement Value, Place Place)> Elements(JsonElement value, Place place)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw new RefusedException(place, "此处应为列表", "a list is due here");
        }

        return value.EnumerateArray().Select((element, index) => (element, place.At(index)));
    }

    public static IEnumerable<(string Name, JsonElement Value, Place Place)> Members(JsonElement value, Place place)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new RefusedException(place, "此处应为对象", "an object is due here");
        }

        return value.EnumerateObject().Select(member => (member.Name, member.Value, place.At(member.Name)));
    }

    /// <summary>Ids that each stand once in their list.</summary>
    public static IReadOnlyList<string> Ids(IEnumerable<(JsonElement Value, Place Place)> elements)
    {
        var ids = new List<string>();
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (value, place) in elements)
        {
            var id = Id(value, place);
            RefuseTwice(met, id, place);
            ids.Add(id);
        }

        return ids;
    }

    public static void RefuseTwice(HashSet<string> met, string id, Place place)
    {
        if (!met.Add(id))
        {
            throw new RefusedException(place, $"{Wrong.Show(id)} 重复出现", $"{Wrong.Show(id)} stands twice");
        }
    }
}
