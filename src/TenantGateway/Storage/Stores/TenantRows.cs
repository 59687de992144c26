using System.Collections.Immutable;
using System.Globalization;
using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>Reads and writes what a tenant is made of, as a part of the caller's transaction.</summary>
internal static class TenantRows
{
    /// <summary>Every tenant by its id, or the one.</summary>
    internal static async Task<IReadOnlyList<Tenant>> ReadAsync(TenantId? only, StoredTransaction transaction)
    {
        var key = only is null ? null : new { tenant = only.Value.Value };
        var tenants = await transaction.QueryAsync<TenantRow>(
            $"""
             SELECT t.id, t.display_name AS displayName, t.state, e.phase, t.created_at AS createdAt, t.revision, t.requests_per_second AS requestsPerSecond, t.burst,
                 t.concurrent_requests AS concurrentRequests, t.region
             FROM tenants t LEFT JOIN terminations e ON e.tenant_id = t.id{Where("t.id")} ORDER BY t.id
             """,
            key);
        var organizations = (await transaction.QueryAsync<OrganizationRow>(
            $"""
             SELECT tenant_id AS tenantId, issuer, organization_id AS organizationId, label, roles, shares_actors AS sharesActors
             FROM tenant_organizations{Where("tenant_id")} ORDER BY position
             """,
            key)).ToLookup(row => row.TenantId, row => row.ToBinding(), StringComparer.Ordinal);
        var hosts = (await transaction.QueryAsync<HostRow>($"SELECT tenant_id AS tenantId, host FROM tenant_hosts{Where("tenant_id")} ORDER BY position", key))
            .ToLookup(row => row.TenantId, row => row.Host, StringComparer.Ordinal);
        var clusters = (await transaction.QueryAsync<ClusterRow>($"SELECT tenant_id AS tenantId, cluster, own_cluster AS ownCluster FROM tenant_clusters{Where("tenant_id")}", key))
            .ToLookup(row => row.TenantId, row => KeyValuePair.Create(row.Cluster, row.OwnCluster), StringComparer.Ordinal);
        return [.. tenants.Select(row => row.ToTenant([.. organizations[row.Id]], [.. hosts[row.Id]], clusters[row.Id]))];

        string Where(string column) => only is null ? "" : $" WHERE {column} = @tenant";
    }

    internal static Task InsertAsync(Tenant tenant, StoredTransaction transaction) => WriteAsync(
        tenant,
        """
        INSERT INTO tenants (id, display_name, state, created_at, revision, requests_per_second, burst, concurrent_requests, region)
        VALUES (@id, @DisplayName, @state, @createdAt, @Revision, @requestsPerSecond, @burst, @concurrentRequests, @region)
        """,
        transaction);

    /// <summary>Writes all but state and time of creation.</summary>
    internal static async Task ReplaceAsync(Tenant tenant, StoredTransaction transaction)
    {
        foreach (var table in (string[])["tenant_organizations", "tenant_hosts", "tenant_clusters"])
        {
            await transaction.ExecuteAsync($"DELETE FROM {table} WHERE tenant_id = @id", new { id = tenant.Id.Value });
        }

        await WriteAsync(
            tenant,
            """
            UPDATE tenants SET display_name = @DisplayName, revision = @Revision, requests_per_second = @requestsPerSecond, burst = @burst,
                concurrent_requests = @concurrentRequests, region = @region
            WHERE id = @id
            """,
            transaction);
    }

