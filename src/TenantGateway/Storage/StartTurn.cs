using TenantGateway.Core.State;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage;

/// <summary>The turn of the database that all processes share.</summary>
internal sealed class StartTurn(Database database) : IStartTurn
{
    public async ValueTask<IAsyncDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        // Who opens it first takes a turn for that, which must not be asked for within this one.
        await database.EnsureOpenAsync(cancellationToken);
        return await database.TakeTurnAsync(cancellationToken);
    }
}
