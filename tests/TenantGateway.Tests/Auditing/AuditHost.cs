using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Stores;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Auditing;

/// <summary>What tests of the trail say often.</summary>
internal static class AuditHost
{
    internal static Task<StateHost> StartAsync(TempDirectory directory, TimeProvider? time = null) => StateHost.StartAsync(directory, services =>
    {
        if (time is not null) services.AddSingleton(time);
        services.AddSingleton(provider => new TroubledAuditStore(new AuditStore(provider.GetRequiredService<Database>())));
        services.AddSingleton<IAuditStore>(provider => provider.GetRequiredService<TroubledAuditStore>());
    });

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
        string? previous = null;
        for (var i = 0; i < rows.Count; i++)
        {
            Assert.Equal(i + 1, rows[i].Sequence);
            Assert.Equal((i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), rows[i].Member("seq"));
            Assert.Equal(rows[i].Tenant, rows[i].Member("tenant"));
            Assert.Equal(previous, rows[i].Member("prev"));
            previous = AuditLeaf.HashOf(rows[i].Leaf);
        }
    }
}
