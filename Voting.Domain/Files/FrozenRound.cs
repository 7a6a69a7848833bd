using System.Text.Json;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Tallies;

namespace Voting.Domain.Files;

/// <summary>Reads back what a store keeps of a round: what was frozen at Ready, and what was counted.</summary>
public static class FrozenRound
{
    /// <summary>The questions of a round from <see cref="RecordText.Definition"/>.</summary>
    /// <param name="paper">The paper, for titles and labels.</param>
    /// <param name="definition">What was frozen.</param>
    /// <exception cref="InvalidDataException">The text is not such a definition.</exception>
    public static IReadOnlyList<RoundQuestion> Questions(Paper paper, string definition) => Whole(definition, root => root["questions"].Items(1_000).Select(at =>
    {
        var question = paper.Questions.Single(q => q.Id == at["id"].Text());
        return new RoundQuestion(
            question with { Rule = RuleFile.Read(at["rule"]) },
            at["stage"].OneOf(("first", Stage.First), ("runoff", Stage.Runoff), ("further", Stage.Further)),
            [.. at["options"].Items(MeetingFile.MostOptions).Select(o => question.Options.Single(p => p.Id == o.Text()))],
            at.Optional("seats")?.Integer(0, MeetingFile.MostOptions) ?? 0,
            at["runoffs"].Integer(0, int.MaxValue));
    }).ToList());

    /// <summary>The result of a round from <see cref="RecordText.Count"/>.</summary>
    /// <exception cref="InvalidDataException">The text is not such a result.</exception>
    public static RoundResult Result(IReadOnlyList<RoundQuestion> questions, string count) => Whole(count, root => new RoundResult(
        root["unreadable"].Integer(0, int.MaxValue),
        [.. root["questions"].Items(1_000).Select((at, i) => new QuestionResult(
            at["id"].Text(),
            new QuestionTally(
                at["valid"].Integer(0, int.MaxValue), at["void"].Integer(0, int.MaxValue), at["blank"].Integer(0, int.MaxValue),
                [.. questions[i].Candidates.Select(c => at["counts"][c.Id].Integer(0, int.MaxValue))]),
            new Verdict(
                at["verdict"].Text(),
                at["outcome"].OneOf(("decided", Outcome.Decided), ("runoff", Outcome.Runoff), ("shortfall", Outcome.Shortfall), ("referred", Outcome.Referred)),
                at.Optional("need")?.Integer(1, int.MaxValue),
                at.Optional("elected") is not { } elected ? null : new Selection(
                    [.. elected.Items(MeetingFile.MostOptions).Select(e => e.Text())],
                    [.. at["tied"].Items(MeetingFile.MostOptions).Select(t => t.Text())],
                    at["shortfall"].Integer(0, int.MaxValue),
                    at["outcome"].OneOf(("decided", Outcome.Decided), ("runoff", Outcome.Runoff), ("shortfall", Outcome.Shortfall), ("referred", Outcome.Referred)))))
        {
            WriteIns = [.. at.Optional("writeIns")?.Items(1_000).Select(w => new JudgedWriteIn(
                w["name"].Text(), w["count"].Integer(1, int.MaxValue), w["verdict"].OneOf(("passed", true), ("failed", false)))) ?? []],
            CastingVote = at.Optional("castingVote") is { } vote ? RuleFile.CastingVote(vote) : null,
        })]));

    private static T Whole<T>(string json, Func<Cursor, T> read)
    {
        using var document = JsonDocument.Parse(json);
        try
        {
            return read(new Cursor(document.RootElement, "$"));
        }
        catch (FileFaultException e)
        {
            throw new InvalidDataException(e.Fault.ToString(), e);
        }
    }
}
