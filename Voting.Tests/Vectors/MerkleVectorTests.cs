using System.Text.Json.Nodes;
using Voting.Domain.Records;

namespace Voting.Tests.Vectors;

/// <summary>
/// Every proof of the vectors is about the reference tree of eight leaves. The proofs that RFC 6962 §2.1.1 and §2.1.2 define are lists
/// of roots of parts of the tree; each is made here from <see cref="Merkle.Root"/> alone, and a vector is good if and only if it is that list.
/// </summary>
public class MerkleVectorTests
{
    private static readonly byte[][] Leaves =
    [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ];

    private static string Root(byte[][] leaves) => Convert.ToBase64String(Merkle.Root(leaves));

    private static int Split(int size) => Enumerable.Range(0, 4).Select(i => 1 << i).Last(k => k < size);

    private static IEnumerable<string> Inclusion(int leaf, byte[][] tree)
    {
        if (tree.Length == 1) return [];
        var k = Split(tree.Length);
        return leaf < k ? [.. Inclusion(leaf, tree[..k]), Root(tree[k..])] : [.. Inclusion(leaf - k, tree[k..]), Root(tree[..k])];
    }

    private static IEnumerable<string> Consistency(int old, byte[][] tree, bool whole)
    {
        if (old == tree.Length) return whole ? [] : [Root(tree)];
        var k = Split(tree.Length);
        return old <= k ? [.. Consistency(old, tree[..k], whole), Root(tree[k..])] : [.. Consistency(old - k, tree[k..], false), Root(tree[..k])];
    }

    private static IEnumerable<string> Proof(JsonNode vector) => vector["proof"]?.AsArray().Select(p => (string)p!) ?? [];

    // Numbers of the bad vectors do not fit an int.
    private static bool Whole(JsonNode vector, string field, out int number)
    {
        var value = (ulong)vector[field]!;
        number = (int)Math.Min(value, 9);
        return value <= 8;
    }

    internal static bool IsIncluded(JsonNode vector) =>
        Whole(vector, "leafIdx", out var leaf) && Whole(vector, "treeSize", out var size) && leaf < size
        && (string?)vector["root"] == Root(Leaves[..size]) && (string?)vector["leafHash"] == Root([Leaves[leaf]])
        && Proof(vector).SequenceEqual(Inclusion(leaf, Leaves[..size]));

    internal static bool IsConsistent(JsonNode vector) =>
        Whole(vector, "size1", out var old) && Whole(vector, "size2", out var size) && old >= 1 && old <= size
        && (string?)vector["root1"] == Root(Leaves[..old]) && (string?)vector["root2"] == Root(Leaves[..size])
        && Proof(vector).SequenceEqual(Consistency(old, Leaves[..size], true));

    [Theory]
    [InlineData("inclusion", 82)]
    [InlineData("consistency", 84)]
    public void A_proof_is_good_exactly_where_its_roots_are_ours(string kind, int vectors)
    {
        var files = VectorFiles.List("merkle-rfc6962", "testdata", kind);
        Assert.Equal(vectors, files.Count);
        var good = files.Where(file =>
        {
            var vector = JsonNode.Parse(VectorFiles.Read("merkle-rfc6962", "testdata", kind, file))!;
            var accepted = kind == "inclusion" ? IsIncluded(vector) : IsConsistent(vector);
            Assert.True(accepted != (bool)vector["wantErr"]!, $"{kind}/{file}: {vector["desc"]}");
            return accepted;
        });
        Assert.Equal(5, good.Count());
    }

    // The roots of one to eight leaves that certificate-transparency's own tests have.
    [Theory]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_root_of_the_first_leaves_is_the_published_one(int size, string root) =>
        Assert.Equal(root, Convert.ToHexStringLower(Merkle.Root(Leaves[..size])));
}
