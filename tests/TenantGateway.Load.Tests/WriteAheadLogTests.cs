using TenantGateway.Load.Processes;
using TenantGateway.Tests.World;

namespace TenantGateway.Load.Tests;

public sealed class WriteAheadLogTests
{
    private const int Fewest = 32;

    [PostgresFact]
    public async Task DatabaseThatIsFilled_HasFilesAheadForMinutesOfLoad()
    {
        await using var server = await PostgresServer.StartAsync(WriteAheadLog.Setting);
        var ahead = await WriteAheadLog.FillAsync(server, CancellationToken.None);
        Assert.InRange(ahead, Fewest, long.MaxValue);
    }
}
