namespace TenantGateway.Faults.Keys.World;

/// <summary>Holds the one world that stands: rows of one plan share it, and the next plan's takes its place.</summary>
internal sealed class KeyStage : IAsyncDisposable
{
    private KeyWorld? _world;

    public async Task<KeyWorld> SetAsync(KeyWorldPlan plan, CancellationToken cancellationToken)
    {
        if (_world?.Plan.Name == plan.Name) return _world;
        await DisposeAsync();
        return _world = await KeyWorld.StartAsync(plan, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_world is not null) await _world.DisposeAsync();
        _world = null;
    }
}
