using CsCheck;
using Voting.Domain.Ballots;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Tallies;

namespace Voting.Tests.Properties;

/// <summary>A round as random as the meeting file allows, with its ballots.</summary>
internal sealed record Case(IReadOnlyList<RoundQuestion> Questions, IReadOnlyList<byte[]?> Ballots, RoundNumbers Numbers)
{
    public RoundResult Result => RoundResult.Of(Questions, Ballots, Numbers);

    public string Text => RecordText.Count(Questions, Result, Numbers.Voted);

    public override string ToString() =>
        $"{RecordText.Definition(Questions).ToJsonString()} {Numbers} {string.Join(' ', Ballots.Select(b => b is null ? "null" : Convert.ToHexStringLower(b)))}";
}

/// <summary>Generators. Counts are small and ballots come in bundles, so that ties and exact halves are common.</summary>
internal static class Cases
{
    // Short by default; VOTING_LONG=1 for the long run.
    public static long Number { get; } = int.TryParse(Environment.GetEnvironmentVariable("VOTING_CASES"), out var cases) ? cases : Environment.GetEnvironmentVariable("VOTING_LONG") == "1" ? 10_000 : 1_000;

    // Ids whose order on the paper is not their order in canonical text.
    private static readonly string[] Ids = ["c10", "c9", "B", "a", "_x", "-y", "z.1", "Z", "10", "9", "c01", "m", "A-b", "0", "y_", "c02", "k"];

    // Texts that must be escaped, or must not be.
    private static readonly string[] Results = ["满意", "基本满意", "a\"b\\c", "\u0001\n\t", "\U0001F602\u2028", "\u007f/<"];

    private static readonly Gen<Comparison> Op = Gen.Bool.Select(b => b ? Comparison.MoreThan : Comparison.AtLeast);

    public static readonly Gen<(Comparison Op, int Num, int Den)> Fraction =
        Gen.Select(Op, Gen.OneOf(Gen.Int[1, 6], Gen.Int[1, 1_000_000])).SelectMany(f => Gen.Int[0, f.Item2].Select(num => (f.Item1, num, f.Item2)));

    private static Gen<Threshold> Threshold(bool forAgainst) =>
        Gen.Select(Fraction, Gen.Enum<Base>().Where(b => forAgainst || b is not Base.ForAgainst), (f, of) => new Threshold(of, f.Op, f.Num, f.Den));

    private static Gen<Threshold?> OrNone(Gen<Threshold> threshold) =>
        Gen.Select(Gen.Bool, threshold, (none, t) => none ? null : t);

    private static Gen<IReadOnlyList<Option>> Options(int least, int most) =>
        Gen.Select(Gen.Int[least, most], Gen.Shuffle(Ids), (n, ids) => (IReadOnlyList<Option>)[.. ids.Take(n).Select(id => new Option(id, id))]);

    public static readonly Gen<RoundQuestion> Majority =
        Gen.Select(
            Threshold(true),
            Gen.Select(Gen.Enum<Counted>(), Threshold(true), (count, t) => new Condition(count, t)).List[0, 2],
            Gen.Shuffle(new[] { "for", "against", "abstain", "c9" }),
            (threshold, and, ids) => RoundQuestion.First(new Question(
                "q", "议案", QuestionKind.ChooseOne, [.. ids.Select(id => new Option(id, id))], new Rule.Majority(threshold, and))));

    /// <summary>More for than against, a tie left to the presiding officer.</summary>
    public static readonly Gen<RoundQuestion> CastingVote = Gen.Shuffle(new[] { "for", "against", "abstain", "c9" }).Select(ids => RoundQuestion.First(new Question(
        "q", "动议", QuestionKind.ChooseOne, [.. ids.Select(id => new Option(id, id))], Presets.All.Single(p => p.Name == "chairs-casting-vote").Rule(1))));

    public static readonly Gen<RoundQuestion> Tiers =
        Options(2, 5).SelectMany(options => Gen.Select(
            Gen.Enum<Base>().Where(b => b is not Base.ForAgainst),
            Gen.Enum<BlankMeans>(),
            Gen.Select(Gen.OneOf(Results), Gen.Shuffle(options.Select(o => o.Id).ToArray()), Gen.Int[1, options.Count], Fraction,
                (result, ids, n, f) => new Tier(result, [.. ids.Take(n)], f.Op, f.Num, f.Den)).List[1, 4],
            Gen.OneOf(Results),
            (of, blank, tiers, otherwise) => RoundQuestion.First(
                new Question("q", "报告", QuestionKind.ChooseOne, options, new Rule.Tiers(of, blank, tiers, otherwise)))));

