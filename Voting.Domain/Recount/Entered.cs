using System.Text.Json;

namespace Voting.Domain.Recount;

/// <summary>Counts of hands or paper on one question, options in the order of the definition.</summary>
internal sealed record PileQuestion(long Valid, long Void, long Blank, long[] Counts, (string Name, long Count)[] WriteIns);

/// <summary>What was counted by hand beside the ballots. Whatever does not add up is refused: it would be counted otherwise.</summary>
internal sealed record Entered(long Voted, long? Issued, PileQuestion[] Questions)
{
    public static Entered Read(string text, Question[] questions)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = new Node(document.RootElement, "$");
            root.Only("voted", "issued", "questions");
            var voted = root["voted"].Whole(0);
            long? issued = root.Maybe("issued")?.Whole(0);
            root.Demand(issued is null || voted <= issued, "more was returned than issued");
            var items = root["questions"].Items();
            root.Demand(items.Length == questions.Length, "not the questions of the round");
            return new Entered(voted, issued, [.. questions.Zip(items, (question, item) => ReadQuestion(item, question, voted))]);
        }
        catch (JsonException e)
        {
            throw new FormatException($"$: not JSON: {e.Message}", e);
        }
    }

    static PileQuestion ReadQuestion(Node node, Question question, int voted)
    {
        node.Only("id", "void", "blank", "counts", "writeIns");
        node.Demand(node["id"].Id() == question.Id, $"question {question.Id} expected");
        long spoilt = node["void"].Whole(0, voted);
        var valid = voted - spoilt;
        long blank = node["blank"].Whole(0);
        node.Demand(blank == 0 || question.FewestMarks == 0, "a blank is void here");
        node.Demand(blank <= valid, "more blank than valid");
        node["counts"].Only(question.Options);
        long[] counts = [.. question.Options.Select(option => (long)node["counts"][option].Whole(0))];
        var marked = valid - blank;
        node.Demand(counts.All(count => count <= marked), "a count is more than the ballots marked");
        node.Demand(counts.Sum() >= marked * Math.Max(1, question.FewestMarks), "fewer marks than the ballots must bear");
        node.Demand(counts.Sum() <= marked * question.MostMarks, "more marks than the ballots can bear");
        var written = (node.Maybe("writeIns")?.Items() ?? []).Select(item =>
        {
            item.Only("name", "count");
            return (item["name"].Text(), (long)item["count"].Whole(1));
        }).ToArray();
        var against = Array.IndexOf(question.Options, "against");
        node.Demand(written.Length == 0 || question.Rule is Majority && against >= 0 && written.Sum(w => w.Item2) <= counts[against], "names are written in with an against only");
        return new PileQuestion(valid, spoilt, blank, counts, written);
    }
}
