using Dapper;
using TenantGateway.Core.State;

namespace TenantGateway.Storage;

/// <summary>The counter that triggers of the database raise: also for what a hand changed.</summary>
internal sealed class StateVersion(Database database) : IStateVersion
{
    public async ValueTask<long> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenUnseenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT value FROM state_version", cancellationToken: cancellationToken));
    }
}
