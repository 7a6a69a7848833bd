using Voting.Domain.Ballots;
using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Tests.Domain;

public class TallyTests
{
    private const string Eleven = "c01 c02 c03 c04 c05 c06 c07 c08 c09 c10 c11";

    [Theory]
    [InlineData(11, 0, 1, 0)]
    [InlineData(10, 1, 0, 0)]
    [InlineData(9, 1, 0, 0)]
    [InlineData(0, 1, 0, 1)]
    public void T13_more_marks_than_seats_are_void_and_fewer_are_not(int marks, int valid, int voided, int blank)
    {
        var questions = World.First(World.Selection(World.Seats(10), 11));
        var tally = World.Count(questions, 39, 35, World.Ballots(questions, (1, string.Join(' ', Eleven.Split(' ')[..marks])))).Questions[0].Tally;
        Assert.Equal((valid, voided, blank), (tally.Valid, tally.Void, tally.Blank));
        Assert.Equal(voided == 1 ? 0 : marks, tally.Counts.Sum());
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(0, 0)]
    public void Where_exactly_the_seats_must_be_marked_fewer_are_void_too(int marks, int valid)
    {
        var questions = World.First(World.Selection(World.Seats(10) with { MinMarks = 10 }, 11));
        var tally = World.Count(questions, 39, 35, World.Ballots(questions, (1, string.Join(' ', Eleven.Split(' ')[..marks])))).Questions[0].Tally;
        Assert.Equal((valid, 1 - valid), (tally.Valid, tally.Void));
    }

    [Fact]
    public void Two_options_of_a_choose_one_void_the_question_and_not_the_paper()
    {
        var questions = World.First(World.Motion(id: "q1"), World.Motion(id: "q2"));
        var result = World.Count(questions, 39, 35, [World.Ballot(questions, "for against", "for")]);
        Assert.Equal((0, 1), (result.Questions[0].Tally.Valid, result.Questions[0].Tally.Void));
        Assert.Equal([0, 0, 0], result.Questions[0].Tally.Counts);
        Assert.Equal((1, 0), (result.Questions[1].Tally.Valid, result.Questions[1].Tally.Void));
        Assert.Equal([1, 0, 0], result.Questions[1].Tally.Counts);
        Assert.Equal(0, result.Unreadable);
    }

    [Theory]
    [InlineData("committee-resolution", 1, 0)]
    [InlineData("rating-of-all", 0, 1)]
    public void A_blank_is_a_valid_abstention_but_on_a_rating_that_voids_it(string rule, int valid, int voided)
    {
        var questions = World.First(rule == "rating-of-all" ? World.Rating() : World.Motion(rule));
        var tally = World.Count(questions, 39, 35, World.Ballots(questions, (1, ""))).Questions[0].Tally;
        Assert.Equal((valid, voided, valid), (tally.Valid, tally.Void, tally.Blank));
    }

    [Fact]
    public void An_unreadable_envelope_is_void_on_every_question_and_stops_nothing()
    {
        var questions = World.First(World.Motion(id: "q1"), World.Rating(id: "q2"));
        byte[]?[] ballots = [null, [1, 8, 0], [2, 1, 1], [1, 1], [], World.Ballot(questions, "for", "basic")];
        var result = World.Count(questions, 39, 35, ballots);
        Assert.Equal(5, result.Unreadable);
        Assert.All(result.Questions, q => Assert.Equal((1, 5, 0), (q.Tally.Valid, q.Tally.Void, q.Tally.Blank)));
        Assert.Equal([1, 0, 0], result.Questions[0].Tally.Counts);
        Assert.Equal([0, 1, 0], result.Questions[1].Tally.Counts);
    }

    [Fact]
    public void A_runoff_allows_as_many_marks_as_seats_are_left()
    {
        var runoff = new RoundQuestion(World.Selection(World.Seats(10), 11), Stage.Runoff, World.Selection(World.Seats(10), 3).Options, 2, 1);
        Assert.Equal((0, 2), (runoff.MinMarks, runoff.MaxMarks));
        var tally = World.Count([runoff], 39, 35, World.Ballots([runoff], (1, "c01 c02 c03"), (1, "c01 c02"), (1, "c01"))).Questions[0].Tally;
        Assert.Equal((2, 1), (tally.Valid, tally.Void));
        Assert.Equal([2, 1, 0], tally.Counts);
    }

