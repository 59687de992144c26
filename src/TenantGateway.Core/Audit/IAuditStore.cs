using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit;

/// <summary>
/// The durable log. It keeps the one order of all processes that write: whoever appends holds the end of the log while it gives out places. A batch is one row, whatever
/// it holds.
/// </summary>
public interface IAuditStore
{
    /// <summary>
    /// Takes the end of the log, lets <paramref name="placement"/> say what to append, and appends it in one transaction, durable when it returns; all or nothing. Where it
    /// throws, the transaction may have happened all the same, and nobody knows until the end of the log is taken the next time.
    /// </summary>
    ValueTask AppendAsync(IAuditPlacement placement, CancellationToken cancellationToken);

    /// <summary>The log as it stands.</summary>
    ValueTask<AuditHead> ReadHeadAsync(CancellationToken cancellationToken);

    /// <summary>Batches in their order, from the one that holds an index; as many as hold about <paramref name="records"/> records, and at least one where there is any.</summary>
    ValueTask<IReadOnlyList<AuditBatch>> ReadBatchesAsync(long fromIndex, int records, CancellationToken cancellationToken);

    /// <summary>Stored nodes of one level (<see cref="MerkleNodeId.StoredEvery"/>), in order.</summary>
    ValueTask<IReadOnlyList<MerkleHash>> ReadNodesAsync(int level, long firstIndex, int count, CancellationToken cancellationToken);

    /// <summary>Records of one tenant in their order, after a number.</summary>
    ValueTask<IReadOnlyList<AuditRow>> ReadAsync(string tenant, long afterSequence, int limit, CancellationToken cancellationToken);

    /// <summary>Erases the sealed details of all of a tenant's records, or of one. The records stay, and so does every proof.</summary>
    /// <returns>How many there were.</returns>
    ValueTask<int> EraseDetailsAsync(string tenant, long? sequence, CancellationToken cancellationToken);

    /// <summary>Intents whose outcome is not recorded and that were taken before a time, the oldest first.</summary>
    ValueTask<IReadOnlyList<OpenIntent>> ReadIntentsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}

/// <param name="LogId">Random, drawn when the log was begun: 16 bytes.</param>
/// <param name="Size">How many records there are.</param>
/// <param name="Frontier">The right edge of the tree (<see cref="MerkleFrontier.Encode"/>).</param>
public sealed record AuditHead(ReadOnlyMemory<byte> LogId, long Size, ReadOnlyMemory<byte> Frontier);

/// <param name="FirstIndex">The index of its first record.</param>
/// <param name="Count">How many records.</param>
/// <param name="Leaves">The records, framed (<see cref="AuditFrames"/>).</param>
public sealed record AuditBatch(long FirstIndex, int Count, ReadOnlyMemory<byte> Leaves);

/// <param name="Tenant">Whose log.</param>
/// <param name="Sequence">Counts from 1 within the tenant, without gaps.</param>
/// <param name="Leaf">The exact bytes of the record (RFC 8785 subset).</param>
/// <param name="Details">The sealed personal details, or null.</param>
public sealed record AuditRow(string Tenant, long Sequence, byte[] Leaf, byte[]? Details)
{
    /// <summary>The index in the log, from 0.</summary>
    public long Index { get; init; }
}

/// <param name="Key">What joins an intent and its outcome (<see cref="AuditIntent"/>).</param>
/// <param name="Index">The index of the record of the intent.</param>
public sealed record OpenIntent(string Key, long Index);
