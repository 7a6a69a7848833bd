using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Tallies;

namespace Voting.Tests.Domain;

public class ReconciliationTests
{
    private static readonly Meeting Meeting = World.Committee(39, 35, World.Paper(World.Motion()));
    private static readonly IReadOnlyList<RoundQuestion> Questions = World.First(World.Motion());

    // 30 for, 2 against, 1 blank, 1 void; one member did not vote.
    private static readonly Round Sound = new("r1", "V01", 1, RoundState.Announced, Questions)
    {
        RollAtOpen = new RollCounts(35, 4, 0),
        RollAtClose = new RollCounts(35, 4, 0),
        Numbers = new RoundNumbers(39, 35, 34),
        Result = World.Count(Questions, 39, 35, World.Ballots(Questions, (30, "for"), (2, "against"), (1, ""), (1, "for against"))),
    };

    private static IEnumerable<string> Wrong(Round round, Evidence? evidence = null) => Reconciliation.Of(Meeting, round, evidence ?? World.Urn(34)).Select(w => w.English);

    private static Round With(Func<QuestionTally, QuestionTally> change)
    {
        var question = Sound.Result!.Questions[0];
        return Sound with { Result = Sound.Result with { Questions = [question with { Tally = change(question.Tally) }] } };
    }

    [Fact]
    public void A_sound_round_reconciles() => Assert.Empty(Wrong(Sound));

    [Fact]
    public void Why_they_did_not_vote_adds_up_to_those_who_did_not()
    {
        Assert.Empty(Wrong(Sound with { Silence = new Silence(0, 1, 0) }));
        Assert.Equal(["did not press 1 + offline 1 + too late 0 ≠ did not vote 1"], Wrong(Sound with { Silence = new Silence(1, 1, 0) }));
    }

    [Fact]
    public void A_round_without_counts_does_not()
    {
        Assert.Equal(["the round has no counts"], Wrong(Sound with { Result = null }));
        Assert.Equal(["the round has no counts"], Wrong(Sound with { Numbers = null }));
        Assert.Equal(["the round has no counts"], Wrong(Sound with { RollAtOpen = null }));
        Assert.Equal(["the round has no counts"], Wrong(Sound with { RollAtClose = null }));
    }

    [Fact]
    public void Due_is_present_and_leave_and_absent_at_the_opening_and_at_the_close()
    {
        Assert.Equal(["roll at the opening: present 35 + leave 4 + absent 1 ≠ due 39"], Wrong(Sound with { RollAtOpen = new RollCounts(35, 4, 1) }));
        Assert.Equal(["roll at the close: present 34 + leave 4 + absent 0 ≠ due 39"], Wrong(Sound with { RollAtClose = new RollCounts(34, 4, 0) }));
    }

    [Fact]
    public void No_more_voted_than_are_present() =>
        Assert.Equal(["voted 34 + did not vote -1 = present 33: one is less than nothing"], Wrong(Sound with { Numbers = new RoundNumbers(39, 33, 34) }));

    [Fact]
    public void No_more_are_present_than_there_are_in_office() =>
        Assert.Equal(["present 40 > all 39"], Wrong(Sound with { Numbers = new RoundNumbers(39, 40, 34) }));

    [Fact]
    public void Nobody_need_vote_and_everybody_in_office_may_be_present()
    {
        Assert.Empty(Wrong(Sound with { Numbers = new RoundNumbers(39, 35, 0), Result = World.Count(Questions, 39, 35, []) }, World.Urn(0)));
        Assert.Empty(Wrong(Sound with { Numbers = new RoundNumbers(35, 35, 34), Result = World.Count(Questions, 35, 35, World.Ballots(Questions, (30, "for"), (2, "against"), (1, ""), (1, "for against"))) }));
        Assert.Contains("voted -1 + did not vote 36 = present 35: one is less than nothing", Wrong(Sound with { Numbers = new RoundNumbers(39, 35, -1) }));
    }

    [Fact]
    public void Voted_is_valid_and_void() => Assert.Equal(["议案: valid 33 + void 2 ≠ voted 34"], Wrong(With(t => t with { Void = 2 })));

    [Fact]
    public void Counts_and_blank_add_up_to_valid() => Assert.Equal(["议案: counts 33 + blank 1 ≠ valid 33"], Wrong(With(t => t with { Counts = [30, 3, 0] })));

