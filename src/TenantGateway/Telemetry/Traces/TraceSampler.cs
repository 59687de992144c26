using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using OpenTelemetry.Trace;
using TenantGateway.Core.Quotas;

namespace TenantGateway.Telemetry.Traces;

/// <summary>
/// Decides for each request whether its spans are kept. The caller's trace is joined, but its word on sampling is a wish: anybody can set the
/// flag, and anybody can pick a trace id, so the draw goes by neither. Wishes are granted up to a rate.
/// </summary>
internal sealed class TraceSampler(double ratio, int wishesPerSecond, TimeProvider clock) : Sampler
{
    private static readonly SamplingResult Kept = new(SamplingDecision.RecordAndSample);
    private static readonly SamplingResult Dropped = new(SamplingDecision.Drop);

    private readonly RateMeter _wishes = new();
    private readonly long _start = clock.GetTimestamp();

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var wished = (samplingParameters.ParentContext.TraceFlags & ActivityTraceFlags.Recorded) != 0;
        // Within a request the request's own span has decided; what has no request, such as fetching keys, is nobody's trace.
        if (samplingParameters.Kind != ActivityKind.Server) return wished ? Kept : Dropped;
        return IsDrawn() || (wished && IsGranted()) ? Kept : Dropped;
    }

    private bool IsDrawn()
    {
        if (ratio is 0 or 1) return ratio is 1;
        Span<byte> random = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(random);
        // The upper 53 bits, which is what a double holds.
        return (BinaryPrimitives.ReadUInt64LittleEndian(random) >> 11) < ratio * (1UL << 53);
    }

    private bool IsGranted() => wishesPerSecond > 0 && _wishes.Take(new RateLimit(wishesPerSecond, wishesPerSecond), clock.GetElapsedTime(_start)).Allowed;
}
