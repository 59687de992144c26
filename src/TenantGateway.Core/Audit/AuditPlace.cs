namespace TenantGateway.Core.Audit;

/// <summary>The place that the log writer gives an entry.</summary>
/// <param name="Sequence">Counts from 1 within the tenant, without gaps.</param>
/// <param name="PreviousHash">What <see cref="AuditLeaf.HashOf"/> gives for the tenant's previous leaf; null for its first.</param>
/// <param name="Time">When the writer took the entry.</param>
/// <param name="Details">
/// What became of the entry's details: their mark by <see cref="AuditLeaf.HashOf"/> over the sealed bytes,
/// <see cref="AuditLeaf.DetailsDropped"/>, or null where the entry had none.
/// </param>
public sealed record AuditPlace(long Sequence, string? PreviousHash, DateTimeOffset Time, string? Details);
