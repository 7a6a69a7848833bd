using CsCheck;
using Voting.Domain.Ballots;
using Voting.Domain.Files;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Recount;
using Voting.Domain.Tallies;

namespace Voting.Tests.Properties;

/// <summary>Counts that were entered are worth what the ballots behind them are worth.</summary>
public class ChannelProperties
{
    // A pile of ballots counted by hand; hands, that are never void, are a pile without void ones.
    private static EnteredCounts Pile(IReadOnlyList<RoundQuestion> questions, IReadOnlyList<byte[]?> ballots, int? issued)
    {
        var tally = Tally.Of(questions, ballots.Select(b => BallotCode.Decode(questions, b)));
        return new EnteredCounts(ballots.Count, issued, [.. questions.Zip(tally.Questions, (q, t) => new EnteredQuestion(
            q.Question.Id, q.Candidates.Select((c, i) => KeyValuePair.Create(c.Id, t.Counts[i])).ToDictionary(), t.Blank, t.Void))]);
    }

    private static string Second(Case round, IReadOnlyList<byte[]?> ballots, EnteredCounts entered) => SecondCount.Count(
        CanonicalJson.Text(RecordText.Definition(round.Questions)), ballots, round.Numbers.All, round.Numbers.Present, CanonicalJson.Text(ChannelText.Entered(entered)));

    private static readonly Gen<Case> Rounds = Gen.OneOf(
        Cases.Round(Cases.Majority, garbage: false), Cases.Round(Cases.Tiers, garbage: false), Cases.Round(Cases.Seats, garbage: false),
        Cases.Round(Gen.OneOf(Cases.Majority, Cases.Tiers), 5, garbage: false));

    [Fact]
    public void Ballots_counted_by_hand_and_by_device_give_what_all_of_them_give_by_device() =>
        Gen.Select(Rounds, Gen.Int[0, 20]).Sample((round, some) =>
        {
            var byDevice = round.Ballots.Skip(some).ToList();
            var entered = Pile(round.Questions, [.. round.Ballots.Take(some)], null);
            var numbers = round.Numbers with { Entered = entered.Voted };

            var result = RoundResult.Of(round.Questions, byDevice, numbers, entered);

            Assert.Equal(round.Text, RecordText.Count(round.Questions, result, numbers.Voted));
            Assert.Equal(round.Text, Second(round, byDevice, entered));
            Assert.Empty(EntryArithmetic.Of(Way.Paper, [.. round.Questions.Select(EnterableQuestion.Of)], round.Ballots.Count, entered with { Issued = entered.Voted }));
        }, iter: Cases.Number);

    [Fact]
    public void Two_engines_agree_on_paper_whatever_was_issued_and_returned() =>
        Gen.Select(Rounds, Gen.Int[0, 5], Gen.Int[0, 3]).Sample((round, unreturned, left) =>
        {
            var entered = Pile(round.Questions, round.Ballots, round.Ballots.Count + unreturned);
            // Members may leave after handing in: fewer are present at the close than were returned.
            var atClose = round.Numbers with { Voted = 0, Present = Math.Max(0, round.Ballots.Count - left) };
            var numbers = atClose with { Voted = entered.Voted, Entered = entered.Voted, Issued = entered.Issued, Present = Math.Max(atClose.Present, entered.Voted) };

            var result = RoundResult.Of(round.Questions, [], numbers, entered);
            var text = RecordText.Count(round.Questions, result, numbers.Voted);

            Assert.Equal(text, Second(round with { Numbers = atClose }, [], entered));
            Assert.Equal(text, RecordText.Count(round.Questions, FrozenRound.Result(round.Questions, text), numbers.Voted));
        }, iter: Cases.Number);

    [Fact]
    public void Two_engines_agree_on_names_written_in() =>
        Gen.Select(Cases.Round(Cases.Majority, garbage: false), Gen.Int[1, 30], Gen.Int[1, 30]).Sample((round, one, other) =>
        {
            var entered = Pile(round.Questions, round.Ballots, round.Ballots.Count);
            var against = entered.Questions[0].Counts["against"];
            WriteIn[] names = [.. new[] { new WriteIn("甲\"", Math.Min(one, against)), new WriteIn("乙", Math.Min(other, against - Math.Min(one, against))) }.Where(w => w.Count > 0)];
            entered = entered with { Questions = [entered.Questions[0] with { WriteIns = names }] };
            var numbers = round.Numbers with { Entered = entered.Voted, Issued = entered.Issued };

            var result = RoundResult.Of(round.Questions, [], numbers, entered);
            var text = RecordText.Count(round.Questions, result, numbers.Voted);

            Assert.Equal(text, Second(round, [], entered));
            Assert.Equal(text, RecordText.Count(round.Questions, FrozenRound.Result(round.Questions, text), numbers.Voted));
            Assert.Equal(names.Length, result.Questions[0].WriteIns.Count);
        }, iter: Cases.Number);
}
