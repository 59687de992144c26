using TenantGateway.Load.Processes;
using TenantGateway.Tests.World;

namespace TenantGateway.Load.Tests;

public sealed class WriteAheadLogTests
{
    [PostgresFact]
    public async Task ServerThatKeepsItsFiles_HasThemAhead()
    {
        await using var server = await PostgresServer.StartAsync(WriteAheadLog.Setting);
        await WriteAheadLog.FillAsync(server, CancellationToken.None);
    }

    [PostgresFact]
    public async Task ServerThatKeepsNone_IsNotMeasuredBeside()
    {
        await using var server = await PostgresServer.StartAsync(WriteAheadLog.Setting, "wal_recycle=off");
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAheadLog.FillAsync(server, CancellationToken.None));
    }
}
