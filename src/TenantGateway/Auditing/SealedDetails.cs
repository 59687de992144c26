using TenantGateway.Core.Audit;

namespace TenantGateway.Auditing;

/// <summary>What became of an entry's personal details.</summary>
/// <param name="Bytes">As <see cref="AuditDetailsSeal"/> seals them, to be stored beside the leaf; null where there is nothing to store.</param>
/// <param name="Mark">What the leaf says of them (<see cref="AuditPlace.Details"/>).</param>
internal readonly record struct SealedDetails(byte[]? Bytes, string? Mark)
{
    internal static readonly SealedDetails None;

    internal static readonly SealedDetails Dropped = new(null, AuditLeaf.DetailsDropped);
}
