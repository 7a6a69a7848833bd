namespace Voting.Verifier.Checks;

/// <summary>Hashes as the formats write them: 64 digits of lower-case hex.</summary>
internal static class Hex
{
    public static readonly string Zeros = new('0', 64);

    public static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
