using System.Text.Json;
using Voting.Verifier.Json;
using Voting.Verifier.Rules;

namespace Voting.Verifier.Files;

/// <summary>Reads the papers with their questions, and the rules and option sets these name.</summary>
internal static class PaperReader
{
    public static IReadOnlyList<Paper> Read(Fields meeting)
    {
        var rules = new Dictionary<string, Rule>(StringComparer.Ordinal);
        foreach (var (name, value, place) in OptionalMembers(meeting, "rules"))
        {
            rules.Add(name, RuleReader.Read(value, place, strict: true));
        }

        var sets = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, value, place) in OptionalMembers(meeting, "optionSets"))
        {
            sets.Add(name, Options(value, place, inSet: true));
        }

        var questions = new QuestionReader(rules, sets);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return [.. meeting.FilledList("papers").Select(each => PaperAt(each.Value, each.Place, questions, ids))];
    }

    /// <summary>The ids of a list of options. Only options written at their question carry `detail` and `lead`.</summary>
    public static IReadOnlyList<string> Options(JsonElement value, Place place, bool inSet)
    {
        var options = new List<string>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, at) in Values.Elements(value, place))
        {
            var fields = new Fields(element, at);
            var id = fields.Id("id");
            Values.RefuseTwice(ids, id, fields.At("id"));
            fields.Text("label");
            if (!inSet)
            {
                fields.OptionalText("detail");
                Texts(fields, "lead");
            }

            fields.RefuseUnknown();
            options.Add(id);
        }

        return options.Count > 0 ? options : throw new RefusedException(place, "列表不能为空", "the list may not be empty");
    }

    public static void Texts(Fields fields, string name)
    {
        foreach (var (value, place) in fields.OptionalList(name))
        {
            Values.AnyText(value, place);
        }
    }

    private static IEnumerable<(string Name, JsonElement Value, Place Place)> OptionalMembers(Fields fields, string name) =>
        fields.Optional(name) is { } found ? Values.Members(found, fields.At(name)) : [];

    private static Paper PaperAt(JsonElement value, Place place, QuestionReader questions, HashSet<string> papers)
    {
        var fields = new Fields(value, place);
        var id = fields.Id("id");
        Values.RefuseTwice(papers, id, fields.At("id"));
        fields.Text("title");
        var secret = fields.Truth("secret");
        fields.OptionalText("mover");
        fields.WordOr("last", "press", "last", "first");
        fields.WordOr("admit", "lateArrivals", "admit", "next-round");
        fields.WordOr("server", "custody", "server", "scrutineers");
        fields.WordOr("never", "enBloc", "never", "unless-objected", "if-voted");
        fields.WordOr("printed", "votingOrder", "printed", "removal-first");
        if (fields.Optional("embargo") is not null)
        {
            fields.Truth("embargo");
        }

        var groups = fields.OptionalList("entitledGroups").Select(each => Values.AnyText(each.Value, each.Place)).ToList();
        if (fields.Optional("liveNames") is not null && fields.Truth("liveNames") && secret)
        {
            throw new RefusedException(fields.At("liveNames"), "无记名表决票不能显示姓名", "a secret paper never shows names");
        }

        fields.WordOr("delayed", "result", "delayed", "direct");
        fields.WordOr("total", "didNotVote", "hidden", "total", "split");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var read = fields.FilledList("questions").Select(each => questions.Read(each.Value, each.Place, secret, ids)).ToList();
        RefuseBadPercentages(fields, read);
        fields.RefuseUnknown();
        return new Paper(id, secret, read, groups);
    }

    // Printed beside counts; nothing is counted by them.
    private static void RefuseBadPercentages(Fields paper, IReadOnlyList<Question> questions)
    {
        if (paper.Optional("percentages") is not { ValueKind: not JsonValueKind.Null } value)
        {
            return;
        }

        var fields = new Fields(value, paper.At("percentages"));
        var of = fields.Word("of", "all", "present", "voted", "for-against", "valid", "issued", "returned");
        if (of == "for-against" && questions.Any(question => !question.Options.Contains("for") || !question.Options.Contains("against")))
        {
            throw new RefusedException(fields.At("of"), "有的题目没有选项 for 和 against", "a question has no options for and against");
        }

        if (fields.Whole("decimals", 0, otherwise: 1) > 4)
        {
            throw new RefusedException(fields.At("decimals"), "小数位数最多 4 位", "4 decimals at most");
        }

        fields.RefuseUnknown();
    }
}
