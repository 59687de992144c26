using TenantGateway.Load.Drivers;

namespace TenantGateway.Load.Series;

/// <summary>A peer at a rate in a round.</summary>
/// <param name="Peer">Its name.</param>
/// <param name="Round">From 0.</param>
/// <param name="Figures">What callers saw.</param>
/// <param name="CpuMicroseconds">CPU of the proxy's processes a request; null without a proxy.</param>
internal sealed record LatencyRound(string Peer, int Round, OpenFigures Figures, double? CpuMicroseconds);
