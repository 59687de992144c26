using System.Collections.Immutable;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Storage;

/// <summary>Tenants in SQLite.</summary>
internal sealed class TenantStore(Database database) : ITenantStore
{
    public async ValueTask<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        // One snapshot for the three queries.
        await using var transaction = connection.BeginTransaction(deferred: true);
        return await ReadAsync(transaction, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="SqliteException">A key id is taken; nothing was written.</exception>
    public async ValueTask<CreateTenantOutcome> CreateAsync(Tenant tenant, IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        // The write lock from the start: what is read below cannot change before it is acted upon.
        await using var transaction = connection.BeginTransaction(deferred: false);
        var existing = await ReadAsync(transaction, cancellationToken);
        var same = existing.FirstOrDefault(other => other.Id == tenant.Id);
        if (same is not null) return DefinesTheSame(same, tenant) ? CreateTenantOutcome.AlreadyExists : CreateTenantOutcome.Conflict;
        if (existing.Any(other => Overlaps(other, tenant))) return CreateTenantOutcome.Conflict;
        await InsertAsync(tenant, transaction, cancellationToken);
        await GenerationStore.InsertAsync(generations, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return CreateTenantOutcome.Created;
    }

    private static async Task<List<Tenant>> ReadAsync(SqliteTransaction transaction, CancellationToken cancellationToken)
    {
        var tenants = await QueryAsync<TenantRow>(
            transaction,
            """
            SELECT t.id, t.display_name AS displayName, t.state, e.phase, t.created_at AS createdAt
            FROM tenants t LEFT JOIN terminations e ON e.tenant_id = t.id ORDER BY t.id
            """, cancellationToken);
        var organizations = await QueryAsync<OrganizationRow>(
            transaction, "SELECT tenant_id AS tenantId, issuer, organization_id AS organizationId FROM tenant_organizations ORDER BY position", cancellationToken);
        var hosts = await QueryAsync<HostRow>(transaction, "SELECT tenant_id AS tenantId, host FROM tenant_hosts ORDER BY position", cancellationToken);
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

    private static Task<IEnumerable<T>> QueryAsync<T>(SqliteTransaction transaction, string sql, CancellationToken cancellationToken) =>
        Connection(transaction).QueryAsync<T>(new CommandDefinition(sql, transaction: transaction, cancellationToken: cancellationToken));

    private static async Task InsertAsync(Tenant tenant, SqliteTransaction transaction, CancellationToken cancellationToken)
    {
        var id = tenant.Id.Value;
        await ExecuteAsync(
            "INSERT INTO tenants (id, display_name, state, created_at) VALUES (@id, @DisplayName, @state, @createdAt)",
            new { id, tenant.DisplayName, state = TenantStates.NameOf(tenant.State), createdAt = tenant.CreatedAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture) });
        await ExecuteAsync(
            "INSERT INTO tenant_organizations (tenant_id, issuer, organization_id) VALUES (@id, @Issuer, @OrganizationId)",
            tenant.Organizations.Distinct().Select(binding => new { id, binding.Issuer, binding.OrganizationId }));
        await ExecuteAsync(
            "INSERT INTO tenant_hosts (tenant_id, host) VALUES (@id, @host)",
            tenant.Hosts.Distinct(StringComparer.Ordinal).Select(host => new { id, host }));

        Task<int> ExecuteAsync(string sql, object parameters) =>
            Connection(transaction).ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));
    }

    private static SqliteConnection Connection(SqliteTransaction transaction) =>
        transaction.Connection ?? throw new InvalidOperationException("The transaction has ended.");

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
