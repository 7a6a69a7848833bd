using Voting.Domain.Papers;

namespace Voting.Domain.Files;

/// <summary>Reads the parameters of a paper that are lists of their own in the meeting file.</summary>
internal static class PaperParameters
{
    public static Percentages Percentages(Cursor at, IReadOnlyList<Question> questions)
    {
        at.Object("of", "decimals");
        var of = RuleFile.Of(at["of"]);
        if (of is Base.ForAgainst && questions.FirstOrDefault(q => q.Options.All(o => o.Id != "for") || q.Options.All(o => o.Id != "against")) is { } without)
            throw at["of"].Fault($"题目“{without.Id}”没有选项 for 和 against。", $"question \"{without.Id}\" has no options for and against.");
        return new Percentages(of, at.Optional("decimals")?.Integer(0, Papers.Percentages.MostDecimals) ?? 1);
    }

    public static bool LiveNames(Cursor at, bool secret) => at.Flag() && (!secret ? true
        : throw at.Fault("无记名表决票不能显示姓名。", "a secret paper never shows names."));
}
