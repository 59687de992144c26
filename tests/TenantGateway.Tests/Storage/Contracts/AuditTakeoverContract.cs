using System.Text;
using Dapper;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

/// <summary>What versions before the log recorded, one row a record, is a part of it.</summary>
public abstract class AuditTakeoverContract : StorageContract
{
    private const int Records = 700;

    [Fact]
    public async Task RecordsOfBefore_AreTakenOverByteByByteAndOnce()
    {
        await FillAsync();
        for (var round = 0; round < 2; round++)
        {
            using var database = Storage.Open();
            var store = new AuditStore(database);
            Assert.Equal(Records + round, (await store.ReadHeadAsync(default)).Size);
            var rows = await store.ReadAsync("acme", 0, int.MaxValue, default);
            Assert.Equal(Enumerable.Range(1, Records / 2).Select(i => ($"acme {i}", 2L * (i - 1))), rows.Take(Records / 2).Select(row => (Encoding.UTF8.GetString(row.Leaf), row.Index)));
            Assert.Equal([7], rows[4].Details);
            Assert.Null(rows[5].Details);
            var next = new TestPlacement(("acme", null));
            await store.AppendAsync(next, default);
            Assert.Equal((Records / 2) + round, next.Ground?.Tails["acme"].Sequence);
        }
    }

    [Fact]
    public async Task Tree_IsThatOfTheirBytes()
    {
        await FillAsync();
        using var database = Storage.Open();
        var frontier = new MerkleFrontier();
        for (var i = 0; i < Records; i++) frontier.Append(MerkleHash.OfLeaf(Encoding.UTF8.GetBytes($"{(i % 2 == 0 ? "acme" : "globex")} {(i / 2) + 1}")), null);
        Assert.Equal(frontier.Encode(), (await new AuditStore(database).ReadHeadAsync(default)).Frontier.ToArray());
    }

    private async Task FillAsync()
    {
        using (var database = Storage.Open()) await database.FindAsync<long>("SELECT count(*) FROM audit_tree", null, default);
        await using var stranger = await Storage.ConnectAsync();
        await using var transaction = await stranger.BeginTransactionAsync();
        for (var i = 0; i < Records; i++)
        {
            var (tenant, sequence) = (i % 2 == 0 ? "acme" : "globex", (i / 2) + 1);
            await stranger.ExecuteAsync(
                "INSERT INTO audit_records_v1 (tenant, sequence, leaf, details) VALUES (@tenant, @sequence, @leaf, @details)",
                new { tenant, sequence, leaf = Encoding.UTF8.GetBytes($"{tenant} {sequence}"), details = sequence == 5 ? (byte[])[7] : null },
                transaction);
        }

        await transaction.CommitAsync();
    }
}
