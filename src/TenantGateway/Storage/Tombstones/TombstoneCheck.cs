using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Tombstones;

/// <summary>
/// Holds database and tombstones to each other before anything is served: the database remembers which tombstones are its own, so that tombstones that
/// were lost, or are not mounted, stop the start instead of raising the dead.
/// </summary>
internal sealed class TombstoneCheck(Database database, TombstoneLog tombstones)
{
    /// <exception cref="InvalidOperationException">The tombstones are missing, are another database's, or lack a tenant that is destroyed.</exception>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        await database.EnsureOpenAsync(cancellationToken);
        // Several processes may start on one database at once; one of them makes the store.
        await using var turn = await database.TakeTurnAsync(cancellationToken);
        var known = await database.FindAsync<string>("SELECT id FROM tombstone_store", null, cancellationToken);
        var found = tombstones.ReadStoreId();
        if (known is not null && found != known)
        {
            throw new InvalidOperationException(
                $"{(found is null ? $"There are no tombstones at {tombstones.FilePath}, and this database had some" : $"The tombstones at {tombstones.FilePath} belong to another database")}. "
                + "Without its own, a tenant that was destroyed could be served again: mount or restore the tombstone directory.");
        }

        if (known is null)
        {
            // A database that is new, or a backup from before there were tombstones: those that are there count.
            await database.ChangeAsync("INSERT INTO tombstone_store (id) VALUES (@id)", new { id = found ?? tombstones.Create() }, cancellationToken);
        }

        var destroyed = await database.QueryAsync<string>("SELECT tenant_id FROM terminations WHERE phase = 'destroyed'", null, cancellationToken);
        var dead = tombstones.ReadDead();
        if (destroyed.FirstOrDefault(tenant => !dead.Contains(TenantId.Parse(tenant))) is { } missing)
        {
            throw new InvalidOperationException(
                $"The tombstones at {tombstones.FilePath} lack the destroyed tenant {missing}: they are older than the database. Restore their newest backup.");
        }
    }
}
