using System.Security.Cryptography;

namespace Voting.Domain.Records;

/// <summary>The tree hash of RFC 6962 §2.1 over the leaves of an urn.</summary>
public static class Merkle
{
    /// <summary>The root of the leaves in their order; SHA-256 of nothing where there are none.</summary>
    public static byte[] Root(IReadOnlyList<byte[]> leaves) => leaves.Count == 0 ? SHA256.HashData([]) : Node(leaves, 0, leaves.Count);

    /// <summary>The root of an urn: over the SHA-256 of each envelope, in the order of those hashes. Lower-case hex.</summary>
    /// <param name="leaves">The hashes, lower-case hex, ascending.</param>
    public static string UrnRoot(IEnumerable<string> leaves) => Convert.ToHexStringLower(Root([.. leaves.Select(Convert.FromHexString)]));

    private static byte[] Node(IReadOnlyList<byte[]> leaves, int start, int count)
    {
        if (count == 1) return SHA256.HashData([0, .. leaves[start]]);
        var left = 1;
        while (left * 2 < count) left *= 2;
        return SHA256.HashData([1, .. Node(leaves, start, left), .. Node(leaves, start + left, count - left)]);
    }
}
