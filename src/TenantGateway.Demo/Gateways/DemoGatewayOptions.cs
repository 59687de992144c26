using TenantGateway.Demo.IdentityProvider;

namespace TenantGateway.Demo.Gateways;

/// <summary>What the demo's gateway stands between.</summary>
internal sealed record DemoGatewayOptions
{
    /// <summary>Where it listens for callers: a literal loopback address and a port.</summary>
    public required Uri DataPlane { get; init; }

    /// <summary>A second listener for callers, in cleartext HTTP/2; null for none.</summary>
    public Uri? DataPlaneHttp2 { get; init; }

    public required Uri AdminPlane { get; init; }

    public required Uri Issuer { get; init; }

    /// <summary>The port of the CRM that wants assertions.</summary>
    public required Uri Crm { get; init; }

    public required string DataDirectory { get; init; }

    /// <summary>How the gateway is registered at the identity provider, so that people log in at a browser; null where they do not.</summary>
    public DemoClient? Login { get; init; }

    /// <summary>Configuration that overrules the demo's own.</summary>
    public IReadOnlyDictionary<string, string?> Overrides { get; init; } = new Dictionary<string, string?>();

    /// <summary>Adds to the gateway's services, or replaces some.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}
