using System.Collections.Immutable;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys.Rotation;

/// <summary>Decides under which version of its key-encryption key a tenant's generations are wrapped next.</summary>
internal sealed class KekVersions(IKekLifecycle keks)
{
    /// <summary>
    /// A new version; or the newest one, where a generation does not use it yet: a rotation that was interrupted had made it.
    /// </summary>
    /// <exception cref="KeyServiceException">The key service failed, or the tenant's key-encryption key is not the deployment's own.</exception>
    internal async ValueTask<string> NextAsync(TenantId tenant, ImmutableArray<GenerationRecord> records, CancellationToken cancellationToken)
    {
        var name = KekNames.Of(tenant);
        var versions = await keks.ListVersionsAsync(name, cancellationToken);
        var inUse = records.Where(record => record.State != GenerationState.Destroyed).Select(record => record.KekId).ToHashSet(StringComparer.Ordinal);
        if (!versions.Any(version => inUse.Contains(version.KekId)))
            throw new KeyServiceException(KeyServiceFailure.Denied, $"The key-encryption key of {tenant} is not one of this deployment.");
        var newest = versions.LastOrDefault(version => version.Enabled)?.KekId;
        return newest is not null && inUse.Any(kekId => kekId != newest) ? newest : await keks.RotateAsync(name, cancellationToken);
    }
}
