using Voting.Domain.Papers;

namespace Voting.Tests.Domain;

public class ThresholdTests
{
    [Theory]
    [InlineData(Comparison.MoreThan, 1, 2, 39, 20)]
    [InlineData(Comparison.MoreThan, 1, 2, 40, 21)]
    [InlineData(Comparison.AtLeast, 1, 2, 39, 20)]
    [InlineData(Comparison.AtLeast, 1, 2, 40, 20)]
    [InlineData(Comparison.AtLeast, 2, 3, 340, 227)]
    [InlineData(Comparison.AtLeast, 2, 3, 339, 226)]
    [InlineData(Comparison.MoreThan, 2, 3, 339, 227)]
    [InlineData(Comparison.AtLeast, 3, 4, 20, 15)]
    [InlineData(Comparison.AtLeast, 1, 1, 35, 35)]
    public void The_need_is_the_first_count_that_meets(Comparison op, int num, int den, int total, int need)
    {
        var threshold = new Threshold(Base.All, op, num, den);
        Assert.Equal(need, threshold.Need(total));
        Assert.True(threshold.Met(need, total));
        Assert.False(threshold.Met(need - 1, total));
    }

    [Theory]
    [InlineData(Comparison.AtLeast, 0, 1, 39)]
    [InlineData(Comparison.AtLeast, 1, 2, 0)]
    [InlineData(Comparison.AtLeast, 0, 1, 0)]
    public void Nobodys_approval_never_meets_and_the_need_is_at_least_one(Comparison op, int num, int den, int total)
    {
        var threshold = new Threshold(Base.All, op, num, den);
        Assert.False(threshold.Met(0, total));
        Assert.Equal(1, threshold.Need(total));
        Assert.True(threshold.Met(1, total));
    }

    [Fact]
    public void More_than_the_whole_is_never_met()
    {
        var threshold = new Threshold(Base.All, Comparison.MoreThan, 1, 1);
        Assert.False(threshold.Met(39, 39));
        Assert.Equal(40, threshold.Need(39));
    }

    [Fact]
    public void Large_numbers_do_not_overflow()
    {
        var threshold = new Threshold(Base.All, Comparison.MoreThan, 999_999, 1_000_000);
        Assert.Equal(999_999_000, new Threshold(Base.All, Comparison.AtLeast, 999_999, 1_000_000).Need(1_000_000_000 - 1));
        Assert.False(threshold.Met(999_999, 1_000_000));
        Assert.True(threshold.Met(1_000_000, 1_000_000));
        Assert.Equal(int.MaxValue, new Threshold(Base.All, Comparison.AtLeast, 1, 1).Need(int.MaxValue));
    }
}
