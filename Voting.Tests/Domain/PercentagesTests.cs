using Voting.Domain.Papers;

namespace Voting.Tests.Domain;

public class PercentagesTests
{
    [Theory]
    [InlineData(176, 194, 1, "90.7")]
    [InlineData(18, 194, 1, "9.3")]
    public void T11_a_percentage_is_printed_as_it_rounds(int count, int total, int decimals, string printed) =>
        Assert.Equal(printed, new Percentages(Base.Valid, decimals).Print(count, total));

    [Fact]
    public void T12_three_thirds_are_33_3_each_and_nobody_makes_them_100() =>
        Assert.Equal(["33.3", "33.3", "33.3"], new[] { 13, 13, 13 }.Select(count => new Percentages(Base.All, 1).Print(count, 39)));

    [Theory]
    [InlineData(1, 8, 2, "12.50")]
    [InlineData(1, 16, 1, "6.3")]
    [InlineData(1, 3, 0, "33")]
    [InlineData(1, 200, 0, "1")]
    [InlineData(0, 39, 1, "0.0")]
    [InlineData(39, 39, 4, "100.0000")]
    [InlineData(1, 1_000_000, 4, "0.0001")]
    [InlineData(999_999, 1_000_000, 1, "100.0")]
    public void Half_is_rounded_up_and_every_decimal_is_printed(int count, int total, int decimals, string printed) =>
        Assert.Equal(printed, new Percentages(Base.All, decimals).Print(count, total));

    [Fact]
    public void Of_nothing_there_is_no_percentage() => Assert.Null(new Percentages(Base.Valid, 1).Print(0, 0));

    [Fact]
    public void It_rounds_as_exact_arithmetic_does()
    {
        for (var total = 1; total <= 120; total++)
            for (var count = 0; count <= total; count++)
                Assert.Equal(Math.Round(100m * count / total, 1, MidpointRounding.AwayFromZero).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture),
                    new Percentages(Base.All, 1).Print(count, total));
    }
}
