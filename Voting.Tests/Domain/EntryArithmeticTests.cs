using Voting.Domain.Papers;

namespace Voting.Tests.Domain;

/// <summary>What of entered counts does not add up, with the number that stands there and the number that would do.</summary>
public class EntryArithmeticTests
{
    private static readonly EnterableQuestion Motion = EnterableQuestion.Of(RoundQuestion.First(World.Motion()));
    private static readonly EnterableQuestion Rating = EnterableQuestion.Of(RoundQuestion.First(World.Rating()));
    private static readonly EnterableQuestion Selection = EnterableQuestion.Of(RoundQuestion.First(World.Selection(World.Seats(2) with { MinMarks = 1 }, 3)));
    private static readonly EnterableQuestion FreeSelection = EnterableQuestion.Of(RoundQuestion.First(World.Selection(World.Seats(2), 3)));
    private static readonly EnterableQuestion ExactSelection = EnterableQuestion.Of(RoundQuestion.First(World.Selection(World.Seats(2) with { MinMarks = 2 }, 3)));

    private static EnteredQuestion Counts(EnterableQuestion asked, int[] counts, int blank = 0, int spoilt = 0, params WriteIn[] writeIns) =>
        new(asked.Id, asked.Options.Zip(counts).ToDictionary(o => o.First, o => o.Second), blank, spoilt) { WriteIns = writeIns };

    private static IEnumerable<EntryFault> Wrong(EnterableQuestion asked, int voted, EnteredQuestion entered, Way way = Way.Paper) => EntryArithmetic.Of(way, asked, voted, entered);

    private static IEnumerable<EntryFault> Wrong(Way way, int most, EnteredCounts counts) => EntryArithmetic.Of(way, [Motion], most, counts);

    [Fact]
    public void Paper_needs_the_number_issued_and_hands_have_none()
    {
        var counts = new EnteredCounts(10, null, [Counts(Motion, [5, 3, 2])]);
        Assert.Equal([new EntryFault(Misfit.Issued, null, 0, 0)], Wrong(Way.Paper, 10, counts));
        Assert.Empty(Wrong(Way.Paper, 10, counts with { Issued = 12 }));
        Assert.Equal([new EntryFault(Misfit.Issued, null, 12, 0)], Wrong(Way.Hands, 10, counts with { Issued = 12 }));
        Assert.Equal([new EntryFault(Misfit.TooManyVoted, null, 10, 9)], Wrong(Way.Hands, 9, counts));
    }

    [Fact]
    public void T18_where_more_was_returned_than_issued_nothing_is_counted_and_nothing_else_is_wrong()
    {
        Assert.Empty(Wrong(Way.Paper, 5, new EnteredCounts(11, 10, [])));
        Assert.Equal([new EntryFault(Misfit.Other, null, 1, 0)], Wrong(Way.Paper, 5, new EnteredCounts(11, 10, [Counts(Motion, [5, 3, 3])])));
    }

    [Fact]
    public void The_questions_are_those_of_the_round_in_its_order()
    {
        Assert.Equal([new EntryFault(Misfit.Other, null, 0, 1)], Wrong(Way.Hands, 10, new EnteredCounts(10, null, [])));
        Assert.Equal([new EntryFault(Misfit.Other, null, 1, 1)], Wrong(Way.Hands, 10, new EnteredCounts(10, null, [Counts(Motion, [5, 3, 1]) with { Id = "q2" }])));
        var second = Motion with { Id = "q2" };
        EnteredCounts both = new(10, null, [Counts(Motion, [5, 3, 1]), Counts(second, [10, 0, 1])]);
        Assert.Equal([new EntryFault(Misfit.Sum, "q1", 9, 10), new EntryFault(Misfit.Sum, "q2", 11, 10)], EntryArithmetic.Of(Way.Hands, [Motion, second], 10, both));
        Assert.Equal([new EntryFault(Misfit.Other, null, 2, 2)], EntryArithmetic.Of(Way.Hands, [second, Motion], 10, both));
    }

    [Fact]
    public void Every_option_has_its_count_and_no_other_has_one()
    {
        Assert.Equal([new EntryFault(Misfit.Other, "q1", 2, 3)], Wrong(Motion, 10, new EnteredQuestion("q1", new Dictionary<string, int> { ["for"] = 5, ["against"] = 4 }, 0, 0)));
        Assert.Equal([new EntryFault(Misfit.Other, "q1", 3, 3)], Wrong(Motion, 9, new EnteredQuestion("q1", new Dictionary<string, int> { ["for"] = 3, ["against"] = 3, ["c01"] = 3 }, 0, 0)));
        Assert.Empty(Wrong(Motion, 10, new EnteredQuestion("q1", new Dictionary<string, int> { ["abstain"] = 1, ["against"] = 4, ["for"] = 5 }, 0, 0)));
    }

