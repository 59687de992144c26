using System.Data.Common;
using TenantGateway.Storage.Databases;
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

        Task<List<int>> ReadAsync() => RowsAsync<int>(database, "SELECT generate_series(1, 3)");
    }

    // Fewer rows would be fewer records in a segment of the audit index, which is made once.
    [PostgresFact]
    public async Task CutOffInBetween_IsAFaultAndNotFewerRows()
    {
        const string AMegabyte = "SELECT repeat('x', 1000) FROM generate_series(1, 1000)";
        await using var storage = await PostgreSqlStorage.CreateAsync();
        await using var proxy = FaultProxy.Start((await PostgresServer.SharedAsync()).Port);
        storage.ConnectThrough(proxy.Port);
        using var database = storage.Open();
        Assert.Equal(1000, (await RowsAsync<string>(database, AMegabyte)).Count);

        var rows = new List<string>();
        // Of the same connection, so in the middle of what it is asked next.
        using (proxy.Truncate(Flow.ToCaller, 1_500_000)) await Assert.ThrowsAnyAsync<DbException>(() => AddRowsAsync(rows, database, AMegabyte));
        Assert.InRange(rows.Count, 1, 999);

        Assert.Equal(1000, (await RowsAsync<string>(database, AMegabyte)).Count);
    }

    // Nothing is left of the statement in the connection, which others use.
    [PostgresFact]
    public async Task LeftInBetween_LeavesTheConnectionToOthers()
    {
        await using var storage = await PostgreSqlStorage.CreateAsync();
        await using var proxy = FaultProxy.Start((await PostgresServer.SharedAsync()).Port);
        storage.ConnectThrough(proxy.Port);
        using var database = storage.Open();
        await RowsAsync<int>(database, "SELECT 1");
        var connections = proxy.Accepted;

        await foreach (var row in database.StreamAsync<int>("SELECT generate_series(1, 100000)", null, default))
        {
            if (row == 2) break;
        }

        Assert.Equal([7], await RowsAsync<int>(database, "SELECT 7"));
        Assert.Equal(connections, proxy.Accepted);
    }

    private static async Task<List<T>> RowsAsync<T>(Database database, string sql)
    {
        var rows = new List<T>();
        await AddRowsAsync(rows, database, sql);
        return rows;
    }

    private static async Task AddRowsAsync<T>(List<T> rows, Database database, string sql)
    {
        await foreach (var row in database.StreamAsync<T>(sql, null, default)) rows.Add(row);
    }
}
