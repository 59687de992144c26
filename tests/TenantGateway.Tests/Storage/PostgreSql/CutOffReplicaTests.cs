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
        var (itsTrail, trail) = (new AuditStore(cutOff), new AuditStore(other));
        // What there is to take over is taken over before.
        await itsTrail.ReadHeadAsync(default);
        // With its end: a transaction that begins names READ COMMITTED.
        using var held = proxy.Add(new ProxyFault { Act = ProxyAct.Hold, On = Flow.ToServer, Text = "COMMIT\0" });
        var lost = itsTrail.AppendAsync(TestPlacement.Of("acme", "acme"), default).AsTask();
        await held.Met.WaitAsync(Patience);

        await trail.AppendAsync(TestPlacement.Of("acme"), default).AsTask().WaitAsync(Patience);

        held.Dispose();
        await Assert.ThrowsAsync<CommitInDoubtException>(() => lost.WaitAsync(Patience));
        // Nothing of the two records of the one that was cut off.
        Assert.Single(await trail.ReadAsync("acme", 0, 10, default));
    }
}
