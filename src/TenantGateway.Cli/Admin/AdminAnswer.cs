using System.Net;

namespace TenantGateway.Cli.Admin;

/// <summary>What the gateway did, by its status, and what it tells about it.</summary>
internal sealed record AdminAnswer<T>(HttpStatusCode Status, T Value);
