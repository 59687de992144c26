using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys;

/// <summary>Something that is done with keys.</summary>
internal abstract class KeyRow(KeyStage stage, KeyWorldPlan plan) : StagedRow<KeyWorld>
{
    protected override Task<KeyWorld> SetAsync(CancellationToken cancellationToken) => stage.SetAsync(plan, cancellationToken);

    protected sealed override Task MendAsync(KeyWorld world, CancellationToken cancellationToken)
    {
        Mend(world);
        return Task.CompletedTask;
    }

    /// <summary>Undoes what was done to the vault.</summary>
    protected virtual void Mend(KeyWorld world) => world.Vault.Faults.Clear();
}
