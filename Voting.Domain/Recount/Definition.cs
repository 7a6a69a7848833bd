using System.Text.Json;

namespace Voting.Domain.Recount;

/// <summary>Reads the frozen definition. An unknown field is refused: it could change how to count.</summary>
internal static class Definition
{
    public static Question[] Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = new Node(document.RootElement, "$");
            root.Only("questions");
            var questions = root["questions"].Items().Select(ReadQuestion).ToArray();
            root["questions"].Distinct(questions.Select(q => q.Id));
            return questions;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // Half a surrogate pair is an argument error as text and an invalid operation as an escape.
            throw new FormatException($"$: not JSON: {e.Message}", e);
        }
    }

    static Question ReadQuestion(Node node)
    {
        node.Only("id", "kind", "options", "rule", "stage", "seats", "runoffs");
        var id = node["id"].Id();
        var options = node["options"].Ids();
        var stage = node["stage"].OneOf("first", "runoff", "further");
        var kind = node["kind"].OneOf("choose-one", "choose-many");
        var rule = node["rule"];
        var ruleKind = rule["kind"].OneOf("majority", "tiers", "seats");
        node.Demand(options.Length > 0, "no options");
        node.Demand(kind == "choose-many" == (ruleKind == "seats"), $"{kind} does not go with {ruleKind}");

        return ruleKind switch
        {
            "majority" => new Question(id, options, 0, 1, ReadMajority(rule, options)),
            "tiers" => new Question(id, options, VoidsBlank(rule) ? 1 : 0, 1, ReadTiers(rule, options)),
            _ => ReadSelection(node, rule, id, options, stage),
        };
    }

    static Majority ReadMajority(Node rule, string[] options)
    {
        // A casting vote is given after the count, and changes nothing in it.
        rule.Only("kind", "of", "op", "num", "den", "and", "castingVote");
        var main = ReadThreshold(rule, rule["of"]);
        var further = (rule.Maybe("and")?.Items() ?? []).Select(and =>
        {
            and.Only("of", "op", "num", "den", "count");
            string[] counted = and["count"].OneOf("for", "cast") == "cast" ? ["for", "against", "abstain"] : ["for"];
            return (ReadThreshold(and, and["of"]), counted);
        }).ToArray();

        string[] based = further.Any(f => f.Item1.Of == "for-against") || main.Of == "for-against" ? ["against"] : [];
        rule.Among(options, ["for", .. based, .. further.SelectMany(f => f.counted)]);
        return new Majority(main, further);
    }

    static bool VoidsBlank(Node rule) => rule["blank"].OneOf("void", "invalid", "abstention") != "abstention";

    static Tiers ReadTiers(Node rule, string[] options)
    {
        rule.Only("kind", "of", "blank", "tiers", "otherwise");
        var steps = rule["tiers"].Items().Select(tier =>
        {
            tier.Only("result", "sum", "op", "num", "den");
            var grades = tier["sum"].Ids();
            tier["sum"].Among(options, grades);
            return (tier["result"].Text(), grades, ReadThreshold(tier, rule["of"]));
        });
        return new Tiers([.. steps], rule["otherwise"].Text());
    }

    static Question ReadSelection(Node node, Node rule, string id, string[] options, string stage)
    {
        rule.Only("kind", "seats", "minMarks", "maxMarks", "over", "threshold", "tie", "runoffThreshold", "maxRunoffs", "shortfall");
        rule["over"].OneOf("void");
        var first = stage == "first";
        var seats = rule["seats"].Whole(1);
        var most = rule["maxMarks"].Whole(seats, first ? options.Length : int.MaxValue);
        var fewest = rule["minMarks"].Whole(0, most);
        var vacant = node["seats"].Whole(first ? seats : 1, Math.Min(seats, options.Length));
        var runoffs = node["runoffs"].Whole(stage == "runoff" ? 1 : 0, first ? 0 : int.MaxValue);
        var maxRunoffs = rule["maxRunoffs"].Whole(0);
        var mayRunOff = rule["tie"].OneOf("runoff", "refer") == "runoff" && runoffs < maxRunoffs;
        var takeFewer = rule["shortfall"].OneOf("refer", "round", "fewer") == "fewer";
        var ordinary = ReadNested(rule.Maybe("threshold"));
        var inRunoff = ReadNested(rule.Maybe("runoffThreshold"));

        var selection = new Selection(vacant, stage == "runoff" ? inRunoff : ordinary, mayRunOff, takeFewer);
        return first
            ? new Question(id, options, fewest, most, selection)
            : new Question(id, options, Math.Min(fewest, vacant), vacant, selection);
    }

    static Threshold? ReadNested(Node? node)
    {
        node?.Only("of", "op", "num", "den");
        return node is { } threshold ? ReadThreshold(threshold, threshold["of"]) : null;
    }

    static Threshold ReadThreshold(Node node, Node of)
    {
        var den = node["den"].Whole(1);
        return new Threshold(
            of.OneOf("all", "present", "voted", "for-against", "valid", "issued", "returned"),
            node["op"].OneOf(">", ">=") == ">",
            node["num"].Whole(0, den),
            den);
    }
}

/// <summary>A JSON value that knows its path, so that whatever is wrong with it can be named.</summary>
internal readonly record struct Node(JsonElement Value, string Path)
{
    public Node this[string name] => Maybe(name) ?? throw Wrong($"{name} is missing");

    public FormatException Wrong(string why) => new($"{Path}: {why}");

    // Absent and null are one: some writers leave nulls out.
    public Node? Maybe(string name)
    {
        Expect(JsonValueKind.Object);
        return Value.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? new Node(value, $"{Path}.{name}")
            : null;
    }

    public void Only(params string[] names)
    {
        Expect(JsonValueKind.Object);
        var unknown = Value.EnumerateObject().Select(field => field.Name).Except(names).FirstOrDefault();
        Demand(unknown is null, $"unknown field {unknown}");
    }

    public Node[] Items()
    {
        Expect(JsonValueKind.Array);
        var path = Path;
        return [.. Value.EnumerateArray().Select((item, i) => new Node(item, $"{path}[{i}]"))];
    }

    public string Text()
    {
        Expect(JsonValueKind.String);
        return Value.GetString()!;
    }

    public string OneOf(params string[] words)
    {
        var text = Text();
        Demand(words.Contains(text), $"{text} is not one of {string.Join(", ", words)}");
        return text;
    }

    public int Whole(int least, int most = int.MaxValue)
    {
        Expect(JsonValueKind.Number);
        var exact = Value.TryGetInt32(out var number);
        Demand(exact && number >= least && number <= most, $"{Value} is not a whole number from {least} to {most}");
        return number;
    }

    public string Id()
    {
        var text = Text();
        var ok = text.Length is >= 1 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
        Demand(ok, "an id is 1 to 64 of A-Z a-z 0-9 . _ -");
        return text;
    }

    public string[] Ids()
    {
        string[] ids = [.. Items().Select(item => item.Id())];
        Distinct(ids);
        return ids;
    }

    public void Distinct(IEnumerable<string> ids) =>
        Demand(ids.GroupBy(id => id).All(same => same.Count() == 1), "an id stands twice");

    public void Among(string[] options, string[] named) =>
        Demand(!named.Except(options).Any(), $"no option {named.Except(options).FirstOrDefault()}");

    public void Demand(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw Wrong(otherwise);
        }
    }

    void Expect(JsonValueKind kind) => Demand(Value.ValueKind == kind, $"{kind} expected, {Value.ValueKind} found");
}
