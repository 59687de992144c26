namespace TenantGateway.Edge.Limits;

/// <summary>Why a connection was not let in.</summary>
internal enum ConnectionRefusal
{
    /// <summary>There are as many as there may be.</summary>
    Maximum,

    /// <summary>The address has as many as it may have.</summary>
    AddressMaximum,

    /// <summary>The address opens them too fast.</summary>
    AddressRate,

    /// <summary>The address is shut out for a while.</summary>
    ShutOut,

    /// <summary>The process has more to do than it can.</summary>
    Overload,

    /// <summary>There are as many of the admin or probes plane as there may be.</summary>
    Reserve,
}
