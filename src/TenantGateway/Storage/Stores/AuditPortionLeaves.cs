using System.Buffers.Binary;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>The records of one tenant in one batch of the log.</summary>
internal sealed record AuditPortionLeaves(long FirstSequence, long LastSequence, long FirstIndex, byte[] Offsets, byte[] Leaves)
{
    private IReadOnlyList<StoredLeaf>? _leaves;

    internal static Task<AuditPortionLeaves?> FindAsync(StoredTransaction transaction, string tenant, long sequence) => transaction.FindAsync<AuditPortionLeaves>(
        """
        SELECT p.first_sequence AS "FirstSequence", p.last_sequence AS "LastSequence", p.first_index AS "FirstIndex", p.offsets AS "Offsets", b.leaves AS "Leaves"
        FROM audit_portions p JOIN audit_batches b ON b.first_index = p.first_index
        WHERE p.tenant = @tenant AND p.first_sequence = (SELECT max(first_sequence) FROM audit_portions WHERE tenant = @tenant AND first_sequence <= @sequence)
        """,
        new { tenant, sequence });

    internal bool Holds(long sequence) => sequence >= FirstSequence && sequence <= LastSequence;

    /// <summary>Null where it is in another batch, or its bytes are not kept any more.</summary>
    internal FoundLeaf? Find(long sequence)
    {
        if (!Holds(sequence)) return null;
        _leaves ??= StoredLeaves.Split(Leaves);
        var offset = BinaryPrimitives.ReadUInt16BigEndian(Offsets.AsSpan((int)(sequence - FirstSequence) * sizeof(ushort)));
        var leaf = _leaves[offset].Bytes;
        return AuditRecord.TryRead(leaf.Span, out var record) && record.Sequence == sequence ? new FoundLeaf(sequence, FirstIndex + offset, leaf.ToArray()) : null;
    }
}
