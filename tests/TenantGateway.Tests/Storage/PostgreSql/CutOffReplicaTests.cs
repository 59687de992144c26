using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Stores;
using TenantGateway.Tests.Proxies;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Storage.PostgreSql;

/// <summary>A replica whose connections are there and silent does not take the others with it.</summary>
public sealed class CutOffReplicaTests
{
    // Below the time limit of statements here, which is that of other idle transactions too.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [PostgresFact]
    public async Task BetweenARecordAndItsCommit_OthersGetThePlace()
    {
        await using var storage = await PostgreSqlStorage.CreateAsync();
        await using var proxy = FaultProxy.Start((await PostgresServer.SharedAsync()).Port);
        using var other = storage.Open();
        await other.EnsureOpenAsync(default);
        storage.ConnectThrough(proxy.Port);
        using var cutOff = storage.Open();
        await cutOff.EnsureOpenAsync(default);
        using var held = proxy.Add(new ProxyFault { Act = ProxyAct.Hold, On = Flow.ToServer, Text = "COMMIT" });
        var lost = new AuditStore(cutOff).AppendAsync(TestPlacement.Of("acme"), default).AsTask();
        await held.Met.WaitAsync(Patience);

        await new AuditStore(other).AppendAsync(TestPlacement.Of("acme", "globex"), default).AsTask().WaitAsync(Patience);

        held.Dispose();
        await Assert.ThrowsAsync<CommitInDoubtException>(() => lost.WaitAsync(Patience));
        Assert.Equal(2, (await new AuditStore(other).ReadHeadAsync(default)).Size);
        Assert.Equal([0L], (await new AuditStore(other).ReadAsync("acme", 0, 10, default)).Select(row => row.Index));
    }
}
