using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Tests.Domain;

public class RollCallTests
{
    private static readonly Meeting Meeting = World.Committee(5, 5, World.Paper("V01", true, World.Motion()), World.Paper("V02", false, World.Motion(id: "q1"), World.Rating(id: "q2")));

    private static Round Round(string paper) => new("r1", paper, 1, RoundState.Closed, World.First([.. Meeting.Paper(paper)!.Questions]));

    [Fact]
    public void Of_a_recorded_round_it_tells_in_the_order_of_the_roll_who_marked_what_and_who_did_not_vote()
    {
        var round = Round("V02");
        var ballots = new Dictionary<string, byte[]> { ["m04"] = World.Ballot(round.Questions, "against", "basic"), ["m02"] = World.Ballot(round.Questions, "for", ""), ["m05"] = [9] };

        var told = RollCall.Of(Meeting, round, ballots, ["m01"]);

        Assert.Equal(("V02", 1), (told.Paper, told.Round));
        Assert.Equal(["m01", "m02", "m04", "m05"], told.Entries.Select(m => m.Member));
        Assert.Equal(["委员01", "委员02", "委员04", "委员05"], told.Entries.Select(m => m.Name));
        Assert.Null(told.Entries[0].Marks);
        Assert.Equal([["for"], []], told.Entries[1].Marks!);
        Assert.Equal([["against"], ["basic"]], told.Entries[2].Marks!);
        // Bytes that are no ballot are void, and are not told as marks.
        Assert.Empty(told.Entries[3].Marks!);
    }

    [Fact]
    public void A_secret_round_has_none() => Assert.Throws<ArgumentException>(() => RollCall.Of(Meeting, Round("V01"), new Dictionary<string, byte[]>(), []));

    [Fact]
    public void A_test_ballot_is_a_secret_paper_of_one_question_whose_id_is_no_papers()
    {
        var paper = TestBallot.Paper(Meeting);
        Assert.Equal(("test-ballot", true, PressThatCounts.Last, LateArrivals.Admit), (paper.Id, paper.Secret, paper.Press, paper.LateArrivals));
        Assert.Equal(["for", "against", "abstain"], Assert.Single(paper.Questions).Options.Select(o => o.Id));
        Assert.Contains(paper.Questions[0].Options, o => o.Id == TestBallot.Right);
        var taken = Meeting with { Papers = [.. Meeting.Papers, paper, paper with { Id = "test-ballot-" }] };
        Assert.Equal("test-ballot--", TestBallot.Paper(taken).Id);
        Assert.Equal(5, TestBallot.Everybody(World.Committee(5, 1)).Counts().Present);
    }
}
