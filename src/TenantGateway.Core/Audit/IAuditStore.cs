namespace TenantGateway.Core.Audit;

/// <summary>The durable rows of the audit trail. One writer per process appends; the store keeps the one order of all of them.</summary>
public interface IAuditStore
{
    /// <summary>The last sequence and leaf hash of each tenant that has records.</summary>
    ValueTask<IReadOnlyList<AuditTail>> ReadTailsAsync(CancellationToken cancellationToken);

    /// <summary>Appends in one transaction, durable when it returns; all or nothing.</summary>
    /// <exception cref="AuditPlaceTakenException">Another process has a place of them; nothing was written.</exception>
    ValueTask AppendAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken);

    /// <summary>Rows of one tenant in their order, after a sequence.</summary>
    ValueTask<IReadOnlyList<AuditRow>> ReadAsync(string tenant, long afterSequence, int limit, CancellationToken cancellationToken);
}

/// <param name="Tenant">Whose log.</param>
/// <param name="Sequence">Counts from 1 within the tenant, without gaps.</param>
/// <param name="Leaf">The exact bytes of the record (RFC 8785 subset).</param>
/// <param name="Details">The sealed personal details, or null.</param>
public sealed record AuditRow(string Tenant, long Sequence, byte[] Leaf, byte[]? Details);

/// <param name="Tenant">Whose log.</param>
/// <param name="Sequence">The last sequence.</param>
/// <param name="Leaf">The bytes of the last record: the next one carries their hash.</param>
public sealed record AuditTail(string Tenant, long Sequence, byte[] Leaf);
