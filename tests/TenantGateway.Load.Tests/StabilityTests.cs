using HdrHistogram;
using TenantGateway.Load.Drivers;
using TenantGateway.Load.Report;
using TenantGateway.Load.Series;

namespace TenantGateway.Load.Tests;

public sealed class StabilityTests
{
    [Theory]
    [InlineData(0, 0, 0, 0, true)]
    [InlineData(2, 0, 0, 0, false)]
    [InlineData(0, 2, 0, 0, false)]
    [InlineData(0, 0, 1, 0, false)]
    [InlineData(0, 0, 0, 30, false)]
    public void Soak_IsKeptWhereNothingGrows(int memoryGrows, int gen2Grows, int handlesGrow, int indexFallsBehind, bool isKept)
    {
        var samples = Enumerable.Range(0, 90).Select(i => new SoakSample
        {
            Seconds = i,
            ResidentMegabytes = 300 + (memoryGrows * i),
            Gen2Megabytes = 90 + (gen2Grows * i),
            Handles = 580 + (handlesGrow * i),
            IndexBehind = 100 + (indexFallsBehind * i),
        });

        Assert.Equal(isKept, new SoakResult(Figures(errors: 0), [.. samples]).IsKept);
        Assert.False(new SoakResult(Figures(errors: 1), [.. samples]).IsKept);
    }

    [Theory]
    [InlineData(10, 12, 0, true)]
    [InlineData(10, 12.1, 0, false)]
    [InlineData(10, 9, 1, false)]
    public void Neighbour_IsKeptUpToAFifthMoreAndWithoutErrors(double without, double under, int errors, bool isKept)
    {
        var result = new NeighbourResult
        {
            Quota = 100, Flood = 1000, Rate = 250, Errors = errors,
            P99Without = new Spread(without * 2, without, without * 3), P99Under = new Spread(under * 5, under, under * 6), Refused = new Spread(0.9, 0.9, 0.9),
        };

        Assert.Equal(isKept, result.IsKept);
    }

    private static OpenFigures Figures(int errors)
    {
        var took = new LongHistogram(1, 1000, 3);
        took.RecordValue(500);
        return OpenFigures.Of(100, took, 1000, errors);
    }
}
