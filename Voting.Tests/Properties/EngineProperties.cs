using CsCheck;
using Voting.Domain.Files;
using Voting.Domain.Records;
using Voting.Domain.Recount;

namespace Voting.Tests.Properties;

public class EngineProperties
{
    internal static string Second(Case round) =>
        SecondCount.Count(CanonicalJson.Text(RecordText.Definition(round.Questions)), round.Ballots, round.Numbers.All, round.Numbers.Present);

    private static void Agree(Gen<Case> rounds) => rounds.Sample(round => Assert.Equal(round.Text, Second(round)), iter: Cases.Number);

    [Fact]
    public void Two_engines_agree_on_majorities() => Agree(Cases.Round(Gen.OneOf(Cases.Majority, Cases.CastingVote)));

    [Fact]
    public void Two_engines_agree_on_ratings() => Agree(Cases.Round(Cases.Tiers));

    [Fact]
    public void Two_engines_agree_on_selections_in_every_stage() => Agree(Cases.Round(Cases.Seats));

    [Fact]
    public void Two_engines_agree_on_papers_of_many_questions() => Agree(Cases.Round(Gen.OneOf(Cases.Majority, Cases.Tiers, Cases.Seats), 6));

    [Fact]
    public void What_is_kept_of_a_round_reads_back_as_the_same_round() =>
        Cases.Any.Sample(round =>
        {
            var paper = World.Paper([.. round.Questions.Select(q => q.Question)]);
            var definition = CanonicalJson.Text(RecordText.Definition(round.Questions));
            var questions = FrozenRound.Questions(paper, definition);
            Assert.Equal(definition, CanonicalJson.Text(RecordText.Definition(questions)));
            Assert.Equal(round.Text, RecordText.Count(questions, FrozenRound.Result(questions, round.Text), round.Numbers.Voted));
            Assert.Equal(round.Text, (round with { Questions = questions }).Text);
        }, iter: Cases.Number);
}
