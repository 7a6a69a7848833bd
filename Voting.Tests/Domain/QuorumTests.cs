using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Tests.Domain;

public class QuorumTests
{
    [Theory]
    [InlineData(35, true)]
    [InlineData(20, true)]
    [InlineData(19, false)]
    public void T01_a_committee_of_39_needs_20(int present, bool met) =>
        Assert.Equal(met, Quorum.IsMet(new Body("常委会", 39, new Threshold(Base.All, Comparison.MoreThan, 1, 2)), present));
}
