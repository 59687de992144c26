namespace TenantGateway.Core.Audit.Checkpoints;

/// <summary>The durable checkpoints of the log.</summary>
public interface IAuditCheckpointStore
{
    ValueTask<StoredCheckpoint?> FindNewestAsync(CancellationToken cancellationToken);

    /// <summary>The newest whose size is at most this.</summary>
    ValueTask<StoredCheckpoint?> FindAtOrBelowAsync(long size, CancellationToken cancellationToken);

    /// <summary>Adds one that is newer than all others, durable when it returns.</summary>
    /// <returns>False, and nothing is added, where there is one of its size or a larger one: another process was faster.</returns>
    ValueTask<bool> TryAddAsync(StoredCheckpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>The seals that were signed in a span of time, in order.</summary>
    ValueTask<IReadOnlyList<StoredCheckpoint>> ListSealsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <param name="Size">How many records.</param>
/// <param name="Note">The signed note, exactly as it was published.</param>
/// <param name="Frontier">The right edge of the tree at that size. It counts only where its root is the one that is signed.</param>
/// <param name="SignedAt">When.</param>
/// <param name="IsSeal">The first of an hour: it is kept as long as the records before it.</param>
public sealed record StoredCheckpoint(long Size, ReadOnlyMemory<byte> Note, ReadOnlyMemory<byte> Frontier, DateTimeOffset SignedAt, bool IsSeal);
