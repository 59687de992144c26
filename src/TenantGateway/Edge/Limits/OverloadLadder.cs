namespace TenantGateway.Edge.Limits;

/// <summary>What the process does about its load; each step includes those before it.</summary>
internal enum OverloadLevel
{
    Normal,

    /// <summary>Every answer ends its connection, and idle connections are let go.</summary>
    KeepAliveOff,

    /// <summary>No connection of the data plane is taken.</summary>
    ConnectionsRefused,
}

/// <summary>Which step a load leads to. A step is left only well below where it was taken, so that a load at the edge does not flap.</summary>
/// <param name="shedAt">The share of what is possible from which on keep-alive is off; 1 is all.</param>
/// <param name="refuseAt">The share from which on connections are refused.</param>
internal sealed class OverloadLadder(double shedAt, double refuseAt)
{
    private const double Hysteresis = 0.1;

    public OverloadLevel Next(OverloadLevel level, double load)
    {
        if (load >= refuseAt || (level == OverloadLevel.ConnectionsRefused && load > refuseAt - Hysteresis)) return OverloadLevel.ConnectionsRefused;
        if (load >= shedAt || (level > OverloadLevel.Normal && load > shedAt - Hysteresis)) return OverloadLevel.KeepAliveOff;
        return OverloadLevel.Normal;
    }
}
