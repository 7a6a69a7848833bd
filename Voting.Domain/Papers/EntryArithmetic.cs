namespace Voting.Domain.Papers;

/// <summary>What of entered counts does not add up.</summary>
public enum Misfit
{
    /// <summary>More voted than may have voted this way.</summary>
    TooManyVoted,
    /// <summary>Paper ballots without the number issued, or hands with one.</summary>
    Issued,
    /// <summary>The questions or options are not those of the round.</summary>
    Other,
    /// <summary>More void than voted.</summary>
    Void,
    /// <summary>More blank than valid, or a blank where it is a void ballot.</summary>
    Blank,
    /// <summary>Counts and blanks are not as many as the valid.</summary>
    Sum,
    /// <summary>An option has more marks than there are ballots marked.</summary>
    Option,
    /// <summary>Fewer or more marks than valid ballots can bear.</summary>
    Marks,
    /// <summary>More names written in than votes against, or where none may be.</summary>
    WriteIns,
}

/// <summary>One thing that does not add up.</summary>
/// <param name="What">What it is.</param>
/// <param name="Question">Id of the question, or null where it is the whole round.</param>
/// <param name="Found">The number that stands there.</param>
/// <param name="Due">The number that would do, or the most or least that may stand there.</param>
public sealed record EntryFault(Misfit What, string? Question, long Found, long Due);

/// <summary>What a question asks of the counts that are entered for it.</summary>
/// <param name="Id">The question.</param>
/// <param name="ChooseMany">Several options may be marked.</param>
/// <param name="MinMarks">Fewest marks of a valid ballot.</param>
/// <param name="MaxMarks">Most marks of a valid ballot.</param>
/// <param name="Options">Ids of its options in the round.</param>
/// <param name="WriteIns">Whether names may be written in.</param>
public sealed record EnterableQuestion(string Id, bool ChooseMany, int MinMarks, int MaxMarks, IReadOnlyList<string> Options, bool WriteIns)
{
    /// <summary>The question as it stands in a round.</summary>
    public static EnterableQuestion Of(RoundQuestion asked) => new(
        asked.Question.Id, asked.Question.Kind is QuestionKind.ChooseMany, asked.MinMarks, asked.MaxMarks,
        [.. asked.Candidates.Select(c => c.Id)], asked.Question.WriteIns);
}

/// <summary>
/// The arithmetic of entered counts, the same while they are typed and when they are kept. Paper: V + X = R; more returned than issued is
/// not wrong here, it voids the round. Hands: for + against + abstain are no more than those who may vote by hands.
/// </summary>
public static class EntryArithmetic
{
    /// <summary>Everything that does not add up; empty where all does.</summary>
    /// <param name="way">How the round is voted.</param>
    /// <param name="questions">Of the round.</param>
    /// <param name="most">How many may have voted this way, ≥ 0.</param>
    /// <param name="counts">As entered; no number is negative.</param>
    public static IEnumerable<EntryFault> Of(Way way, IReadOnlyList<EnterableQuestion> questions, int most, EnteredCounts counts)
    {
        if (counts.Issued is null == way is Way.Paper) yield return new EntryFault(Misfit.Issued, null, counts.Issued ?? 0, 0);
        if (counts.IsOverReturned)
        {
            if (counts.Questions.Count > 0) yield return new EntryFault(Misfit.Other, null, counts.Questions.Count, 0);
            yield break;
        }

        if (counts.Voted > most) yield return new EntryFault(Misfit.TooManyVoted, null, counts.Voted, most);
        if (!counts.Questions.Select(q => q.Id).SequenceEqual(questions.Select(q => q.Id)))
        {
            yield return new EntryFault(Misfit.Other, null, counts.Questions.Count, questions.Count);
            yield break;
        }

        foreach (var (asked, entered) in questions.Zip(counts.Questions))
            foreach (var fault in Of(way, asked, counts.Voted, entered))
                yield return fault;
    }

    /// <summary>What does not add up on one question.</summary>
    /// <param name="way">How the round is voted.</param>
    /// <param name="asked">The question.</param>
    /// <param name="voted">Who voted by hands, or ballots returned.</param>
    /// <param name="entered">Its counts.</param>
    public static IEnumerable<EntryFault> Of(Way way, EnterableQuestion asked, int voted, EnteredQuestion entered)
    {
        EntryFault Fault(Misfit what, long found, long due) => new(what, asked.Id, found, due);

        if (!entered.Counts.Keys.Order(StringComparer.Ordinal).SequenceEqual(asked.Options.Order(StringComparer.Ordinal)))
        {
            yield return Fault(Misfit.Other, entered.Counts.Count, asked.Options.Count);
            yield break;
        }

        // A hand that is raised is never void; none raised where a blank is void is.
        if (way is not Way.Paper && asked.MinMarks == 0 && entered.Void > 0) yield return Fault(Misfit.Void, entered.Void, 0);
        if (entered.Void > voted)
        {
            yield return Fault(Misfit.Void, entered.Void, voted);
            yield break;
        }

        var valid = voted - entered.Void;
        var mayBeBlank = asked.MinMarks > 0 ? 0 : valid;
        if (entered.Blank > mayBeBlank)
        {
            yield return Fault(Misfit.Blank, entered.Blank, mayBeBlank);
            yield break;
        }

        long marked = valid - entered.Blank;
        var marks = entered.Counts.Values.Sum(c => (long)c);
        if (!asked.ChooseMany)
        {
            if (marks != marked) yield return Fault(Misfit.Sum, marks + entered.Blank, valid);
        }
        else
        {
            foreach (var count in entered.Counts.Values.Where(c => c > marked)) yield return Fault(Misfit.Option, count, marked);
            if (marks < marked * Math.Max(1, asked.MinMarks)) yield return Fault(Misfit.Marks, marks, marked * Math.Max(1, asked.MinMarks));
            if (marks > marked * asked.MaxMarks) yield return Fault(Misfit.Marks, marks, marked * asked.MaxMarks);
        }

        var written = entered.WriteIns.Sum(w => (long)w.Count);
        var mayBeWritten = asked.WriteIns && way is Way.Paper ? entered.Counts.GetValueOrDefault("against") : 0;
        if (written > mayBeWritten || entered.WriteIns.Any(w => w.Count < 1) || entered.WriteIns.DistinctBy(w => w.Name).Count() < entered.WriteIns.Count)
            yield return Fault(Misfit.WriteIns, written, mayBeWritten);
    }
}
