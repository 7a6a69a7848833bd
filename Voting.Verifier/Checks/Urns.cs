using System.Security.Cryptography;
using Voting.Verifier.Json;

namespace Voting.Verifier.Checks;

/// <summary>The urn of a secret round: one leaf an envelope, ascending, and RFC 6962's tree hash over them.</summary>
internal static class Urns
{
    /// <summary>Checks the urn of a round; `met` holds the envelopes of the rounds before, for none lies in two urns.</summary>
    public static void Check(PaperRecord paper, RoundRecord round, Counted counted, HashSet<string> met, Findings findings)
    {
        var place = round.Place.At("urn");
        if (!paper.Secret)
        {
            findings.Expect(counted.Urn is null, place, "记名表决没有票箱", "a recorded paper has no urn");
            return;
        }

        if (counted.Urn is not { } urn)
        {
            // Without a device there is no envelope; with hands or paper a round may have no urn.
            findings.Expect(counted.ByOtherMeans, place, "无记名表决缺少票箱", "the urn of a secret round is missing");
            return;
        }

        try
        {
            CheckUrn(new Fields(urn, place), counted, met, findings);
        }
        catch (RefusedException refused)
        {
            findings.Add(refused.Wrong);
        }
    }

    /// <summary>RFC 6962, section 2.1, with the largest power of two to the left.</summary>
    public static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        switch (leaves.Length)
        {
            case 0:
                return SHA256.HashData([]);
            case 1:
                return SHA256.HashData([0, .. leaves[0]]);
            default:
                var left = 1 << (31 - int.LeadingZeroCount(leaves.Length - 1));
                return SHA256.HashData([1, .. Root(leaves[..left]), .. Root(leaves[left..])]);
        }
    }

    private static void CheckUrn(Fields urn, Counted counted, HashSet<string> met, Findings findings)
    {
        var count = urn.Whole("count");
        var leaves = Leaves(urn, met, findings);
        findings.Expect(urn.At("count"), count, leaves.Count, "票箱数与所列信封数不符", "the urn's count is not the number of its leaves");
        if (!counted.ByOtherMeans)
        {
            findings.Expect(urn.At("count"), count, counted.Turnout.Voted, "票箱数与计票数不符", "the urn's count is not the ballots counted");
        }
        else
        {
            findings.Expect(count <= counted.Turnout.Voted, urn.At("count"), "票箱数多于计票数", "the urn holds more than the ballots counted");
        }

        var root = Convert.ToHexStringLower(Root(leaves.ToArray()));
        findings.Expect(urn.Text("root") == root, urn.At("root"), $"与由信封算得的树根 {root} 不符", $"not the tree hash of the leaves, {root}");
    }

    private static List<byte[]> Leaves(Fields urn, HashSet<string> met, Findings findings)
    {
        var leaves = new List<byte[]>();
        string? before = null;
        foreach (var (value, place) in urn.List("leaves"))
        {
            var leaf = Values.AnyText(value, place);
            if (!Hex.IsHash(leaf))
            {
                throw new RefusedException(place, "不是 64 位小写十六进制哈希", "not a hash of 64 lower-case hex digits");
            }

            if (before is not null && string.CompareOrdinal(before, leaf) >= 0)
            {
                findings.Add(place, "信封哈希没有升序排列或有重复", "the leaves do not ascend, or one stands twice");
            }

            else if (!met.Add(leaf))
            {
                findings.Add(place, "同一信封出现在两次表决的票箱中", "the envelope lies in the urn of another round too");
            }

            before = leaf;
            leaves.Add(Convert.FromHexString(leaf));
        }

        return leaves;
    }
}
