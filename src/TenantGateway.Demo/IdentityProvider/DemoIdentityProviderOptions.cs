namespace TenantGateway.Demo.IdentityProvider;

/// <summary>How to start the demo's identity provider.</summary>
internal sealed record DemoIdentityProviderOptions
{
    /// <summary>On 127.0.0.1; 0, the default, takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>Where the signing key is kept; made where it is missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The applications that people log in to through it. Default: none.</summary>
    public IReadOnlyList<DemoClient> Clients { get; init; } = [];

    /// <summary>Dates logins and tokens. Default: the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
