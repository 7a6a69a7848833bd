using System.Globalization;
using System.Text;
using System.Text.Json;
using Voting.Verifier.Json;

namespace Voting.Verifier.Checks;

/// <summary>`verify`: whether a record is sound in itself, and whether it is the one that was anchored outside.</summary>
internal static class Verify
{
    private const int RecordMebibytes = 256;

    /// <summary>Checks one record, or several with a line for each; the worst of them is the answer.</summary>
    public static int Run(IReadOnlyList<string> paths, Anchors anchors, Stream output, TextWriter errors)
    {
        PublicKeys? keys;
        try
        {
            keys = anchors.KeysPath is { } keysPath ? PublicKeys.Read(keysPath) : null;
        }
        catch (RefusedException refused)
        {
            errors.WriteLine($"{anchors.KeysPath}: {refused.Wrong}");
            return Exit.Unreadable;
        }

        using (keys)
        {
            return paths.Count == 1
                ? Run(paths[0], "", anchors, keys, output, errors)
                : paths.Max(path => Run(path, path + ": ", anchors, keys, output, errors));
        }
    }

    private static int Run(string path, string named, Anchors anchors, PublicKeys? keys, Stream output, TextWriter errors)
    {
        try
        {
            using var file = JsonFile.Read(path, RecordMebibytes);
            new Fields(file.Root, Place.Root).Word("format", "voting-record/1");
            var findings = new Findings();
            Check(file, anchors.Head, keys, findings);
            return findings.Count == 0 ? Sound(file.Root, named, anchors, keys, output) : NotSound(path, named, findings, output, errors);
        }
        catch (RefusedException refused)
        {
            errors.WriteLine($"{path}: {refused.Wrong}");
            if (named.Length > 0)
            {
                Say(output, $"{named}无法读取 / unreadable");
            }

            return Exit.Unreadable;
        }
    }

    private static void Check(JsonFile file, string? head, PublicKeys? keys, Findings findings)
    {
        CheckCanonical(file, findings);
        Record record;
        try
        {
            record = new RecordReader(findings).Read(file.Root);
        }
        catch (RefusedException refused)
        {
            findings.Add(refused.Wrong);
            return;
        }

        var heads = Chain.Check(record.Events, head, findings);
        Published.Check(record, findings);
        EnteredCounts.Check(record, findings);
        CastingVotes.Check(record, findings);
        Rolls.Check(record, findings);
        var envelopes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var paper in record.Papers)
        {
            CheckPaper(paper, record.IsRehearsal, envelopes, findings);
        }

        Signatures.Check(record, heads, keys, findings);
    }

    private static void CheckCanonical(JsonFile file, Findings findings)
    {
        if (Canonical.FirstDifference(file.Root, file.Bytes) is { } at)
        {
            var offset = at.ToString(CultureInfo.InvariantCulture);
            findings.Add(Place.Root, $"不是规范文本（RFC 8785），自第 {offset} 字节起不同", $"not the canonical text (RFC 8785), which differs from byte {offset} on");
        }
    }

    private static void CheckPaper(PaperRecord paper, bool isRehearsal, HashSet<string> envelopes, Findings findings)
    {
        foreach (var (round, counted) in paper.Rounds.Where(round => round.Counted is not null).Select(round => (round, round.Counted!)))
        {
            Urns.Check(paper, round, counted, envelopes, findings);
            NamedBallots.CheckPresence(paper, round, counted, findings);
            try
            {
                Channels.Check(paper, round, counted, findings);
            }
            catch (RefusedException refused)
            {
                findings.Add(refused.Wrong);
            }
        }

        // With a round missing nothing can be said about what follows from what.
        if (paper.IsWhole)
        {
            CheckNumbers(paper, isRehearsal, findings);
            Succession.Check(paper, isRehearsal, findings);
            Results.Check(paper, findings);
        }
    }

    private static void CheckNumbers(PaperRecord paper, bool isRehearsal, Findings findings)
    {
        for (var i = 0; i < paper.Rounds.Count; i++)
        {
            var round = paper.Rounds[i];
            findings.Expect(round.Place.At("round"), round.Number, i + 1, "各次表决没有依次编号", "the rounds are not numbered in turn");
            findings.Expect(!isRehearsal || round.State is "certified" or "superseded", round.Place.At("state"),
                "演练的表决只能是 certified 或 superseded", "a rehearsal's rounds end certified or superseded");
        }

        if (paper.Rounds is [.., { IsSuperseded: true } last])
        {
            findings.Add(last.Place.At("state"), "被取代的表决之后没有重新表决", "superseded, and nothing was voted again after it");
        }
    }

    private static int Sound(JsonElement root, string named, Anchors anchors, PublicKeys? keys, Stream output)
    {
        var signed = root.GetProperty("signatures").GetArrayLength() > 0;
        var anchoredBy = new List<(string Chinese, string English)>();
        if (anchors.Head is not null)
        {
            anchoredBy.Add(("链首哈希相符", "the head is as given"));
        }

        if (signed && keys is not null)
        {
            anchoredBy.Add(("签名相符", "the signatures fit the keys given"));
        }

        var anchored = anchoredBy.Count > 0
            ? (Chinese: string.Join("，", anchoredBy.Select(each => each.Chinese)), English: string.Join(", ", anchoredBy.Select(each => each.English)))
            : (Chinese: "未锚定", English: "unanchored");
        var unsigned = signed ? (Chinese: "", English: "") : (Chinese: "，未签名", English: ", unsigned");
        Say(output, $"{named}记录无误，{anchored.Chinese}{unsigned.Chinese} / sound, {anchored.English}{unsigned.English}");
        return Exit.Sound;
    }

    private static int NotSound(string path, string named, Findings findings, Stream output, TextWriter errors)
    {
        foreach (var wrong in findings.First)
        {
            errors.WriteLine($"{path}: {wrong}");
        }

        var more = findings.Count - findings.First.Count;
        if (more > 0)
        {
            errors.WriteLine($"{path}: 另有 {more} 处 / {more} more");
        }

        Say(output, $"{named}记录有误，{findings.Count} 处 / not sound, {findings.Count} findings");
        return Exit.NotSound;
    }

    private static void Say(Stream output, string line) => output.Write(Encoding.UTF8.GetBytes(line + "\n"));
}
