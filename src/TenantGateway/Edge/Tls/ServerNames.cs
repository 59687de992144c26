namespace TenantGateway.Edge.Tls;

/// <summary>The name that a connection was opened for (RFC 6066 section 3), as names are compared.</summary>
internal static class ServerNames
{
    /// <summary>Lower case and without the trailing dot of a fully qualified name: a spelling must not lead to other rules.</summary>
    public static string Compared(string serverName) => (serverName.EndsWith('.') ? serverName[..^1] : serverName).ToLowerInvariant();
}
