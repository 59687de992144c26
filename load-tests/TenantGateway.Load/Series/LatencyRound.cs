using TenantGateway.Load.Drivers;

namespace TenantGateway.Load.Series;

/// <summary>A peer at a rate in a round.</summary>
internal sealed record LatencyRound(string Peer, int Round, OpenFigures Figures);
