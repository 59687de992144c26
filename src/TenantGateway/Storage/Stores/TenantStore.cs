using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>Tenants.</summary>
internal sealed class TenantStore(Database database) : ITenantStore
{
    public async ValueTask<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancellationToken) => await database.SnapshotAsync(ReadAsync, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="DbException">A key id is taken; nothing was written.</exception>
    public async ValueTask<CreateTenantOutcome> CreateAsync(Tenant tenant, IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken) =>
        await database.WriteAsync(transaction => CreateAsync(tenant, generations, transaction), cancellationToken);

    private static async Task<CreateTenantOutcome> CreateAsync(Tenant tenant, IReadOnlyList<GenerationRecord> generations, StoredTransaction transaction)
    {
        var existing = await ReadAsync(transaction);
        var same = existing.FirstOrDefault(other => other.Id == tenant.Id);
        if (same is not null) return DefinesTheSame(same, tenant) ? CreateTenantOutcome.AlreadyExists : CreateTenantOutcome.Conflict;
        if (existing.Any(other => Overlaps(other, tenant))) return CreateTenantOutcome.Conflict;
        await InsertAsync(tenant, transaction);
        await GenerationStore.InsertAsync(generations, transaction);
        await transaction.CommitAsync();
        return CreateTenantOutcome.Created;
    }

    private static async Task<IReadOnlyList<Tenant>> ReadAsync(StoredTransaction transaction)
    {
        var tenants = await transaction.QueryAsync<TenantRow>(
            """
            SELECT t.id, t.display_name AS displayName, t.state, e.phase, t.created_at AS createdAt
            FROM tenants t LEFT JOIN terminations e ON e.tenant_id = t.id ORDER BY t.id
            """);
        var organizations = await transaction.QueryAsync<OrganizationRow>("SELECT tenant_id AS tenantId, issuer, organization_id AS organizationId FROM tenant_organizations ORDER BY position");
        var hosts = await transaction.QueryAsync<HostRow>("SELECT tenant_id AS tenantId, host FROM tenant_hosts ORDER BY position");
        var organizationsOf = organizations.ToLookup(row => row.TenantId, row => new OrganizationBinding(row.Issuer, row.OrganizationId), StringComparer.Ordinal);
        var hostsOf = hosts.ToLookup(row => row.TenantId, row => row.Host, StringComparer.Ordinal);
        return [.. tenants.Select(row => new Tenant
        {
            Id = TenantId.Parse(row.Id),
            DisplayName = row.DisplayName,
            State = TenantStates.Parse(row.State, row.Phase),
            Organizations = [.. organizationsOf[row.Id]],
            Hosts = [.. hostsOf[row.Id]],
            CreatedAt = DateTimeOffset.Parse(row.CreatedAt, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        })];
    }

    private static async Task InsertAsync(Tenant tenant, StoredTransaction transaction)
    {
        var id = tenant.Id.Value;
        await transaction.ExecuteAsync(
            "INSERT INTO tenants (id, display_name, state, created_at) VALUES (@id, @DisplayName, @state, @createdAt)",
            new { id, tenant.DisplayName, state = TenantStates.NameOf(tenant.State), createdAt = tenant.CreatedAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture) });
        await transaction.ExecuteForEachAsync(
            "INSERT INTO tenant_organizations (tenant_id, issuer, organization_id) VALUES (@id, @Issuer, @OrganizationId)",
            tenant.Organizations.Distinct().Select(binding => new { id, binding.Issuer, binding.OrganizationId }));
        await transaction.ExecuteForEachAsync(
            "INSERT INTO tenant_hosts (tenant_id, host) VALUES (@id, @host)",
            tenant.Hosts.Distinct(StringComparer.Ordinal).Select(host => new { id, host }));
    }

    private static bool DefinesTheSame(Tenant existing, Tenant wanted) =>
        existing.DisplayName == wanted.DisplayName
        && existing.Organizations.ToImmutableHashSet().SetEquals(wanted.Organizations)
        && existing.Hosts.ToImmutableHashSet(StringComparer.Ordinal).SetEquals(wanted.Hosts);

    private static bool Overlaps(Tenant existing, Tenant wanted) =>
        existing.Organizations.Intersect(wanted.Organizations).Any() || existing.Hosts.Intersect(wanted.Hosts, StringComparer.Ordinal).Any();

    private sealed record TenantRow(string Id, string DisplayName, string State, string? Phase, string CreatedAt);

    private sealed record OrganizationRow(string TenantId, string Issuer, string OrganizationId);

    private sealed record HostRow(string TenantId, string Host);
}
