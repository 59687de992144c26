namespace TenantGateway.Demo.Crm;

/// <summary>How to start the sample CRM. All ports are on 127.0.0.1, and 0, the default, takes a free one.</summary>
internal sealed record DemoCrmOptions
{
    /// <summary>For people, HTTP/1.1, no authentication.</summary>
    public int DirectPort { get; init; }

    /// <summary>For the gateway, HTTP/1.1.</summary>
    public int ServicePort { get; init; }

    /// <summary>For the gateway, HTTP/2 with prior knowledge: without TLS a port can speak but one of the two.</summary>
    public int ServiceHttp2Port { get; init; }

    /// <summary>Where the contacts are kept; made where it is missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where the gateway publishes the keys of its assertions. Null, the default, refuses all of them until <see cref="DemoCrm.TrustGateway"/>.</summary>
    public Uri? GatewayJwks { get; init; }

    /// <summary>The <c>iss</c> an assertion must have.</summary>
    public required string AssertionIssuer { get; init; }

    /// <summary>The one <c>aud</c> an assertion must have.</summary>
    public required string AssertionAudience { get; init; }

    /// <summary>Judges the lifetime of assertions. Default: the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
