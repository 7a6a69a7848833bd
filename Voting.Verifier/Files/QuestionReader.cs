using System.Text.Json;
using Voting.Verifier.Json;
using Voting.Verifier.Rules;

namespace Voting.Verifier.Files;

/// <summary>Reads a question, and sees that its kind, its options and its rule go together.</summary>
internal sealed class QuestionReader(IReadOnlyDictionary<string, Rule> rules, IReadOnlyDictionary<string, IReadOnlyList<string>> sets)
{
    public Question Read(JsonElement value, Place place, bool secret, HashSet<string> ids)
    {
        var fields = new Fields(value, place);
        var id = fields.Id("id");
        Values.RefuseTwice(ids, id, fields.At("id"));
        fields.Text("title");
        var kind = fields.Word("kind", "choose-one", "choose-many");
        fields.OptionalText("detail");
        PaperReader.Texts(fields, "items");
        if (fields.Optional("act") is not null)
        {
            fields.Word("act", "appoint", "remove");
        }

        fields.OptionalText("person");
        fields.OptionalText("post");
        if (fields.Optional("group") is not null)
        {
            fields.Text("group");
        }

        var question = new Question(id, OptionsOf(fields), RuleOf(fields));
        if (fields.Optional("writeIns") is not null && fields.Truth("writeIns") && (question.Rule is not Majority || !question.Options.Contains("against")))
        {
            throw new RefusedException(fields.At("writeIns"), "另选他人只用于有反对选项的 majority 题目", "names are written in only on a majority question with the option against");
        }

        if (secret && question.Rule is Majority { CastingVote: true })
        {
            throw new RefusedException(fields.At("rule"), "决定票是公开的，无记名表决票不得使用", "a casting vote is given in the open: a secret paper has none");
        }

        fields.RefuseUnknown();
        RefuseMismatch(fields, kind, question);
        return question;
    }

    private IReadOnlyList<string> OptionsOf(Fields fields)
    {
        var options = fields.Required("options");
        if (options.ValueKind != JsonValueKind.String)
        {
            return PaperReader.Options(options, fields.At("options"), inSet: false);
        }

        var name = options.GetString()!;
        return sets.TryGetValue(name, out var found)
            ? found
            : throw new RefusedException(fields.At("options"), $"没有选项组 {Wrong.Show(name)}", $"there is no option set {Wrong.Show(name)}");
    }

    // A rule of the file hides a preset of the same name.
    private Rule RuleOf(Fields fields)
    {
        var name = fields.Text("rule");
        var own = rules.GetValueOrDefault(name);
        if (own is null && Presets.IsSelection(name))
        {
            return Presets.Find(name, fields.Whole("seats", 1))!;
        }

        if (fields.Optional("seats") is not null)
        {
            throw new RefusedException(fields.At("seats"), "seats 只与票选预设规则并用", "seats goes with a selection preset only");
        }

        return own ?? Presets.Find(name, 0)
            ?? throw new RefusedException(fields.At("rule"), $"没有规则 {Wrong.Show(name)}", $"there is no rule {Wrong.Show(name)}");
    }

    private static void RefuseMismatch(Fields fields, string kind, Question question)
    {
        if ((kind == "choose-many") != question.IsChooseMany)
        {
            throw new RefusedException(fields.At("kind"),
                "choose-many 配 seats 规则，choose-one 配 majority 或 tiers 规则",
                "choose-many goes with seats, choose-one with majority or tiers");
        }

        if (question.Rule is Seats seats && seats.MaxMarks > question.Options.Count)
        {
            throw new RefusedException(fields.At("rule"),
                $"最多可选 {seats.MaxMarks} 项，候选只有 {question.Options.Count} 项",
                $"maxMarks {seats.MaxMarks} is more than the {question.Options.Count} options");
        }

        foreach (var option in OptionsNamed(question.Rule).Except(question.Options))
        {
            throw new RefusedException(fields.At("options"),
                $"规则用到的选项 {Wrong.Show(option)} 不在其中", $"the option {Wrong.Show(option)} that the rule names is missing");
        }
    }

    private static IEnumerable<string> OptionsNamed(Rule rule)
    {
        switch (rule)
        {
            case Tiers tiers:
                return tiers.Steps.SelectMany(tier => tier.Sum);
            case Majority majority:
                var named = new List<string> { "for" };
                if (majority.Threshold.Of == "for-against" || majority.And.Any(each => each.Threshold.Of == "for-against"))
                {
                    named.Add("against");
                }

                return majority.And.Any(each => each.Count == "cast") ? [.. named, "against", "abstain"] : named;
            default:
                return [];
        }
    }
}
