using System.Collections.Frozen;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>The tenants as one immutable snapshot, swapped whole: a request never sees half of a change.</summary>
internal sealed class TenantDirectory(ITenantStore store, TimeProvider time, ILogger<TenantDirectory> logger) : ITenantDirectory, IDisposable
{
    private readonly SemaphoreSlim _reload = new(1, 1);
    private Snapshot _snapshot = Snapshot.Of([], null);
    private volatile bool _lastReloadFailed;

    /// <summary>When the tenants were read last with success; null before the first time.</summary>
    public DateTimeOffset? LoadedAt => Volatile.Read(ref _snapshot).LoadedAt;

    /// <summary>True from a failed reading to the next that succeeds: tenants may have changed that are served as they were.</summary>
    public bool LastReloadFailed => _lastReloadFailed;

    public IReadOnlyCollection<Tenant> All => Volatile.Read(ref _snapshot).Tenants.Values;

    public Tenant? Find(TenantId id) => Volatile.Read(ref _snapshot).Tenants.GetValueOrDefault(id);

    public Tenant? FindByOrganization(string issuer, string organizationId) =>
        Volatile.Read(ref _snapshot).Organizations.GetValueOrDefault(new OrganizationKey(issuer, organizationId));

    public Tenant? FindByHost(string host) => Volatile.Read(ref _snapshot).Hosts.GetValueOrDefault(host);

    /// <exception cref="ArgumentException">Two tenants claim one organization or host: the former snapshot stays.</exception>
    public async ValueTask ReloadAsync(CancellationToken cancellationToken)
    {
        // One at a time, or an older reading could overwrite a newer one.
        await _reload.WaitAsync(cancellationToken);
        try
        {
            var snapshot = Snapshot.Of(await store.ListAsync(cancellationToken), time.GetUtcNow());
            Volatile.Write(ref _snapshot, snapshot);
            _lastReloadFailed = false;
            Log.TenantsLoaded(logger, snapshot.Tenants.Count);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            _lastReloadFailed = true;
            throw;
        }
        finally
        {
            _reload.Release();
        }
    }

    public void Dispose() => _reload.Dispose();

    private sealed record Snapshot(
        FrozenDictionary<TenantId, Tenant> Tenants,
        FrozenDictionary<OrganizationKey, Tenant> Organizations,
        FrozenDictionary<string, Tenant> Hosts,
        DateTimeOffset? LoadedAt)
    {
        // By way of a Dictionary, which refuses a second claim; the frozen ones would let the last win.
        public static Snapshot Of(IReadOnlyList<Tenant> tenants, DateTimeOffset? loadedAt) => new(
            tenants.ToDictionary(tenant => tenant.Id).ToFrozenDictionary(),
            tenants.SelectMany(tenant => tenant.Organizations.Select(organization => (organization.Key, tenant)))
                .ToDictionary(pair => pair.Key, pair => pair.tenant).ToFrozenDictionary(),
            tenants.SelectMany(tenant => tenant.Hosts.Select(host => (host, tenant)))
                .ToDictionary(pair => pair.host, pair => pair.tenant, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal),
            loadedAt);
    }
}
