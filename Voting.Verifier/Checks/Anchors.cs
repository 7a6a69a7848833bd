namespace Voting.Verifier.Checks;

/// <summary>What the verifier is told from outside the record: without any of it a record can only be sound in itself.</summary>
internal sealed record Anchors(string? Head, string? KeysPath)
{
    /// <summary>Reads the command line of `verify`: one record or more, and what they are held against.</summary>
    public static bool TryParse(string[] arguments, out IReadOnlyList<string> records, out Anchors anchors)
    {
        var named = new List<string>();
        (records, anchors) = (named, new Anchors(null, null));
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                named.Add(arguments[i]);
                continue;
            }

            if (i + 1 == arguments.Length)
            {
                return false;
            }

            var value = arguments[i + 1];
            switch (arguments[i])
            {
                case "--head" when anchors.Head is null && Hex.IsHash(value.ToLowerInvariant()):
                    anchors = anchors with { Head = value.ToLowerInvariant() };
                    break;
                case "--keys" when anchors.KeysPath is null:
                    anchors = anchors with { KeysPath = value };
                    break;
                default:
                    return false;
            }

            i++;
        }

        return named.Count > 0;
    }
}
