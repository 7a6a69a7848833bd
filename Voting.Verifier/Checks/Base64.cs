using System.Text.Json;
using Voting.Verifier.Json;

namespace Voting.Verifier.Checks;

/// <summary>Base64 with one spelling only: no blanks, no stray bits.</summary>
internal static class Base64
{
    public static byte[] Read(JsonElement value, Place place)
    {
        var text = Values.Text(value, place);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && Convert.ToBase64String(bytes, 0, length) == text
            ? bytes[..length]
            : throw new RefusedException(place, "不是规范的 base64", "not plain base64");
    }
}
