using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Tallies;

namespace Voting.Tests.Domain;

/// <summary>A tie that the presiding officer decides: nine in office, eight present, m01 presides; V01 is recorded.</summary>
public class CastingVoteTests
{
    private static readonly Question Motion = World.Motion(Presets.All.Single(p => p.Name == "chairs-casting-vote").Rule(1));
    private static readonly Meeting Meeting = World.Committee(9, 8, World.Paper("V01", false, Motion, World.Motion("majority-for-against", "q2")));

    private static MeetingState Tallied(params (int Many, string Marks)[] ballots)
    {
        var state = World.InSession(Meeting);
        Do(ref state, new Command.Prepare("V01", "r1"));
        Do(ref state, new Command.Open("V01", 1, null));
        Do(ref state, new Command.Close("V01", 1, state.Roll.Counts(), Numbers));
        var questions = state.Rounds[0].Questions;
        Do(ref state, new Command.Tally("V01", 1, RoundResult.Of(questions, [.. ballots.SelectMany(b => Enumerable.Repeat(World.Ballot(questions, b.Marks, b.Marks), b.Many))], Numbers)));
        return state;
    }

    private static RoundNumbers Numbers => new(9, 8, 8);

    private static MeetingState Tied => Tallied((4, "for"), (4, "against"));

    private static IReadOnlyList<Fact> Do(ref MeetingState state, Command command)
    {
        var reply = Conduct.Decide(state, command);
        Assert.Null(reply.Refusal);
        state = reply.Value!.State;
        return reply.Value.Facts;
    }

    private static void Refused(string code, MeetingState state, Command command) => Assert.Equal(code, Conduct.Decide(state, command).Refusal?.Code);

    private static Command.GiveCastingVote Give(CastingVote vote, string question = "q1") => new("V01", 1, question, vote);

    [Theory]
    [InlineData(CastingVote.For, "passed")]
    [InlineData(CastingVote.Against, "failed")]
    [InlineData(CastingVote.Declined, "failed")]
    public void A_tie_waits_for_the_presiding_officer_and_is_announced_as_decided(CastingVote vote, string verdict)
    {
        var state = Tied;
        var counted = state.Rounds[0].Result!;
        Assert.Equal(("failed", Outcome.Decided), (counted.Questions[0].Verdict.Name, counted.Questions[0].Verdict.Outcome));
        Assert.Equal(["q1"], state.Rounds[0].CastingVotesDue);
        Refused(Refusals.CastingVoteDue, state, new Command.Announce("V01", 1));

        var fact = Assert.Single(Do(ref state, Give(vote)));

        Assert.Equal(("casting-vote", "V01", 1, "q1", CastingVotes.Of(vote)), (fact.Type, (string)fact.Data["paper"]!, (int)fact.Data["round"]!, (string)fact.Data["question"]!, (string)fact.Data["vote"]!));
        var given = state.Rounds[0].Result!;
        Assert.Equal((verdict, vote, counted.Questions[0].Tally), (given.Questions[0].Verdict.Name, given.Questions[0].CastingVote, given.Questions[0].Tally));
        Assert.Empty(state.Rounds[0].CastingVotesDue);
        Assert.Equal(RecordText.Count(state.Rounds[0].Questions, counted, 8), RecordText.Count(state.Rounds[0].Questions, given.AsCounted(), 8));
        Do(ref state, new Command.Announce("V01", 1));
        Assert.Equal(verdict, (string)MeetingRecord.Result(Meeting.Papers[0], state.Rounds)["q1"]!["verdict"]!);
    }

    [Fact]
    public void Given_once_it_stands()
    {
        var state = Tied;
        Do(ref state, Give(CastingVote.Against));
        Assert.Empty(Do(ref state, Give(CastingVote.Against)));
        Refused(Refusals.NoCastingVote, state, Give(CastingVote.For));
        Refused(Refusals.NoCastingVote, state, Give(CastingVote.Declined));
        Do(ref state, new Command.Announce("V01", 1));
        Refused(Refusals.WrongState, state, Give(CastingVote.Against));
    }

