using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas;

/// <summary>Something that is done to replicas, or to what they share, under traffic.</summary>
internal abstract class ReplicaRow(ReplicaStage stage) : StagedRow<ReplicaWorld>
{
    protected sealed override Task<ReplicaWorld> SetAsync(CancellationToken cancellationToken) => stage.SetAsync(cancellationToken);

    protected override Task MendAsync(ReplicaWorld world, CancellationToken cancellationToken) => world.MendAsync(cancellationToken);
}
