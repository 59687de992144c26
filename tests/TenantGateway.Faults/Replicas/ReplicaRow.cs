using TenantGateway.Faults.Replicas.World;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Replicas;

/// <summary>Something that is done to replicas, or to what they share, under traffic.</summary>
internal abstract class ReplicaRow(ReplicaStage stage) : StagedRow<BalancedWorld>
{
    protected sealed override string? Missing => Haproxy.Missing ?? PostgresServer.Missing ?? RedisServer.Missing;

    protected sealed override Task<BalancedWorld> SetAsync(CancellationToken cancellationToken) => stage.SetAsync(cancellationToken);

    protected override Task MendAsync(BalancedWorld world, CancellationToken cancellationToken) => world.MendAsync(cancellationToken);
}
