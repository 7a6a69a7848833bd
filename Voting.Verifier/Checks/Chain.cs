using System.Text.Json;
using Voting.Verifier.Json;

namespace Voting.Verifier.Checks;

/// <summary>The chain of events: each holds the hash of the one before, the hash of the last is the head.</summary>
internal static class Chain
{
    /// <summary>Checks the chain and gives the hash of every event.</summary>
    public static IReadOnlyList<string> Check(IReadOnlyList<JsonElement> events, string? head, Findings findings)
    {
        var place = Place.Root.At("events");
        var hashes = new List<string>();
        for (var i = 0; i < events.Count; i++)
        {
            try
            {
                CheckEvent(new Fields(events[i], place.At(i)), i + 1, i == 0 ? Hex.Zeros : hashes[i - 1], findings);
            }
            catch (RefusedException refused)
            {
                findings.Add(refused.Wrong);
            }

            hashes.Add(Canonical.Hash(events[i]));
        }

        var last = hashes.Count > 0 ? hashes[^1] : Hex.Zeros;
        if (head is not null && head != last)
        {
            findings.Add(place, $"链首哈希应为 {head}，由记录算得 {last}", $"the head is {last}, not {head} as given");
        }

        return hashes;
    }

    private static void CheckEvent(Fields fields, int due, string before, Findings findings)
    {
        findings.Expect(fields.At("seq"), fields.Whole("seq"), due, "事件序号不连续", "events are not numbered in turn");
        findings.Expect(fields.Text("prev") == before, fields.At("prev"),
            $"与前一事件的哈希 {before} 不符", $"not the hash of the event before, {before}");
        fields.Text("at");
        fields.Text("type");
        if (fields.Required("by").ValueKind != JsonValueKind.Null)
        {
            fields.Text("by");
        }
    }
}
