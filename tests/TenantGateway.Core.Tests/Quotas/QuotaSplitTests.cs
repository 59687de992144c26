using CsCheck;
using TenantGateway.Core.Quotas;

namespace TenantGateway.Core.Tests.Quotas;

public sealed class QuotaSplitTests
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(1_000, 2_000, 1, 1_000)]
    [InlineData(1_000, 2_000, 3, 333)]
    [InlineData(0.5, 3, 2, 1)]
    [InlineData(0.1, 1, 10, 1)]
    public void Reserve_IsHalfTheBurstAmongAllAndAtLeastOne(double perSecond, int burst, int parts, int expected) =>
        Assert.Equal(expected, QuotaSplit.Reserve(new RateLimit(perSecond, burst), parts));

    [Theory]
    [InlineData(2_000, 0, 333)]
    [InlineData(2_000, 1_000_000, 333)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 400, 60)]
    [InlineData(1, 1_000_000, 150)]
    public void Target_GrowsWithUseUpToWhatASliceEarns(int burst, double use, int expected) =>
        Assert.Equal(expected, QuotaSplit.Target(new RateLimit(1_000, burst), 3, use, Slice));

    [Theory]
    [InlineData(256, 1, 256)]
    [InlineData(256, 3, 85)]
    [InlineData(2, 3, 1)]
    public void Slots_AreSharedAndNobodyHasNone(int limit, int parts, int expected) => Assert.Equal(expected, QuotaSplit.Slots(limit, parts));

    /// <summary>But for the least that each has, all parts together are no more than the whole.</summary>
    [Fact]
    public void Parts_AreNoMoreThanTheWhole() => Gen.Select(Gen.Double[0.1, 1_000_000], Gen.Int[1, 1_000_000], Gen.Int[1, QuotaSplit.MostParts]).Sample((perSecond, burst, parts) =>
    {
        var whole = new RateLimit(perSecond, burst);
        var part = QuotaSplit.Part(whole, parts);
        Assert.True(part.Burst == 1 || (long)part.Burst * parts <= burst);
        Assert.True(part.PerSecond == RateLimit.LeastPerSecond || part.PerSecond * parts <= perSecond * 1.000001);
        Assert.True(QuotaSplit.Reserve(whole, parts) == 1 || 2L * QuotaSplit.Reserve(whole, parts) * parts <= burst);
    });
}
