using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Domain.Records;

/// <summary>The sums of a round in which hands or paper took part: what each channel brought adds up to the round.</summary>
internal static class ChannelSums
{
    public static IEnumerable<WrongSum> Of(Round round, RoundNumbers numbers, RoundResult result)
    {
        if (!round.IsEntered)
        {
            if (numbers.Entered != 0 || round.Entry is not null) yield return new WrongSum("使用表决器的表决却有录入的票数", "counts were entered for a round that is voted by device");
            yield break;
        }

        if (round.ConfirmedCounts is not { } counts)
        {
            yield return new WrongSum("录入的票数未经监票人确认", "the counts entered were not confirmed");
            yield break;
        }

        if (counts.Voted != numbers.Entered) yield return new WrongSum($"录入{counts.Voted}≠{numbers.Entered}", $"entered {counts.Voted} ≠ {numbers.Entered}");
        if (counts.Issued != numbers.Issued) yield return new WrongSum($"发出{counts.Issued}≠{numbers.Issued}", $"issued {counts.Issued} ≠ {numbers.Issued}");
        if (counts.IsOverReturned) yield return new WrongSum($"收回{counts.Voted}多于发出{counts.Issued}", $"returned {counts.Voted} of {counts.Issued} issued");
        if (counts.Voted > round.Enterable) yield return new WrongSum($"录入{counts.Voted}多于可表决的{round.Enterable}", $"entered {counts.Voted} of {round.Enterable}");
        if (!round.HasDevices && numbers.ByDevice != 0) yield return new WrongSum($"没有使用表决器，却有{numbers.ByDevice}票", $"by device {numbers.ByDevice} in a round without devices");
        foreach (var ((asked, question), place) in round.Questions.Zip(result.Questions).Select((q, i) => (q, i)))
        {
            var sum = result.Devices![place].Plus(QuestionTally.Of(asked, counts.Voted, counts.Questions[place]));
            if ((sum.Valid, sum.Void, sum.Blank) != (question.Tally.Valid, question.Tally.Void, question.Tally.Blank) || !sum.Counts.SequenceEqual(question.Tally.Counts))
                yield return new WrongSum($"{asked.Question.FullTitle}：各方式之和与总数不符", $"{asked.Question.FullTitle}: the channels do not add up to the totals");
            if (!question.WriteIns.Select(w => (w.Name, w.Count)).SequenceEqual(counts.Questions[place].WriteIns.Select(w => (w.Name, w.Count))))
                yield return new WrongSum($"{asked.Question.FullTitle}：另选他人与录入的不符", $"{asked.Question.FullTitle}: the names written in are not those entered");
        }
    }
}