    private static Gen<Rule.Seats> SeatsRule(int options) =>
        Gen.Int[1, options].SelectMany(seats => Gen.Int[seats, options].SelectMany(most => Gen.Select(
            Gen.OneOf(Gen.Const(0), Gen.Const(0), Gen.Int[0, most]), OrNone(Threshold(false)), OrNone(Threshold(false)), Gen.Enum<TieLeadsTo>(), Gen.Enum<ShortfallLeadsTo>(), Gen.Int[0, 6],
            (fewest, threshold, runoff, tie, shortfall, maxRunoffs) => new Rule.Seats(seats, fewest, most, threshold, tie, runoff, maxRunoffs, shortfall))));

    /// <summary>A selection as it is asked first.</summary>
    public static readonly Gen<Question> Selection = Options(1, 17).SelectMany(options => SeatsRule(options.Count)
        .Select(rule => new Question("q", "票选", QuestionKind.ChooseMany, options, rule)));

    /// <summary>A selection in a first round, a runoff or a further round.</summary>
    public static readonly Gen<RoundQuestion> Seats = Selection.SelectMany(question => Gen.Enum<Stage>().SelectMany(stage =>
    {
        if (stage is Stage.First) return Gen.Const(RoundQuestion.First(question));
        return Gen.Select(Gen.Int[1, ((Rule.Seats)question.Rule).Count], Gen.Int[stage is Stage.Runoff ? 1 : 0, 3]).SelectMany(asked =>
            Gen.Select(Gen.Int[asked.Item1, question.Options.Count], Gen.Shuffle(question.Options.ToArray()), (n, shuffled) =>
            {
                var held = shuffled.Take(n).ToHashSet();
                return new RoundQuestion(question, stage, [.. question.Options.Where(held.Contains)], asked.Item1, asked.Item2);
            }));
    }));

    private static Gen<Ballot> Marks(IReadOnlyList<RoundQuestion> questions) => Gen.Select(Gen.Int[0, 3], Gen.ULong.Array[questions.Count], Gen.ULong.Array[questions.Count])
        .Select(random => new Ballot([.. questions.Select((q, i) =>
        {
            // One mark, few, about half, or nearly all: a selection wants many marks and a choose-one wants one.
            var bits = random.Item1 switch
            {
                0 => 1UL << (int)(random.Item2[i] % (ulong)q.Candidates.Count),
                1 => random.Item2[i] & random.Item3[i],
                2 => random.Item2[i],
                _ => random.Item2[i] | random.Item3[i],
            };
            return Enumerable.Range(0, q.Candidates.Count).Where(o => (bits >> o & 1) == 1).ToList();
        })]));

    // The same marks one option further on: as many for the one as for the next, which is how ties come about.
    private static Ballot Turned(IReadOnlyList<RoundQuestion> questions, Ballot ballot, int turn) => new([.. questions.Zip(ballot.Marks, (question, marks) =>
        marks.Select(m => (m + turn) % question.Candidates.Count).Order().ToList())]);

    private static Gen<byte[]?> Garbage(int size) => Gen.OneOf(
        Gen.Const((byte[]?)null),
        Gen.Byte.Array[0, size + 1].Select(b => (byte[]?)b),
        Gen.Byte.Array[size].Select(b => (byte[]?)[1, .. b[1..]]));

    public static Gen<List<byte[]?>> Ballots(IReadOnlyList<RoundQuestion> questions, bool garbage) =>
        Gen.Select(
            Gen.Select(Marks(questions), Gen.Int[1, 4], Gen.Int[1, 4], (marks, many, turns) => Enumerable.Range(0, turns)
                .SelectMany(turn => Enumerable.Repeat((byte[]?)BallotCode.Encode(questions, Turned(questions, marks, turn)), many))).List[0, 6],
            Garbage(BallotCode.Size(questions)).List[0, garbage ? 4 : 0],
            (bundles, bad) => bundles.SelectMany(b => b).Concat(bad).ToList());

    public static Gen<Case> Round(Gen<RoundQuestion> question, int mostQuestions = 1, bool garbage = true) =>
        question.List[1, mostQuestions]
            .Select(list => (IReadOnlyList<RoundQuestion>)[.. list.Select((q, i) => q with { Question = q.Question with { Id = $"q{i + 1}" } })])
            .SelectMany(questions => Gen.Select(Ballots(questions, garbage), Gen.Int[0, 5], Gen.Int[0, 9], (ballots, silent, away) =>
                new Case(questions, ballots, new RoundNumbers(ballots.Count + silent + away, ballots.Count + silent, ballots.Count))));

    /// <summary>Rounds of every kind of rule.</summary>
    public static readonly Gen<Case> Any = Gen.OneOf(Round(Majority), Round(CastingVote), Round(Tiers), Round(Seats), Round(Gen.OneOf(Majority, Tiers), 5), Round(Seats, 3));
}
