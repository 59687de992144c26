using System.Net;

namespace TenantGateway.Cli.Admin;

/// <summary>What the gateway did, by its status, and what it tells about it.</summary>
internal sealed record AdminAnswer<T>(HttpStatusCode Status, T Value)
{
    /// <summary>The revision of what is told, as the gateway spells it; null where it says none.</summary>
    public string? ETag { get; init; }
}
