using Voting.Domain.Ballots;
using Voting.Domain.Papers;

namespace Voting.Tests.Domain;

public class BallotCodeTests
{
    // 11 options, 3 options, 8 options, 9 options.
    private static readonly IReadOnlyList<RoundQuestion> Questions = World.First(
        World.Selection(World.Seats(10), 11, "q1"), World.Motion(id: "q2"), World.Selection(World.Seats(8), 8, "q3"), World.Selection(World.Seats(9), 9, "q4"));

    [Fact]
    public void The_bytes_are_a_version_and_one_bit_an_option_least_significant_first_each_question_on_a_byte()
    {
        var bytes = World.Ballot(Questions, "c01 c09 c11", "against", "c08", "c09");
        Assert.Equal("01" + "0105" + "02" + "80" + "0001", Convert.ToHexStringLower(bytes));
        Assert.Equal(7, BallotCode.Size(Questions));
    }

    [Fact]
    public void A_blank_ballot_and_a_full_one_have_one_size()
    {
        var blank = World.Ballot(Questions, "", "", "", "");
        var full = BallotCode.Encode(Questions, new Ballot([.. Questions.Select(q => Enumerable.Range(0, q.Candidates.Count).ToList())]));
        Assert.Equal("01000000000000", Convert.ToHexStringLower(blank));
        Assert.Equal("01ff0707ffff01", Convert.ToHexStringLower(full));
    }

    [Fact]
    public void Void_marks_can_be_written_and_read_because_paper_ballots_have_them()
    {
        var ballot = BallotCode.Decode(Questions, World.Ballot(Questions, "", "for against", "", ""))!;
        Assert.Equal([0, 1], ballot.Marks[1]);
    }

    [Theory]
    [InlineData("01010502800001", true)]
    [InlineData("00010502800001", false)]
    [InlineData("02010502800001", false)]
    [InlineData("010105028000", false)]
    [InlineData("0101050280000100", false)]
    [InlineData("", false)]
    [InlineData("01000802800001", false)]
    [InlineData("01008002800001", false)]
    [InlineData("01010508800001", false)]
    [InlineData("01010502800002", false)]
    public void Bytes_that_say_what_the_paper_does_not_know_are_no_ballot(string hex, bool read) =>
        Assert.Equal(read, BallotCode.Decode(Questions, Convert.FromHexString(hex)) is not null);

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(8)]
    public void A_mark_that_is_no_option_is_never_written(int mark) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BallotCode.Encode(World.First(World.Motion()), new Ballot([[mark]])));

    [Fact]
    public void Marks_for_more_or_fewer_questions_are_never_written()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BallotCode.Encode(World.First(World.Motion()), new Ballot([])));
        Assert.Throws<ArgumentOutOfRangeException>(() => BallotCode.Encode(World.First(World.Motion()), new Ballot([[0], [0]])));
    }
}