    [Fact]
    public void There_is_none_without_a_tie_nor_where_the_rule_has_none_nor_where_nobody_was_for_or_against()
    {
        Refused(Refusals.NoCastingVote, Tallied((5, "for"), (3, "against")), Give(CastingVote.For));
        Refused(Refusals.NoCastingVote, Tallied((3, "for"), (5, "against")), Give(CastingVote.For));
        Refused(Refusals.NoCastingVote, Tallied((8, "abstain")), Give(CastingVote.For));
        Refused(Refusals.NoCastingVote, Tied, Give(CastingVote.For, "q2"));
        Refused(Refusals.UnknownQuestion, Tied, Give(CastingVote.For, "q3"));
        Refused(Refusals.UnknownRound, Tied, new Command.GiveCastingVote("V01", 2, "q1", CastingVote.For));
        Assert.Empty(Tallied((8, "abstain")).Rounds[0].CastingVotesDue);
        Assert.Equal(["q1"], Tallied((1, "for"), (1, "against"), (6, "abstain")).Rounds[0].CastingVotesDue);
    }

    [Fact]
    public void Whoever_is_recused_may_only_decline_and_the_gavel_may_pass_first()
    {
        var state = Tied;
        state = state.With(state.Rounds[0] with { Recused = new HashSet<string> { "m01" } });
        Refused(Refusals.IsRecused, state, Give(CastingVote.For));
        Refused(Refusals.IsRecused, state, Give(CastingVote.Against));
        Assert.Null(Conduct.Decide(state, Give(CastingVote.Declined)).Refusal);
        Do(ref state, new Command.PassGavel("m02"));
        Do(ref state, Give(CastingVote.For));
    }

    [Fact]
    public void While_the_meeting_is_suspended_it_may_be_given_as_a_result_may_be_announced()
    {
        var state = Tied;
        Do(ref state, new Command.Suspend());
        Do(ref state, Give(CastingVote.For));
        Do(ref state, new Command.Announce("V01", 1));
    }

    [Theory]
    [InlineData(null, "由主持人投决定票", "has a casting vote")]
    [InlineData(CastingVote.For, "主持人投决定票赞成。表决有效，通过。", "it is passed")]
    [InlineData(CastingVote.Against, "主持人投决定票反对。未获通过。", "Not passed")]
    [InlineData(CastingVote.Declined, "主持人不投决定票。未获通过。", "gives no casting vote. Not passed")]
    public void It_is_said_in_both_languages(CastingVote? vote, string chinese, string english)
    {
        var state = Tied;
        if (vote is { } given) Do(ref state, Give(given));
        var said = Announcement.Result(state.Rounds[0], Meeting.Papers[0]);
        Assert.Contains(chinese, said.Chinese[0], StringComparison.Ordinal);
        Assert.Contains(english, said.English[0], StringComparison.Ordinal);
        Assert.Contains("（须赞成票和反对票之和过半数，即5票）", said.Chinese[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_sums_hold_a_casting_vote_against_the_counts_and_against_what_was_told()
    {
        var state = Tied;
        var questions = state.Rounds[0].Questions;
        var names = new[] { "for", "for", "for", "for", "against", "against", "against", "against" }.Index().ToDictionary(m => $"m0{m.Index + 1}", m => World.Ballot(questions, m.Item, m.Item));
        var told = new ToldRound(Numbers, RecordText.Count(questions, state.Rounds[0].Result!, 8));
        Assert.Contains("议案: the votes are equal, and the presiding officer gave no casting vote", Wrong(state.Rounds[0]));
        Do(ref state, Give(CastingVote.For));
        var (round, given) = (state.Rounds[0], state.Rounds[0].Result!.Questions[0]);
        Assert.Empty(Wrong(round));
        Assert.Equal(["议案: the result does not follow from the counts"], Wrong(With(given with { Verdict = given.Verdict with { Name = "failed" } })));
        Assert.Equal(["议案: the result does not follow from the counts"], Wrong(With(given with { CastingVote = CastingVote.Declined })));
        Assert.Contains("议案: the result does not follow from the counts", Wrong(With(given with { Tally = given.Tally with { Counts = [5, 3, 0] } })));

        Assert.Empty(Wrong(round, told with { CastingVotes = [new("q1", "for")] }));
        foreach (var other in new KeyValuePair<string, string>[][] { [], [new("q1", "against")], [new("q2", "for")], [new("q1", "for"), new("q1", "for")] })
            Assert.Equal(["the casting votes are not those that were kept when they were given"], Wrong(round, told with { CastingVotes = other }));

        Round With(QuestionResult question) => round with { Result = round.Result! with { Questions = [question, round.Result.Questions[1]] } };
        IEnumerable<string> Wrong(Round one, ToldRound? chain = null) => Reconciliation.Of(Meeting, one, new Evidence(0, names, Told: chain)).Select(w => w.English);
    }
}
