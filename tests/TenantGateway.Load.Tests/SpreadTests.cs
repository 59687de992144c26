using TenantGateway.Load.Report;

namespace TenantGateway.Load.Tests;

public sealed class SpreadTests
{
    [Theory]
    [InlineData(new[] { 3.0, 1, 2 }, 2, 1, 3)]
    [InlineData(new[] { 4.0, 1, 2, 100 }, 3, 1, 100)]
    [InlineData(new[] { 5.0 }, 5, 5, 5)]
    public void Spread_IsMedianLowestAndHighest(double[] values, double median, double lowest, double highest) =>
        Assert.Equal(new Spread(median, lowest, highest), Spread.Of(values));

    [Fact]
    public void NoValues_AreRefused() => Assert.Throws<ArgumentException>(() => Spread.Of([]));
}
