namespace TenantGateway.Faults.Replicas.World;

/// <summary>Holds the world that all rows share.</summary>
internal sealed class ReplicaStage(FaultContext context) : IAsyncDisposable
{
    private BalancedWorld? _world;

    public async Task<BalancedWorld> SetAsync(CancellationToken cancellationToken) => _world ??= await BalancedWorld.StartAsync(context, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_world is not null) await _world.DisposeAsync();
        _world = null;
    }
}
