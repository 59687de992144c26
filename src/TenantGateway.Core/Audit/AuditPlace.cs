using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit;

/// <summary>The place that the log writer gives an entry.</summary>
/// <param name="Sequence">Counts from 1 within the tenant, without gaps.</param>
/// <param name="Previous">The hash of the tenant's previous leaf as a leaf of the tree; null for its first.</param>
/// <param name="Time">When the writer took the entry.</param>
/// <param name="Details">
/// What became of the entry's details: their commitment (<see cref="AuditDetailsSeal"/>), <see cref="AuditLeaf.DetailsDropped"/>, or null where the entry had none.
/// </param>
public readonly record struct AuditPlace(long Sequence, MerkleHash? Previous, DateTimeOffset Time, string? Details);
