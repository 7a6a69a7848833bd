using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Domain.Records;

/// <summary>What the store still holds of a counted round's ballots.</summary>
/// <param name="Urn">Envelopes of a secret round's urn.</param>
/// <param name="Named">Clear ballots of a recorded round by member id, or null where the paper is secret.</param>
/// <param name="Root">The urn's root as the store has it now, or the hash of the named ballots.</param>
/// <param name="Published">The same as the chain of events told it before anything was counted, or null where it told none.</param>
/// <param name="Told">What the chain of events told of the round, or null where it told nothing.</param>
public sealed record Evidence(int Urn, IReadOnlyDictionary<string, byte[]>? Named, string? Root = null, string? Published = null, ToldRound? Told = null);

/// <summary>A round's numbers as the chain of events told them when it was closed and tallied.</summary>
/// <param name="Numbers">Bases; all is 0 where the event did not tell it.</param>
/// <param name="Count">The counts in the form of <see cref="RecordText.Count"/>.</param>
public sealed record ToldRound(RoundNumbers Numbers, string Count)
{
    /// <summary>Casting votes given since, by question id, as the record names them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> CastingVotes { get; init; } = [];
}

/// <summary>A sum that does not hold.</summary>
/// <param name="Chinese">In Chinese.</param>
/// <param name="English">In English.</param>
public sealed record WrongSum(string Chinese, string English);

/// <summary>The sums that must hold before a round is certified. Nothing is ever adjusted to make them hold.</summary>
public static class Reconciliation
{
    /// <summary>Every sum that does not hold, in words; empty where all do.</summary>
    /// <param name="meeting">The meeting.</param>
    /// <param name="round">A round that is tallied.</param>
    /// <param name="evidence">What the store holds.</param>
    public static IEnumerable<WrongSum> Of(Meeting meeting, Round round, Evidence evidence)
    {
        if (round is not { RollAtOpen: { } atOpen, RollAtClose: { } atClose, Numbers: { } numbers, Result: { } result })
            return [new WrongSum("本次表决没有计票结果", "the round has no counts")];
        return [.. Roll(meeting, atOpen, atClose, numbers), .. round.Questions.Zip(result.Questions).SelectMany(q => Counts(q.First, q.Second.Tally, numbers)),
            .. ChannelSums.Of(round, numbers, result), .. Ballots(round, numbers, result, evidence), .. Results(round, numbers, result, evidence), .. Split(numbers, round.Silence)];
    }

    private static IEnumerable<WrongSum> Roll(Meeting meeting, RollCounts atOpen, RollCounts atClose, RoundNumbers numbers)
    {
        var due = meeting.Roll.Count;
        if (atOpen.Due != due)
            yield return new WrongSum($"开始表决时：在场{atOpen.Present}＋请假{atOpen.Leave}＋缺席{atOpen.Absent}≠应到{due}", $"roll at the opening: present {atOpen.Present} + leave {atOpen.Leave} + absent {atOpen.Absent} ≠ due {due}");
        if (atClose.Due != due)
            yield return new WrongSum($"结束表决时：在场{atClose.Present}＋请假{atClose.Leave}＋缺席{atClose.Absent}≠应到{due}", $"roll at the close: present {atClose.Present} + leave {atClose.Leave} + absent {atClose.Absent} ≠ due {due}");
        if (numbers.Voted < 0 || numbers.DidNotVote < 0)
            yield return new WrongSum($"已表决{numbers.Voted}＋未表决{numbers.DidNotVote}＝在场{numbers.Present}，其中有负数", $"voted {numbers.Voted} + did not vote {numbers.DidNotVote} = present {numbers.Present}: one is less than nothing");
        if (numbers.Present > numbers.All)
            yield return new WrongSum($"在场{numbers.Present}多于应参加{numbers.All}", $"present {numbers.Present} > all {numbers.All}");
    }

    // Last: where one of the numbers before is wrong, it is that one which has to be named.
    private static IEnumerable<WrongSum> Split(RoundNumbers numbers, Silence? silence)
    {
        if (silence is not null && silence.Total != numbers.DidNotVote)
            yield return new WrongSum($"在线未按{silence.NotPressed}＋设备离线{silence.Offline}＋提交过迟{silence.TooLate}≠未表决{numbers.DidNotVote}", $"did not press {silence.NotPressed} + offline {silence.Offline} + too late {silence.TooLate} ≠ did not vote {numbers.DidNotVote}");
    }

    private static IEnumerable<WrongSum> Counts(RoundQuestion asked, QuestionTally tally, RoundNumbers numbers)
    {
        var title = asked.Question.FullTitle;
        if (tally.Valid + tally.Void != numbers.Voted)
            yield return new WrongSum($"{title}：有效{tally.Valid}＋无效{tally.Void}≠已表决{numbers.Voted}", $"{title}: valid {tally.Valid} + void {tally.Void} ≠ voted {numbers.Voted}");
        var marks = tally.Counts.Sum(c => (long)c);
        if (asked.Question.Kind is QuestionKind.ChooseOne && marks + tally.Blank != tally.Valid)
            yield return new WrongSum($"{title}：各项票数{marks}＋空白{tally.Blank}≠有效{tally.Valid}", $"{title}: counts {marks} + blank {tally.Blank} ≠ valid {tally.Valid}");
        if (tally.Counts.Any(c => c > tally.Valid - tally.Blank))
            yield return new WrongSum($"{title}：有一项得票多于作出选择的票数{tally.Valid - tally.Blank}", $"{title}: a count is more than the {tally.Valid - tally.Blank} ballots marked");
    }