    [Fact]
    public void No_count_is_more_than_the_ballots_marked()
    {
        var question = RoundQuestion.First(World.Selection(World.Seats(2), 3));
        var round = World.Held(1, question, 30, 25, 20);
        Assert.Empty(Reconciliation.Of(Meeting, round, World.Urn(35)));
        var blank = round.Result!.Questions[0] with { Tally = new QuestionTally(35, 0, 6, [30, 25, 20]) };
        Assert.Contains(new WrongSum("票选：有一项得票多于作出选择的票数29", "票选: a count is more than the 29 ballots marked"),
            Reconciliation.Of(Meeting, round with { Result = round.Result with { Questions = [blank] } }, World.Urn(35)));
    }

    [Theory]
    [InlineData(33)]
    [InlineData(35)]
    public void The_urn_holds_as_many_as_voted(int urn) => Assert.Equal([$"urn {urn} ≠ voted 34"], Wrong(Sound, World.Urn(urn)));

    private static Evidence Names(params (int Many, string Marks)[] ballots) =>
        new(0, World.Ballots(Questions, ballots).Index().ToDictionary(b => $"m{b.Index + 1:00}", b => b.Item!));

    [Fact]
    public void Named_totals_are_the_names_behind_them() => Assert.Empty(Wrong(Sound, Names((30, "for"), (2, "against"), (1, ""), (1, "for against"))));

    [Fact]
    public void There_are_as_many_names_as_voted() => Assert.Equal(["names 33 ≠ voted 34"], Wrong(Sound, Names((30, "for"), (2, "against"), (1, ""))));

    [Fact]
    public void A_published_total_that_differs_from_its_names_is_shown() =>
        Assert.Equal(["议案: the totals differ from the names behind them"], Wrong(Sound, Names((29, "for"), (3, "against"), (1, ""), (1, "for against"))));

    [Theory]
    [InlineData("", "")]
    [InlineData("for against", "for against")]
    public void Void_and_blank_are_totals_too(string one, string other) =>
        Assert.Equal(["议案: the totals differ from the names behind them"], Wrong(Sound, Names((30, "for"), (2, "against"), (1, one), (1, other))));

    [Fact]
    public void A_clear_ballot_that_cannot_be_read_is_published_as_unreadable()
    {
        var evidence = Names((30, "for"), (2, "against"), (1, ""), (1, "for against"));
        evidence = evidence with { Named = evidence.Named!.ToDictionary(n => n.Key, n => n.Value is [1, 3] ? [9, 9] : n.Value) };
        Assert.Equal(["unreadable 0 ≠ 1 of the names"], Wrong(Sound, evidence));
    }

    [Fact]
    public void A_verdict_that_does_not_follow_from_its_counts_is_shown()
    {
        var question = Sound.Result!.Questions[0];
        Assert.Equal(["议案: the result does not follow from the counts"],
            Wrong(Sound with { Result = Sound.Result with { Questions = [question with { Verdict = question.Verdict with { Name = "failed" } }] } }));
    }

    [Fact]
    public void Numbers_and_counts_are_those_that_the_chain_of_events_told()
    {
        var told = new ToldRound(Sound.Numbers!, RecordText.Count(Questions, Sound.Result!, 34));
        Assert.Empty(Wrong(Sound, World.Urn(34) with { Told = told }));
        Assert.Empty(Wrong(Sound, World.Urn(34) with { Told = told with { Numbers = new RoundNumbers(0, 35, 34) } }));
        Assert.Equal(["the numbers are not those that were kept at the close"], Wrong(Sound, World.Urn(34) with { Told = told with { Numbers = new RoundNumbers(40, 35, 34) } }));
        Assert.Equal(["the numbers are not those that were kept at the close"], Wrong(Sound, World.Urn(34) with { Told = told with { Numbers = new RoundNumbers(39, 34, 34) } }));
        var moved = Sound.Result! with { Questions = [Sound.Result.Questions[0] with { Tally = Sound.Result.Questions[0].Tally with { Counts = [31, 1, 0] } }] };
        Assert.Equal(["the counts are not those that were kept at the tally"], Wrong(Sound with { Result = moved }, World.Urn(34) with { Told = told }));
    }

    [Fact]
    public void The_ballots_are_those_that_were_published_before_the_count()
    {
        Assert.Equal(["the urn is not the one that was published"], Wrong(Sound, World.Urn(34) with { Root = "a", Published = "b" }));
        Assert.Equal(["the named ballots are not those that were kept before the count"],
            Wrong(Sound, Names((30, "for"), (2, "against"), (1, ""), (1, "for against")) with { Root = "a", Published = "b" }));
    }

    [Fact]
    public void Every_sum_that_does_not_hold_is_named() =>
        Assert.Equal(2, Wrong(Sound with { RollAtOpen = new RollCounts(35, 4, 1) }, World.Urn(1)).Count());
}
