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
        // One snapshot for all queries.
        await using var transaction = connection.BeginTransaction(deferred: true);
        return await TenantRows.ReadAsync(transaction, null, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="SqliteException">A key id is taken; nothing was written.</exception>
    public async ValueTask<CreateTenantOutcome> CreateAsync(Tenant tenant, IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        // The write lock from the start: what is read below cannot change before it is acted upon.
        await using var transaction = connection.BeginTransaction(deferred: false);
        if (await TenantRows.ReadAsync(transaction, tenant.Id, cancellationToken) is [var same]) return same.DefinesTheSameAs(tenant) ? CreateTenantOutcome.AlreadyExists : CreateTenantOutcome.Conflict;
        if (await TenantRows.IsClaimedElsewhereAsync(tenant, transaction, cancellationToken)) return CreateTenantOutcome.Conflict;
        await TenantRows.InsertAsync(tenant, transaction, cancellationToken);
        await GenerationStore.InsertAsync(generations, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return CreateTenantOutcome.Created;
    }

    public async ValueTask<UpdateTenantResult> UpdateAsync(Tenant tenant, long revision, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction(deferred: false);
        if (await TenantRows.ReadAsync(transaction, tenant.Id, cancellationToken) is not [var before]) return new UpdateTenantResult(UpdateTenantOutcome.UnknownTenant, null, null);
        if (before.State is not (TenantState.Active or TenantState.Suspended)) return Left(UpdateTenantOutcome.Ended);
        // RFC 9110 section 13.1.1: who has the change made already is not told that somebody was faster.
        if (before.DefinesTheSameAs(tenant)) return Left(UpdateTenantOutcome.Unchanged);
        if (before.Revision != revision) return Left(UpdateTenantOutcome.OtherRevision);
        if (await TenantRows.IsClaimedElsewhereAsync(tenant, transaction, cancellationToken)) return Left(UpdateTenantOutcome.Conflict);
        var after = tenant with
        {
            State = before.State,
            CreatedAt = before.CreatedAt,
            Revision = before.Revision + 1,
            Organizations = [.. tenant.Organizations.Select(binding => binding with { SharesActors = before.Find(binding.Key)?.SharesActors ?? false })],
        };
        await TenantRows.ReplaceAsync(after, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new UpdateTenantResult(UpdateTenantOutcome.Updated, before, after);

        UpdateTenantResult Left(UpdateTenantOutcome outcome) => new(outcome, before, before);
    }
}