    /// <summary>Whether an organization, a host or a cluster of its own is another tenant's.</summary>
    internal static async Task<bool> IsClaimedElsewhereAsync(Tenant tenant, StoredTransaction transaction)
    {
        foreach (var organization in tenant.Organizations)
        {
            if (await IsTakenAsync("tenant_organizations WHERE issuer = @Issuer AND organization_id = @OrganizationId", new { organization.Issuer, organization.OrganizationId })) return true;
        }

        foreach (var host in tenant.Hosts)
        {
            if (await IsTakenAsync("tenant_hosts WHERE host = @host", new { host })) return true;
        }

        foreach (var own in tenant.Placement.Clusters.Where(pin => pin.Value != pin.Key).Select(pin => pin.Value))
        {
            if (await IsTakenAsync("tenant_clusters WHERE own_cluster = @own AND own_cluster <> cluster", new { own })) return true;
        }

        return false;

        async Task<bool> IsTakenAsync(string where, object key) =>
            await transaction.FindAsync<string>($"SELECT tenant_id FROM {where}", key) is { } owner && owner != tenant.Id.Value;
    }

    private static async Task WriteAsync(Tenant tenant, string tenantSql, StoredTransaction transaction)
    {
        var id = tenant.Id.Value;
        await transaction.ExecuteAsync(tenantSql, new
        {
            id,
            tenant.DisplayName,
            state = TenantStates.NameOf(tenant.State),
            createdAt = tenant.CreatedAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            tenant.Revision,
            requestsPerSecond = tenant.Quotas.RequestsPerSecond,
            burst = tenant.Quotas.Burst,
            concurrentRequests = tenant.Quotas.ConcurrentRequests,
            region = tenant.Placement.Region,
        });
        await transaction.ExecuteForEachAsync(
            """
            INSERT INTO tenant_organizations (tenant_id, issuer, organization_id, label, roles, shares_actors)
            VALUES (@id, @Issuer, @OrganizationId, @Label, @roles, @sharesActors)
            """,
            tenant.Organizations.DistinctBy(binding => binding.Key)
                .Select(binding => new { id, binding.Issuer, binding.OrganizationId, binding.Label, roles = binding.Roles?.Text, sharesActors = binding.SharesActors ? 1L : 0L }));
        await transaction.ExecuteForEachAsync(
            "INSERT INTO tenant_hosts (tenant_id, host) VALUES (@id, @host)", tenant.Hosts.Distinct(StringComparer.Ordinal).Select(host => new { id, host }));
        await transaction.ExecuteForEachAsync(
            "INSERT INTO tenant_clusters (tenant_id, cluster, own_cluster) VALUES (@id, @cluster, @own)",
            tenant.Placement.Clusters.Select(pin => new { id, cluster = pin.Key, own = pin.Value }));
    }

    private sealed record TenantRow(
        string Id, string DisplayName, string State, string? Phase, string CreatedAt, long Revision, double? RequestsPerSecond, long? Burst, long? ConcurrentRequests, string? Region)
    {
        internal Tenant ToTenant(ImmutableArray<OrganizationBinding> organizations, ImmutableArray<string> hosts, IEnumerable<KeyValuePair<string, string>> clusters) => new()
        {
            Id = TenantId.Parse(Id),
            DisplayName = DisplayName,
            State = TenantStates.Parse(State, Phase),
            Organizations = organizations,
            Hosts = hosts,
            CreatedAt = DateTimeOffset.Parse(CreatedAt, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            Revision = Revision,
            Quotas = (RequestsPerSecond, Burst, ConcurrentRequests) is (null, null, null)
                ? QuotaOverrides.None
                : new QuotaOverrides(RequestsPerSecond, checked((int?)Burst), checked((int?)ConcurrentRequests)),
            Placement = Region is null && !clusters.Any() ? TenantPlacement.Anywhere : new TenantPlacement(Region, clusters),
        };
    }

    private sealed record OrganizationRow(string TenantId, string Issuer, string OrganizationId, string? Label, string? Roles, long SharesActors)
    {
        internal OrganizationBinding ToBinding() => new(Issuer, OrganizationId)
        {
            Label = Label,
            Roles = Roles is null ? null : RoleCeiling.Parse(Roles),
            SharesActors = SharesActors != 0,
        };
    }

    private sealed record HostRow(string TenantId, string Host);

    private sealed record ClusterRow(string TenantId, string Cluster, string OwnCluster);
}
