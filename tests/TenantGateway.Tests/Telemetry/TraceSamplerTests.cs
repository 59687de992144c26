using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry.Trace;
using TenantGateway.Telemetry.Traces;

namespace TenantGateway.Tests.Telemetry;

public sealed class TraceSamplerTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 10_000)]
    public void Ratio_DecidesForRoots(double ratio, int kept) => Assert.Equal(kept, Count(new TraceSampler(ratio, 0, _clock), 10_000, default));

    [Fact]
    public void Draw_GoesByNothingOfTheCallers()
    {
        var sampler = new TraceSampler(0.5, 0, _clock);

        // One and the same trace id, which its sender might have chosen because it was drawn once.
        Assert.InRange(Count(sampler, 10_000, Parent(ActivityTraceFlags.Recorded)), 4_000, 6_000);
    }

    [Fact]
    public void CallersWishes_AreGrantedUpToTheRate()
    {
        var sampler = new TraceSampler(0, 5, _clock);

        Assert.Equal(5, Count(sampler, 1000, Parent(ActivityTraceFlags.Recorded)));
        Assert.Equal(0, Count(sampler, 1000, Parent(ActivityTraceFlags.None)));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(5, Count(sampler, 1000, Parent(ActivityTraceFlags.Recorded)));
    }

    [Fact]
    public void SpansWithinARequest_FollowIt()
    {
        var sampler = new TraceSampler(0, 0, _clock);

        Assert.Equal(1, Count(sampler, 1, Parent(ActivityTraceFlags.Recorded), ActivityKind.Client));
        Assert.Equal(0, Count(new TraceSampler(1, 1, _clock), 1, Parent(ActivityTraceFlags.None), ActivityKind.Client));
    }

    [Fact]
    public void SpansOfNoRequest_AreNotKept() => Assert.Equal(0, Count(new TraceSampler(1, 1, _clock), 1, default, ActivityKind.Client));

    private static ActivityContext Parent(ActivityTraceFlags flags) => new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags, isRemote: true);

    private static int Count(TraceSampler sampler, int times, ActivityContext parent, ActivityKind kind = ActivityKind.Server) => Enumerable.Range(0, times)
        .Count(_ => sampler.ShouldSample(new SamplingParameters(parent, ActivityTraceId.CreateRandom(), "x", kind)).Decision == SamplingDecision.RecordAndSample);
}