    private static IEnumerable<WrongSum> Ballots(Round round, RoundNumbers numbers, RoundResult result, Evidence evidence)
    {
        if (!round.HasDevices)
        {
            if (evidence.Urn + (evidence.Named?.Count ?? 0) > 0) yield return new WrongSum("没有使用表决器，却有选票", "there are ballots of a round without devices");
            yield break;
        }

        var isPublished = evidence.Published is null || evidence.Root == evidence.Published;
        if (evidence.Named is not { } named)
        {
            if (evidence.Urn != numbers.ByDevice) yield return new WrongSum($"票箱{evidence.Urn}≠已表决{numbers.ByDevice}", $"urn {evidence.Urn} ≠ voted {numbers.ByDevice}");
            if (!isPublished) yield return new WrongSum("票箱不是当时公布的票箱", "the urn is not the one that was published");
            yield break;
        }

        if (named.Count != numbers.ByDevice)
        {
            yield return new WrongSum($"具名选票{named.Count}≠已表决{numbers.ByDevice}", $"names {named.Count} ≠ voted {numbers.ByDevice}");
            yield break;
        }

        var again = RoundResult.Of(round.Questions, [.. named.Values], numbers, round.ConfirmedCounts);
        if (again.Unreadable != result.Unreadable)
            yield return new WrongSum($"无法读取的票{result.Unreadable}≠各人选票中的{again.Unreadable}", $"unreadable {result.Unreadable} ≠ {again.Unreadable} of the names");
        foreach (var (asked, (published, counted)) in round.Questions.Zip(result.Questions.Zip(again.Questions)))
        {
            if (!Same(published.Tally, counted.Tally))
                yield return new WrongSum($"{asked.Question.FullTitle}：公布的票数与各人选票的合计不符", $"{asked.Question.FullTitle}: the totals differ from the names behind them");
        }

        if (!isPublished) yield return new WrongSum("各人选票不是计票前所记的选票", "the named ballots are not those that were kept before the count");
    }

    private static IEnumerable<WrongSum> Results(Round round, RoundNumbers numbers, RoundResult result, Evidence evidence)
    {
        foreach (var (asked, question) in round.Questions.Zip(result.Questions))
        {
            var judged = Judged(asked, question, numbers);
            if (question.CastingVote is { } vote && CastingVotes.IsTie(asked, question.Tally)) judged = judged.With(vote);
            if (judged.IsCastingVoteDue(asked))
                yield return new WrongSum($"{asked.Question.FullTitle}：赞成票与反对票相等，主持人没有投决定票", $"{asked.Question.FullTitle}: the votes are equal, and the presiding officer gave no casting vote");
            if (Text(asked, question) != Text(asked, judged))
                yield return new WrongSum($"{asked.Question.FullTitle}：结果不是由票数得出的", $"{asked.Question.FullTitle}: the result does not follow from the counts");
        }

        if (evidence.Told is not { } told) yield break;
        if ((numbers.Present, numbers.Voted) != (told.Numbers.Present, told.Numbers.Voted) || told.Numbers.All > 0 && numbers.All != told.Numbers.All)
            yield return new WrongSum("人数与结束表决时所记的不同", "the numbers are not those that were kept at the close");
        if (RecordText.Count(round.Questions, result.AsCounted(), numbers.Voted) != told.Count)
            yield return new WrongSum("票数与计票时所记的不同", "the counts are not those that were kept at the tally");
        var given = result.Questions.Where(q => q.CastingVote is not null).Select(q => KeyValuePair.Create(q.QuestionId, CastingVotes.Of(q.CastingVote!.Value)));
        if (!given.OrderBy(g => g.Key, StringComparer.Ordinal).SequenceEqual(told.CastingVotes.OrderBy(g => g.Key, StringComparer.Ordinal)))
            yield return new WrongSum("主持人的决定票与当时所记的不同", "the casting votes are not those that were kept when they were given");
    }

    private static QuestionResult Judged(RoundQuestion asked, QuestionResult question, RoundNumbers numbers) => question with
    {
        CastingVote = null,
        Verdict = Verdict.Of(asked, question.Tally, numbers),
        WriteIns = [.. question.WriteIns.Select(w => w with { Passed = Verdict.WriteInPasses(asked, question.Tally, numbers, w.Count) })],
    };

    private static string Text(RoundQuestion asked, QuestionResult question) => CanonicalJson.Text(RecordText.Counts([asked], new RoundResult(0, [question])));

    private static bool Same(QuestionTally one, QuestionTally other) =>
        (one.Valid, one.Void, one.Blank) == (other.Valid, other.Void, other.Blank) && one.Counts.SequenceEqual(other.Counts);
}
