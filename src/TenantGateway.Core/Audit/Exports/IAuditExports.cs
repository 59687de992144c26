namespace TenantGateway.Core.Audit.Exports;

/// <summary>Makes exports of the audit log that can be verified offline.</summary>
public interface IAuditExports
{
    /// <summary>Makes an export as a zip file.</summary>
    /// <returns>
    /// The file from its beginning, which is gone once it is disposed; null where the log may not be signed or the key cannot be used: without a checkpoint nothing is proven.
    /// </returns>
    ValueTask<Stream?> TryMakeAsync(AuditExportRequest request, CancellationToken cancellationToken);
}

/// <param name="Tenant">Whose records; null for the whole log, which has no period.</param>
/// <param name="From">Records from this moment on; null from the first.</param>
/// <param name="To">Records before this moment; null to the last.</param>
public sealed record AuditExportRequest(string? Tenant, DateTimeOffset? From, DateTimeOffset? To);
