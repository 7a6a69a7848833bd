using System.Security.Cryptography;
using System.Text;
using Voting.Domain.Records;

namespace Voting.Tests.Domain;

public class MerkleTests
{
    private static byte[] Sha256(params byte[] bytes) => SHA256.HashData(bytes);

    private static byte[] Leaf(int i) => Sha256(Encoding.ASCII.GetBytes($"envelope {i}"));

    [Fact]
    public void The_root_of_an_empty_urn_is_the_hash_of_nothing() =>
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(Merkle.Root([])));

    [Fact]
    public void A_leaf_is_hashed_behind_a_0_and_a_node_behind_a_1()
    {
        Assert.Equal(Sha256([0, .. Leaf(1)]), Merkle.Root([Leaf(1)]));
        Assert.Equal(Sha256([1, .. Sha256([0, .. Leaf(1)]), .. Sha256([0, .. Leaf(2)])]), Merkle.Root([Leaf(1), Leaf(2)]));
    }

    [Fact]
    public void Three_leaves_split_after_the_second() =>
        Assert.Equal(Sha256([1, .. Merkle.Root([Leaf(1), Leaf(2)]), .. Merkle.Root([Leaf(3)])]), Merkle.Root([Leaf(1), Leaf(2), Leaf(3)]));

    // Another way: whole trees of growing size are kept, and merged as a leaf completes a larger one, as logs do.
    [Fact]
    public void The_root_is_that_of_a_tree_built_leaf_by_leaf()
    {
        var whole = new Stack<(int Size, byte[] Hash)>();
        var leaves = new List<byte[]>();
        for (var i = 1; i <= 130; i++)
        {
            leaves.Add(Leaf(i));
            whole.Push((1, Sha256([0, .. Leaf(i)])));
            while (whole.Count > 1 && whole.Peek().Size == whole.ElementAt(1).Size)
            {
                var (size, right) = whole.Pop();
                whole.Push((2 * size, Sha256([1, .. whole.Pop().Hash, .. right])));
            }

            Assert.Equal(whole.Select(t => t.Hash).Aggregate((right, left) => Sha256([1, .. left, .. right])), Merkle.Root(leaves));
        }
    }

    [Fact]
    public void Any_change_of_a_leaf_their_number_or_their_order_changes_the_root()
    {
        var leaves = Enumerable.Range(1, 7).Select(Leaf).ToList();
        var root = Convert.ToHexString(Merkle.Root(leaves));
        Assert.NotEqual(root, Convert.ToHexString(Merkle.Root([.. leaves[..6], Leaf(8)])));
        Assert.NotEqual(root, Convert.ToHexString(Merkle.Root(leaves[..6])));
        Assert.NotEqual(root, Convert.ToHexString(Merkle.Root([.. leaves, leaves[6]])));
        Assert.NotEqual(root, Convert.ToHexString(Merkle.Root([leaves[1], leaves[0], .. leaves[2..]])));
    }
}
