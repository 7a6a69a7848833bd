namespace Voting.Verifier.Checks;

/// <summary>What the verifier is told from outside the record: without any of it a record can only be sound in itself.</summary>
internal sealed record Anchors(string? Head, string? KeysPath)
{
    public static bool TryParse(string[] options, out Anchors anchors)
    {
        anchors = new Anchors(null, null);
        for (var i = 0; i < options.Length; i += 2)
        {
            if (i + 1 == options.Length)
            {
                return false;
            }

            switch (options[i])
            {
                case "--head" when anchors.Head is null && Hex.IsHash(options[i + 1].ToLowerInvariant()):
                    anchors = anchors with { Head = options[i + 1].ToLowerInvariant() };
                    break;
                case "--keys" when anchors.KeysPath is null:
                    anchors = anchors with { KeysPath = options[i + 1] };
                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}
