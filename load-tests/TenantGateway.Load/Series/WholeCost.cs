namespace TenantGateway.Load.Series;

/// <summary>
/// What a request cost a gateway over all rounds together, in microseconds of CPU of each of its processes. In those of other peers too, its index takes in what was recorded before.
/// </summary>
/// <param name="Peer">The gateway's name.</param>
/// <param name="ProxyMicroseconds">Of the process that has the traffic.</param>
/// <param name="AdminMicroseconds">Of the process that has index, alarms and signatures of the audit log.</param>
internal sealed record WholeCost(string Peer, double ProxyMicroseconds, double AdminMicroseconds)
{
    public double Microseconds => ProxyMicroseconds + AdminMicroseconds;
}
