using System.Net;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>Which hosts lie on this machine by their name alone: <c>localhost</c>, names below it (RFC 6761 section 6.3) and loopback addresses.</summary>
internal static class LoopbackHost
{
    internal static bool Is(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
