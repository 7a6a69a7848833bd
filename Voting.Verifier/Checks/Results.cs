using Voting.Verifier.Json;

namespace Voting.Verifier.Checks;

/// <summary>What the meeting decided on each question, over the rounds that stand.</summary>
internal static class Results
{
    public static void Check(PaperRecord paper, Findings findings)
    {
        var place = paper.Place.At("result");
        var standing = paper.Rounds
            .Where(round => !round.IsSuperseded)
            .SelectMany(round => round.Counted?.Questions ?? [])
            .ToLookup(question => question.Question.Id, StringComparer.Ordinal);
        try
        {
            var met = 0;
            foreach (var (id, value, at) in Values.Members(paper.Result, place))
            {
                met++;
                if (!standing.Contains(id))
                {
                    findings.Add(at, "没有一次有效的表决涉及此题", "no round that stands holds this question");
                    continue;
                }

                CheckQuestion(new Fields(value, at), [.. standing[id]], findings);
            }

            findings.Expect(met >= standing.Count, place, "结果没有列全所有题目", "the result leaves out a question");
        }
        catch (RefusedException refused)
        {
            findings.Add(refused.Wrong);
        }
    }

    private static void CheckQuestion(Fields result, List<QuestionRecord> votes, Findings findings)
    {
        var last = votes[^1];
        Judgements.Compare(result.At("verdict"), result.Text("verdict"), last.Judgement.Verdict, findings);
        Judgements.Compare(result.At("outcome"), result.Text("outcome"), last.Judgement.Outcome, findings);
        var elected = votes.SelectMany(vote => vote.Judgement.Choice?.Elected ?? []).ToHashSet(StringComparer.Ordinal);
        CheckIds(result, "elected", last.Judgement.Choice is not null, [.. votes[0].Question.Options.Where(elected.Contains)], findings);
        var referred = last.Judgement is { Choice: not null, Outcome: "referred" };
        CheckIds(result, "tied", referred, last.Judgement.Choice?.Tied ?? [], findings);
    }

    private static void CheckIds(Fields result, string name, bool isDue, IReadOnlyList<string> due, Findings findings)
    {
        if (isDue)
        {
            Judgements.Compare(result.At(name), Values.Ids(result.List(name)), due, findings);
        }
        else
        {
            findings.Expect(result.Optional(name) is null, result.At(name), "此处不应有此字段", "this field is not due here");
        }
    }
}