    [Fact]
    public void No_more_are_void_than_voted_and_a_raised_hand_never_is()
    {
        Assert.Empty(Wrong(Motion, 3, Counts(Motion, [0, 0, 0], spoilt: 3)));
        Assert.Equal([new EntryFault(Misfit.Void, "q1", 4, 3)], Wrong(Motion, 3, Counts(Motion, [0, 0, 0], spoilt: 4)));
        Assert.Equal([new EntryFault(Misfit.Void, "q1", 1, 0)], Wrong(Motion, 3, Counts(Motion, [2, 0, 0], spoilt: 1), Way.Hands));
        // None raised on a rating is a blank, which is void there.
        Assert.Empty(Wrong(Rating, 3, Counts(Rating, [2, 0, 0], spoilt: 1), Way.Hands));
    }

    [Fact]
    public void No_more_are_blank_than_valid_and_none_where_a_blank_is_void()
    {
        Assert.Empty(Wrong(Motion, 4, Counts(Motion, [0, 0, 0], blank: 3, spoilt: 1)));
        Assert.Equal([new EntryFault(Misfit.Blank, "q1", 4, 3)], Wrong(Motion, 4, Counts(Motion, [0, 0, 0], blank: 4, spoilt: 1)));
        Assert.Equal([new EntryFault(Misfit.Blank, "q1", 1, 0)], Wrong(Rating, 4, Counts(Rating, [3, 0, 0], blank: 1)));
        Assert.Empty(Wrong(Rating, 4, Counts(Rating, [3, 1, 0])));
    }

    [Fact]
    public void Counts_and_blanks_of_a_choose_one_are_as_many_as_the_valid()
    {
        Assert.Empty(Wrong(Motion, 10, Counts(Motion, [5, 2, 1], blank: 1, spoilt: 1)));
        Assert.Equal([new EntryFault(Misfit.Sum, "q1", 8, 9)], Wrong(Motion, 10, Counts(Motion, [5, 2, 0], blank: 1, spoilt: 1)));
        Assert.Equal([new EntryFault(Misfit.Sum, "q1", 10, 9)], Wrong(Motion, 10, Counts(Motion, [5, 2, 2], blank: 1, spoilt: 1)));
    }

    [Fact]
    public void An_option_of_a_selection_has_no_more_marks_than_there_are_ballots_marked()
    {
        Assert.Empty(Wrong(FreeSelection, 10, Counts(FreeSelection, [8, 4, 4], blank: 1, spoilt: 1)));
        Assert.Equal([new EntryFault(Misfit.Option, "q1", 9, 8)], Wrong(FreeSelection, 10, Counts(FreeSelection, [9, 4, 3], blank: 1, spoilt: 1)));
    }

    [Fact]
    public void Ballots_of_a_selection_bear_between_the_least_and_the_most_marks()
    {
        // Eight marked ballots: one mark each at least, two at most; where exactly two are asked for, sixteen.
        Assert.Empty(Wrong(FreeSelection, 8, Counts(FreeSelection, [4, 2, 2])));
        Assert.Equal([new EntryFault(Misfit.Marks, "q1", 7, 8)], Wrong(FreeSelection, 8, Counts(FreeSelection, [4, 2, 1])));
        Assert.Empty(Wrong(FreeSelection, 8, Counts(FreeSelection, [8, 4, 4])));
        Assert.Equal([new EntryFault(Misfit.Marks, "q1", 17, 16)], Wrong(FreeSelection, 8, Counts(FreeSelection, [8, 5, 4])));
        Assert.Equal([new EntryFault(Misfit.Marks, "q1", 7, 8)], Wrong(Selection, 8, Counts(Selection, [4, 2, 1])));
        Assert.Empty(Wrong(ExactSelection, 8, Counts(ExactSelection, [8, 4, 4])));
        Assert.Equal([new EntryFault(Misfit.Marks, "q1", 15, 16)], Wrong(ExactSelection, 8, Counts(ExactSelection, [8, 4, 3])));
    }

    [Fact]
    public void Names_are_written_in_on_paper_with_an_against_each_once_and_where_they_may_be()
    {
        var election = Motion with { WriteIns = true };
        Assert.Empty(Wrong(election, 10, Counts(election, [5, 3, 2], 0, 0, new WriteIn("甲", 2), new WriteIn("乙", 1))));
        Assert.Equal([new EntryFault(Misfit.WriteIns, "q1", 4, 3)], Wrong(election, 10, Counts(election, [5, 3, 2], 0, 0, new WriteIn("甲", 3), new WriteIn("乙", 1))));
        Assert.Equal([new EntryFault(Misfit.WriteIns, "q1", 2, 3)], Wrong(election, 10, Counts(election, [5, 3, 2], 0, 0, new WriteIn("甲", 1), new WriteIn("甲", 1))));
        Assert.Equal([new EntryFault(Misfit.WriteIns, "q1", 1, 3)], Wrong(election, 10, Counts(election, [5, 3, 2], 0, 0, new WriteIn("甲", 1), new WriteIn("乙", 0))));
        Assert.Equal([new EntryFault(Misfit.WriteIns, "q1", 1, 0)], Wrong(election, 10, Counts(election, [5, 3, 2], 0, 0, new WriteIn("甲", 1)), Way.Hands));
        Assert.Equal([new EntryFault(Misfit.WriteIns, "q1", 1, 0)], Wrong(Motion, 10, Counts(Motion, [5, 3, 2], 0, 0, new WriteIn("甲", 1))));
    }
}
