using System.Data.Common;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>Tenants.</summary>
internal sealed class TenantStore(Database database) : ITenantStore
{
    public async ValueTask<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancellationToken) =>
        await database.SnapshotAsync(transaction => TenantRows.ReadAsync(null, transaction), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="DbException">A key id is taken; nothing was written.</exception>
    public async ValueTask<CreateTenantOutcome> CreateAsync(Tenant tenant, IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken) =>
        await database.WriteAsync(transaction => CreateAsync(tenant, generations, transaction), cancellationToken);

    public async ValueTask<UpdateTenantResult> UpdateAsync(Tenant tenant, long revision, CancellationToken cancellationToken) =>
        await database.WriteAsync(transaction => UpdateAsync(tenant, revision, transaction), cancellationToken);

    private static async Task<CreateTenantOutcome> CreateAsync(Tenant tenant, IReadOnlyList<GenerationRecord> generations, StoredTransaction transaction)
    {
        if (await TenantRows.ReadAsync(tenant.Id, transaction) is [var same]) return same.DefinesTheSameAs(tenant) ? CreateTenantOutcome.AlreadyExists : CreateTenantOutcome.Conflict;
        if (await TenantRows.IsClaimedElsewhereAsync(tenant, transaction)) return CreateTenantOutcome.Conflict;
        await TenantRows.InsertAsync(tenant, transaction);
        await GenerationStore.InsertAsync(generations, transaction);
        await transaction.CommitAsync();
        return CreateTenantOutcome.Created;
    }

    private static async Task<UpdateTenantResult> UpdateAsync(Tenant tenant, long revision, StoredTransaction transaction)
    {
        if (await TenantRows.ReadAsync(tenant.Id, transaction) is not [var before]) return new UpdateTenantResult(UpdateTenantOutcome.UnknownTenant, null, null);
        if (before.State is not (TenantState.Active or TenantState.Suspended)) return Left(UpdateTenantOutcome.Ended);
        // RFC 9110 section 13.1.1: who has the change made already is not told that somebody was faster.
        if (before.DefinesTheSameAs(tenant)) return Left(UpdateTenantOutcome.Unchanged);
        if (before.Revision != revision) return Left(UpdateTenantOutcome.OtherRevision);
        if (await TenantRows.IsClaimedElsewhereAsync(tenant, transaction)) return Left(UpdateTenantOutcome.Conflict);
        var after = tenant with
        {
            State = before.State,
            CreatedAt = before.CreatedAt,
            Revision = before.Revision + 1,
            Organizations = [.. tenant.Organizations.Select(binding => binding with { SharesActors = before.Find(binding.Key)?.SharesActors ?? false })],
        };
        await TenantRows.ReplaceAsync(after, transaction);
        await transaction.CommitAsync();
        return new UpdateTenantResult(UpdateTenantOutcome.Updated, before, after);

        UpdateTenantResult Left(UpdateTenantOutcome outcome) => new(outcome, before, before);
    }
}
