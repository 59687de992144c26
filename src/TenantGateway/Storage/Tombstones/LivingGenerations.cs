using TenantGateway.Core.Keys;
using TenantGateway.Core.Termination;

namespace TenantGateway.Storage.Tombstones;

/// <summary>
/// The stored generations, but for those of the dead: where a tenant has a tombstone, only records that hold no key are given out, so that a restored
/// database brings no key back into memory. An audit key that is kept beyond its tenant is given out until it has a tombstone of its own.
/// </summary>
internal sealed class LivingGenerations(IGenerationStore stored, ITombstones tombstones) : IGenerationStore
{
    public async ValueTask<IReadOnlyList<GenerationRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var records = await stored.ListAsync(cancellationToken);
        var dead = tombstones.ReadDead();
        if (dead.Count == 0) return records;
        var ended = tombstones.ReadEndedAuditKeys();
        return [.. records.Where(record => record.WrappedKey.IsEmpty || !dead.Contains(record.Tenant) || (IsKept(record) && !ended.Contains(record.Tenant)))];
    }

    public ValueTask AddAsync(IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken) => stored.AddAsync(generations, cancellationToken);

    public ValueTask<bool> TryChangeAsync(IReadOnlyList<GenerationRecord> changed, CancellationToken cancellationToken) => stored.TryChangeAsync(changed, cancellationToken);

    private static bool IsKept(GenerationRecord record) => record.Line == KeyLine.Audit && KekNames.IsOfAudit(record.KekId, record.Tenant);
}
