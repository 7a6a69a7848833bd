using System.Text.Json;
using Voting.Verifier.Json;
using Voting.Verifier.Rules;

namespace Voting.Verifier.Checks;

/// <summary>
/// Casting votes: given only where the rule has one and the votes are equal, in a recorded paper, by the presiding officer, after the
/// tally and before the result was announced; and given wherever a result was announced on a tie.
/// </summary>
internal sealed class CastingVotes
{
    private readonly Record record;
    private readonly Findings findings;
    private readonly Dictionary<(string Paper, int Round), string> steps = [];
    private readonly Dictionary<(string Paper, int Round, string Question), string?> told = [];

    private CastingVotes(Record record, Findings findings)
    {
        this.record = record;
        this.findings = findings;
    }

    public static void Check(Record record, Findings findings) => new CastingVotes(record, findings).Check();

    /// <summary>The casting vote that counts on a question: that of a tie.</summary>
    public static string? Due(QuestionRecord question) => Judgement.IsTie(question.Question.Rule, question.Tally) ? question.CastingVote : null;

    private void Check()
    {
        for (var i = 0; i < record.Events.Count; i++)
        {
            ReadEvent(record.Events[i], Place.Root.At("events").At(i));
        }

        foreach (var paper in record.Papers)
        {
            foreach (var round in paper.Rounds.Where(round => round.Counted is not null))
            {
                foreach (var question in round.Counted!.Questions)
                {
                    CheckQuestion(paper, round, question);
                }
            }
        }

        foreach (var (paper, round, question) in told.Keys)
        {
            findings.Add(Place.Root.At("events"), $"事件所载 {paper} 第 {round} 次表决 {question} 的决定票不在记录中",
                $"the record has no casting vote on {question} of {paper}, round {round}, which an event tells");
        }
    }

    private void ReadEvent(JsonElement happened, Place place)
    {
        if (Published.Text(happened, "paper") is not { } paper || Published.Number(happened, "round") is not { } round)
        {
            return;
        }

        switch (Published.Text(happened, "type"))
        {
            case "casting-vote":
                findings.Expect(steps.GetValueOrDefault((paper, round)) == "round-tallied", place, "决定票应在计票之后、公布之前投出", "a casting vote is given after the tally and before the announcement");
                findings.Expect(Published.Text(happened, "by") is { } by && by.Split(':')[0] == "presiding-officer", place.At("by"), "决定票不是主持人投出的", "not given by the presiding officer");
                findings.Expect(told.TryAdd((paper, round, Published.Text(happened, "question") ?? ""), Published.Text(happened, "vote")), place, "同一题投了两次决定票", "two casting votes on one question");
                break;
            case "round-tallied" or "round-announced" or "round-superseded":
                steps[(paper, round)] = Published.Text(happened, "type")!;
                break;
            default:
                break;
        }
    }

    private void CheckQuestion(PaperRecord paper, RoundRecord round, QuestionRecord question)
    {
        var place = question.Place.At("castingVote");
        findings.Expect(!paper.Secret || question.Question.Rule is not Majority { CastingVote: true }, question.Place.At("rule"),
            "决定票是公开的，无记名表决不得使用", "a casting vote is given in the open: a secret paper has none");
        var tied = Judgement.IsTie(question.Question.Rule, question.Tally);
        findings.Expect(question.CastingVote is null || tied, place, "规则没有决定票，或票数不等", "the rule has no casting vote, or the votes are not equal");
        findings.Expect(question.CastingVote is not null || !tied || round.State == "tallied", place, "票数相等，公布时却没有决定票", "the votes are equal, and the result was announced without a casting vote");
        if (steps.Count == 0)
        {
            // The chain tells of no rounds at all.
            return;
        }

        told.Remove((paper.Id, round.Number, question.Question.Id), out var happened);
        findings.Expect(question.CastingVote == happened, place, "与事件所载的决定票不符", "not the casting vote that the chain of events tells");
    }
}
