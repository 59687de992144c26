namespace TenantGateway.Core.Access;

/// <summary>Which of the gateway's listeners a connection came in on. Those that take tokens have an audience of their own.</summary>
public enum Plane
{
    /// <summary>Traffic of tenants to their services.</summary>
    Data,

    /// <summary>The operator's own API.</summary>
    Admin,

    /// <summary>Health and metrics alone, and no token: for a process without an admin plane.</summary>
    Probes,
}

/// <summary>
/// Set on the connection by the listener, so that nothing a request says can move it to the other plane; requests see it as a feature.
/// </summary>
public sealed class PlaneFeature(Plane plane)
{
    public Plane Plane { get; } = plane;
}
