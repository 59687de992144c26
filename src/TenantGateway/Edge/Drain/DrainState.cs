namespace TenantGateway.Edge.Drain;

/// <summary>Whether the process is leaving. It does not change its mind.</summary>
internal sealed class DrainState
{
    private volatile bool _hasBegun;

    public bool HasBegun => _hasBegun;

    public void Begin() => _hasBegun = true;
}
