using TenantGateway.Load.Series;

namespace TenantGateway.Load.Tests;

public sealed class GrowthLineTests
{
    [Theory]
    [InlineData(1.0, true)]
    [InlineData(1.1, true)]
    [InlineData(1.3, false)]
    [InlineData(2.0, false)]
    public void CostThatGrowsByAPower_IsKeptUpToAboutLinear(double power, bool isKept)
    {
        var line = Line(place => 100 + Math.Pow(place, power));

        Assert.Equal(power, line.Exponent, 0.05);
        Assert.Equal(isKept, line.IsKept);
    }

    [Fact]
    public void CostThatStaysWhatItIs_HasNoPower()
    {
        var line = Line(place => 100 + (place % 7));

        Assert.Equal(0, line.Exponent);
        Assert.True(line.IsKept);
    }

    [Fact]
    public void TwoPoints_AreOneStep() => Assert.Equal(2, new GrowthLine("pairs", [new GrowthPoint(10, 100, 0, 0), new GrowthPoint(100, 10_000, 0, 0)]).Exponent, 0.001);

    [Fact]
    public void Errors_BreakIt() => Assert.False(new GrowthLine("errors", [new GrowthPoint(1, 100, 0, 0), new GrowthPoint(10, 100, 0, 1)]).IsKept);

    private static GrowthLine Line(Func<int, double> cost) => new("places", [.. new[] { 1, 1_000, 10_000, 100_000 }.Select(place => new GrowthPoint(place, cost(place), 0, 0))]);
}
