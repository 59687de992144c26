using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Stores;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Auditing;

/// <summary>What tests of the trail say often.</summary>
internal static class AuditHost
{
    internal static Task<StateHost> StartAsync(TempDirectory directory, TimeProvider? time = null, Dictionary<string, string?>? settings = null) => StateHost.StartAsync(directory, services =>
    {
        if (time is not null) services.AddSingleton(time);
        services.AddSingleton(provider => new TroubledAuditStore(new AuditStore(provider.GetRequiredService<Database>())));
        services.AddSingleton<IAuditStore>(provider => provider.GetRequiredService<TroubledAuditStore>());
    }, settings);

    internal static Task CommitAsync(this StateHost host, string tenant, string subject, AuditDetails? details = null) => host.Get<IAuditTrail>().CommitAsync(
        new AuditEntry { Event = AuditEvent.DataRevealed, Tenant = TenantId.Parse(tenant), Outcome = "ok", Subject = subject, Details = details },
        CancellationToken.None).AsTask();

    internal static async Task<IReadOnlyList<AuditRow>> RowsAsync(this StateHost host, string tenant) =>
        await host.Get<IAuditStore>().ReadAsync(tenant, 0, int.MaxValue, CancellationToken.None);

    internal static string? Member(this AuditRow row, string name) =>
        JsonDocument.Parse(row.Leaf).RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;

    /// <summary>Checks sequence, previous hashes and the place inside the leaf over a whole trail.</summary>
    internal static void AssertChained(IReadOnlyList<AuditRow> rows)
    {
        byte[]? previous = null;
        for (var i = 0; i < rows.Count; i++)
        {
            Assert.Equal(i + 1, rows[i].Sequence);
            Assert.True(AuditLeafHead.TryRead(rows[i].Leaf, out var head));
            Assert.Equal((i + 1L, rows[i].Tenant), (head.Sequence, head.Tenant));
            Assert.Equal(previous is null ? null : AuditLeaf.LinkTo(previous, head.Version), head.Previous);
            previous = rows[i].Leaf;
        }
    }

    /// <summary>Puts the whole log into a tree anew: it must be the one whose edge is stored.</summary>
    internal static async Task<MerkleFrontier> AssertTreeAsync(this StateHost host)
    {
        var store = host.Get<IAuditStore>();
        var head = await store.ReadHeadAsync(CancellationToken.None);
        var (frontier, nodes) = (new MerkleFrontier(), new List<MerkleNode>());
        foreach (var batch in await store.ReadBatchesAsync(0, int.MaxValue, CancellationToken.None))
        {
            Assert.Equal(frontier.Size, batch.FirstIndex);
            foreach (var leaf in StoredLeaves.Split(batch.Leaves)) frontier.Append(leaf.Hash, nodes);
            Assert.Equal(frontier.Size, batch.FirstIndex + batch.Count);
        }

        Assert.Equal(head.Size, frontier.Size);
        Assert.Equal(frontier.Encode(), head.Frontier.ToArray());
        foreach (var level in nodes.GroupBy(node => node.Id.Level))
        {
            Assert.Equal(level.Select(node => node.Hash), await store.ReadNodesAsync(level.Key, 0, int.MaxValue, CancellationToken.None));
        }

        return frontier;
    }
}
