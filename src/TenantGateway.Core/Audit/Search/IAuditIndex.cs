namespace TenantGateway.Core.Audit.Search;

/// <summary>
/// The stored index: a projection of the log that can be thrown away and made anew. New records lie in it as they are until a segment of their tenant is full; then
/// they are folded into it. Each step is one transaction that also moves on how far it got, so that whatever dies in between, no record is in it twice or missing.
/// </summary>
public interface IAuditIndex
{
    ValueTask<AuditIndexState> ReadStateAsync(CancellationToken cancellationToken);

    /// <summary>Takes records in, and the turn with them where nobody else has it.</summary>
    /// <returns>False, and nothing was changed, where the index is not as it was read, or another process has the turn.</returns>
    ValueTask<bool> TryTakeAsync(AuditIndexTurn turn, IReadOnlyList<IndexedLeaf> leaves, long through, CancellationToken cancellationToken);

    /// <summary>A segment all of whose records lie in it as they are; null where there is none.</summary>
    ValueTask<(string Tenant, long Number)?> FindFullAsync(AuditIndexState state, CancellationToken cancellationToken);

    /// <summary>The leaves of a segment that lie in it as they are, in their order, read while they are gone through.</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadLooseAsync(AuditIndexState state, string tenant, long number, CancellationToken cancellationToken);

    /// <summary>Puts a segment in the place of its records.</summary>
    /// <inheritdoc cref="TryTakeAsync" path="/returns"/>
    ValueTask<bool> TryFoldAsync(AuditIndexTurn turn, AuditSegment segment, CancellationToken cancellationToken);

    /// <summary>Begins the index anew, empty. What the former one held is forgotten piece by piece (<see cref="TryForgetAsync"/>).</summary>
    ValueTask RebuildAsync(CancellationToken cancellationToken);

    /// <summary>Forgets a piece of a former index.</summary>
    /// <returns>False where there is none left.</returns>
    ValueTask<bool> TryForgetAsync(AuditIndexState state, CancellationToken cancellationToken);

    /// <summary>Reads what belongs to one tenant, as it is at one moment.</summary>
    ValueTask<T> ReadAsync<T>(string tenant, Func<IAuditIndexView, ValueTask<T>> read, CancellationToken cancellationToken);

    /// <summary>Records of one tenant by their numbers, from the log itself; those whose bytes are not kept any more are left out.</summary>
    ValueTask<IReadOnlyList<FoundLeaf>> FindLeavesAsync(string tenant, IReadOnlyCollection<long> sequences, CancellationToken cancellationToken);
}

/// <param name="Build">One more with each time that it was begun anew.</param>
/// <param name="Through">How many records of the log are in it: all before this index.</param>
/// <param name="LogSize">How many the log has.</param>
/// <param name="Holder">The process that has the turn.</param>
/// <param name="LeasedUntil">Until when.</param>
public sealed record AuditIndexState(long Build, long Through, long LogSize, string? Holder, DateTimeOffset LeasedUntil);

/// <param name="State">The index as it was read.</param>
/// <param name="Holder">Who wants to change it.</param>
/// <param name="Now">A turn that ended before this is over.</param>
/// <param name="Until">Until when the next turn lasts.</param>
public sealed record AuditIndexTurn(AuditIndexState State, string Holder, DateTimeOffset Now, DateTimeOffset Until);

/// <param name="Tenant">Whose record.</param>
/// <param name="Sequence">Its number within the tenant.</param>
/// <param name="Leaf">Its exact bytes.</param>
public sealed record IndexedLeaf(string Tenant, long Sequence, ReadOnlyMemory<byte> Leaf);

/// <param name="Sequence">The number within the tenant.</param>
/// <param name="Index">The index in the log.</param>
/// <param name="Leaf">The exact bytes.</param>
public sealed record FoundLeaf(long Sequence, long Index, byte[] Leaf);
