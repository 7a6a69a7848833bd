using Voting.Verifier.Rules;

namespace Voting.Verifier.Checks;

/// <summary>
/// Whether each round of a paper follows from those before it: the whole paper, or the runoffs and
/// further rounds that were due; and, once it is known what was due, whether its numbers follow.
/// </summary>
internal sealed class Succession
{
    private readonly bool isRehearsal;
    private readonly Findings findings;
    private readonly IReadOnlyList<Question> whole;

    private Succession(bool isRehearsal, Findings findings, IReadOnlyList<Question> whole)
    {
        this.isRehearsal = isRehearsal;
        this.findings = findings;
        this.whole = whole;
    }

    public static void Check(PaperRecord paper, bool isRehearsal, Findings findings)
    {
        var counted = paper.Rounds.Where(round => round.Counted is not null).ToList();
        if (counted.Count > 0)
        {
            // The record has no questions apart from its rounds: the first one counted shows the paper whole.
            var whole = counted[0].Counted!.Questions.Select(question => question.Question).ToList();
            new Succession(isRehearsal, findings, whole).Walk(counted);
        }
    }

    private void Walk(List<RoundRecord> rounds)
    {
        Step? last = null;
        foreach (var round in rounds)
        {
            if (Follow(round, last) is not { } step)
            {
                findings.Add(round.Place,
                    "此次表决的题目、候选或规则不是当时应表决的，或不应举行",
                    "the round was not due, or holds other questions, candidates or rules than were due");
                return;
            }

            last = step;
        }
    }

    // A round follows from the last one; where that is superseded it may also take that one's place, or
    // the place of the one it followed from, and so on back to the paper whole.
    private Step? Follow(RoundRecord round, Step? last)
    {
        (Step Step, Findings Found)? fallback = null;
        for (var from = last; ; from = from.From)
        {
            if (Due(round, from) is { } due)
            {
                var found = new Findings();
                var step = new Step(round, from, Judge(round, due, found));
                if (found.Count == 0)
                {
                    return step;
                }

                fallback ??= (step, found);
            }

            if (from is null || !from.Round.IsSuperseded)
            {
                break;
            }
        }

        if (fallback is { } best)
        {
            findings.AddAll(best.Found);
        }

        return fallback?.Step;
    }

    // What is due after a step, if it is what the round holds.
    private List<Progress>? Due(RoundRecord round, Step? from)
    {
        if (!round.IsSuperseded && from is { RestsOnSuperseded: true })
        {
            return null;
        }

        var questions = round.Counted!.Questions.Select(question => question.Question).ToList();
        if (from is null)
        {
            return Same(questions, whole, sameRules: isRehearsal) ? [.. questions.Select(Progress.Start)] : null;
        }

        var due = from.After.Where(progress => progress.Next is not null).ToList();
        return Same(questions, due.Select(progress => progress.Question with { Options = progress.Next!.Options }).ToList(), sameRules: true) ? due : null;
    }

    private static bool Same(List<Question> found, IReadOnlyList<Question> due, bool sameRules) =>
        found.Count > 0
        && found.Count == due.Count
        && found.Zip(due).All(pair => pair.First.Id == pair.Second.Id
            && pair.First.Options.SequenceEqual(pair.Second.Options)
            && pair.First.IsChooseMany == pair.Second.IsChooseMany
            && (!sameRules || RuleWriter.Text(pair.First.Rule) == RuleWriter.Text(pair.Second.Rule)));

    private static List<Progress> Judge(RoundRecord round, List<Progress> due, Findings found)
    {
        var counted = round.Counted!;
        var after = new List<Progress>();
        for (var i = 0; i < due.Count; i++)
        {
            var question = counted.Questions[i];
            Sums.Check(question, due[i].Next!, counted, found);
            Channels.CheckQuestion(question, due[i].Next!, counted, found);
            var (judgement, next) = due[i].Judge(question.Tally, counted.Turnout);
            Judgements.Check(question, judgement.With(CastingVotes.Due(question)), found);
            Judgements.CheckWriteIns(question, counted.Turnout, found);
            after.Add(next);
        }

        NamedBallots.Check(round, counted, [.. due.Select(progress => progress.Next!)], found);
        return after;
    }

    private sealed record Step(RoundRecord Round, Step? From, IReadOnlyList<Progress> After)
    {
        public bool RestsOnSuperseded { get; } = Round.IsSuperseded || From is { RestsOnSuperseded: true };
    }
}
