using TenantGateway.Core.State;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>The counter that triggers of the database raise: also for what a hand changed.</summary>
internal sealed class StateVersion(Database database) : IStateVersion
{
    public async ValueTask<long> ReadAsync(CancellationToken cancellationToken) => await database.FindAsync<long>("SELECT value FROM state_version", null, cancellationToken);
}
