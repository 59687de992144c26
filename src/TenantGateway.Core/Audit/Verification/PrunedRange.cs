namespace TenantGateway.Core.Audit.Verification;

/// <summary>Records that may be gone, and by which record that is authorised.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Notice">What the record says.</param>
/// <param name="RecordedBy">The number of that record within the tenant.</param>
/// <param name="RecordedAt">When it was written.</param>
public sealed record PrunedRange(string Tenant, PruningNotice Notice, long RecordedBy, DateTimeOffset RecordedAt)
{
    /// <summary>How many of them are not there.</summary>
    public long Gone { get; init; }
}
