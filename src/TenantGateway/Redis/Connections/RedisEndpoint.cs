using System.Diagnostics.CodeAnalysis;

namespace TenantGateway.Redis.Connections;

/// <summary>Where a Redis listens.</summary>
internal sealed record RedisEndpoint(string Host, int Port, bool IsLoopback)
{
    /// <param name="text"><c>HOST:PORT</c>; an IPv6 address in brackets.</param>
    /// <param name="endpoint">Null where it is nothing of the kind.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RedisEndpoint? endpoint)
    {
        endpoint = null;
        if (string.IsNullOrEmpty(text) || text.AsSpan().ContainsAny("/@?# ")) return false;
        if (!Uri.TryCreate($"redis://{text}", UriKind.Absolute, out var uri) || uri.Port <= 0 || uri.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic) return false;
        var isLoopback = uri.IsLoopback || uri.IdnHost.TrimEnd('.').EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        endpoint = new RedisEndpoint(uri.IdnHost, uri.Port, isLoopback);
        return true;
    }
}