    [Theory]
    [InlineData(10, 2, 2)]
    [InlineData(1, 2, 1)]
    [InlineData(10, 12, 10)]
    public void A_runoff_asks_for_the_smaller_of_the_minimum_and_the_seats_left(int minMarks, int seatsLeft, int fewest)
    {
        var question = World.Selection(World.Seats(12) with { MinMarks = minMarks }, 15);
        Assert.Equal(fewest, new RoundQuestion(question, Stage.Runoff, question.Options, seatsLeft, 1).MinMarks);
        Assert.Equal(fewest, new RoundQuestion(question, Stage.Further, question.Options, seatsLeft, 0).MinMarks);
    }

    [Fact]
    public void A_rule_may_allow_more_marks_than_seats()
    {
        var questions = World.First(World.Selection(World.Seats(2) with { MaxMarks = 3 }, 4));
        var tally = World.Count(questions, 39, 35, World.Ballots(questions, (1, "c01 c02 c03"), (1, "c01 c02 c03 c04"))).Questions[0].Tally;
        Assert.Equal((1, 1), (tally.Valid, tally.Void));
    }

    [Fact]
    public void Fewer_ballots_than_voted_are_never_counted()
    {
        var questions = World.First(World.Motion());
        Assert.Throws<ArgumentException>(() => RoundResult.Of(questions, World.Ballots(questions, (2, "for")), new RoundNumbers(39, 35, 3)));
        Assert.Throws<ArgumentException>(() => RoundResult.Of(questions, World.Ballots(questions, (4, "for")), new RoundNumbers(39, 35, 3)));
    }

    [Fact]
    public void Counts_that_were_entered_are_those_of_the_round_or_nothing_is_counted()
    {
        var questions = World.First(World.Motion());
        var entered = new EnteredCounts(3, null, [new EnteredQuestion("q1", new Dictionary<string, int> { ["for"] = 2, ["against"] = 1, ["abstain"] = 0 }, 0, 0)]);
        Assert.Throws<ArgumentException>(() => RoundResult.Of(questions, [], new RoundNumbers(39, 35, 2) { Entered = 2 }, entered));
        Assert.Throws<ArgumentException>(() => RoundResult.Of(questions, [], new RoundNumbers(39, 35, 2) { Entered = 2 }));
        Assert.Null(World.Count(questions, 39, 35, []).Devices);
        var result = RoundResult.Of(questions, World.Ballots(questions, (4, "for")), new RoundNumbers(39, 35, 7) { Entered = 3 }, entered);
        Assert.Equal([6, 1, 0], result.Questions[0].Tally.Counts);
        Assert.Equal([4, 0, 0], result.Devices![0].Counts);
    }

    [Fact]
    public void A_sum_that_does_not_fit_is_an_error_and_never_a_smaller_number()
    {
        var question = RoundQuestion.First(World.Motion());
        var full = new QuestionTally(int.MaxValue, int.MaxValue, int.MaxValue, [int.MaxValue, 0, 0]);
        var zero = QuestionTally.Zero(question);
        Assert.Throws<OverflowException>(() => full.Add(question, [1]));
        Assert.Throws<OverflowException>(() => full.Add(question, null));
        Assert.Throws<OverflowException>(() => (zero with { Counts = full.Counts }).Add(question, [0]));
        foreach (var one in new[] { zero with { Valid = 1 }, zero with { Void = 1 }, zero with { Blank = 1 }, zero with { Counts = [1, 0, 0] } })
            Assert.Throws<OverflowException>(() => full.Plus(one));
        Assert.Equal(full.Counts, full.Plus(zero).Counts);
    }

    [Fact]
    public void Those_who_did_not_vote_are_the_sum_of_why() => Assert.Equal(11, new Silence(5, 4, 2).Total);

    [Fact]
    public void A_count_is_folded_and_never_adjusted()
    {
        var question = RoundQuestion.First(World.Motion());
        var before = QuestionTally.Zero(question).Add(question, [0]);
        before.Add(question, [0]);
        Assert.Equal([1, 0, 0], before.Counts);
        Assert.Equal(0, before.Of(question, "no-such"));
        Assert.Equal(1, before.Of(question, "for"));
    }

    [Fact]
    public void A_ballot_knows_no_voter_no_time_and_no_order() =>
        Assert.Equal(["Marks"], typeof(Ballot).GetProperties().Select(p => p.Name));
}
