using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Audit;
using TenantGateway.Storage.Databases;
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

    public static Task<IReadOnlyList<AuditRecord>> AuditAsync(this GatewayWorld world, string tenant) => ReadAsync(world.Gateway.Services.GetRequiredService<Database>(), tenant);

    private static async Task<IReadOnlyList<AuditRecord>> ReadAsync(Database database, string tenant)
    {
        var rows = await new AuditStore(database).ReadAsync(tenant, 0, int.MaxValue, CancellationToken.None);
        string? previous = null;
        var records = new List<AuditRecord>();
        foreach (var row in rows)
        {
            var record = new AuditRecord(JsonDocument.Parse(row.Leaf).RootElement, row.Details);
            Assert.Equal((tenant, records.Count + 1L, previous), (record["tenant"], record.Leaf.GetProperty("seq").GetInt64(), record["prev"]));
            Assert.Equal(records.Count + 1L, row.Sequence);
            previous = AuditLeaf.HashOf(row.Leaf);
            records.Add(record);
        }

        return records;
    }}

internal sealed record AuditRecord(JsonElement Leaf, byte[]? Details)
{
    /// <summary>A text member of the leaf, or null.</summary>
    public string? this[string member] => Leaf.TryGetProperty(member, out var value) ? value.GetString() : null;
}
