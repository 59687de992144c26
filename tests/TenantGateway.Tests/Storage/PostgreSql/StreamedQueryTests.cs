using TenantGateway.Tests.Proxies;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Storage.PostgreSql;

public sealed class StreamedQueryTests
{
    [PostgresFact]
    public async Task ReadToItsEnd_AsksTheServerForNothingMore()
    {
        await using var storage = await PostgreSqlStorage.CreateAsync();
        await using var proxy = FaultProxy.Start((await PostgresServer.SharedAsync()).Port);
        storage.ConnectThrough(proxy.Port);
        using var database = storage.Open();
        Assert.Equal([1, 2, 3], await ReadAsync());
        var connections = proxy.Accepted;

        Assert.Equal([1, 2, 3], await ReadAsync());

        // A statement is cancelled on a connection made for that.
        Assert.Equal(connections, proxy.Accepted);

        async Task<List<int>> ReadAsync()
        {
            var rows = new List<int>();
            await foreach (var row in database.StreamAsync<int>("SELECT generate_series(1, 3)", null, default)) rows.Add(row);
            return rows;
        }
    }
}
