using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Audit;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.PostgreSql;
using TenantGateway.Storage.Stores;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.World;

/// <summary>The audit trail as it lies in the database of a gateway that may run, have stopped or have been killed.</summary>
internal static class AuditRecords
{
    /// <summary>One tenant's records in order; fails unless they are an unbroken chain.</summary>
    public static async Task<IReadOnlyList<AuditRecord>> ReadAsync(string gatewayDirectory, string tenant)
    {
        using var database = TestDatabase.In(gatewayDirectory);
        return await ReadAsync(database, tenant);
    }

    /// <summary>The same of a state in PostgreSQL.</summary>
    /// <param name="connectionStringFile">Leads to it, as the gateway is told.</param>
    /// <param name="tenant">Whose records.</param>
    public static async Task<IReadOnlyList<AuditRecord>> ReadPostgreSqlAsync(string connectionStringFile, string tenant)
    {
        var options = Options.Create(new PostgreSqlOptions { ConnectionStringFile = connectionStringFile });
        using var database = new PostgreSqlDatabase(options, NullLogger<PostgreSqlDatabase>.Instance);
        return await ReadAsync(database, tenant);
    }

    public static Task<IReadOnlyList<AuditRecord>> AuditAsync(this GatewayWorld world, string tenant) => ReadAsync(world.Gateway.Services.GetRequiredService<Database>(), tenant);

    private static async Task<IReadOnlyList<AuditRecord>> ReadAsync(Database database, string tenant)
    {
        var rows = await new AuditStore(database).ReadAsync(tenant, 0, int.MaxValue, CancellationToken.None);
        byte[]? previous = null;
        var records = new List<AuditRecord>();
        // What was pruned is not there: the first may have any number, and name any record before it.
        var pruned = rows.Count > 0 ? rows[0].Sequence - 1 : 0;
        foreach (var row in rows)
        {
            var record = new AuditRecord(JsonDocument.Parse(row.Leaf).RootElement, row.Details);
            var link = previous is null ? pruned > 0 ? record["prev"] : null : AuditLeaf.LinkTo(previous, record.Leaf.GetProperty("v").GetInt32());
            Assert.Equal((tenant, pruned + records.Count + 1, link), (record["tenant"], record.Leaf.GetProperty("seq").GetInt64(), record["prev"]));
            Assert.Equal(pruned + records.Count + 1, row.Sequence);
            previous = row.Leaf;
            var happened = new AuditEvent(record["event"] ?? "", record.Leaf.GetProperty("code").GetInt32());
            Assert.True(AuditReference.Knows(happened, record["outcome"] ?? ""), $"AuditReference does not know that {happened.Name} may end in {record["outcome"]}.");
            records.Add(record);
        }

        return records;
    }
}

internal sealed record AuditRecord(JsonElement Leaf, byte[]? Details)
{
    /// <summary>A text member of the leaf, or null.</summary>
    public string? this[string member] => Leaf.TryGetProperty(member, out var value) ? value.GetString() : null;
}
