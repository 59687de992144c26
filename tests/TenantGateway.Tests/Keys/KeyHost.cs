using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys.Local;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Keys;

/// <summary>A state host whose key service is watched.</summary>
internal static class KeyHost
{
    internal static Task<StateHost> StartAsync(TempDirectory directory, Dictionary<string, string?>? settings = null) => StateHost.StartAsync(
        directory,
        services => services
            .AddSingleton(_ => new WatchedKeyService(LocalKeyEncryptionService.Open(directory["keys"])))
            .AddSingleton<IKeyEncryptionService>(provider => provider.GetRequiredService<WatchedKeyService>()),
        settings);

    /// <summary>Starts with tenants that an earlier host has created, so that nothing is unwrapped yet.</summary>
    internal static async Task<StateHost> RestartWithAsync(TempDirectory directory, params string[] tenants)
    {
        await using (var before = await KeyHost.StartAsync(directory))
        {
            foreach (var tenant in tenants) Assert.Equal(CreateTenantOutcome.Created, await before.CreateTenantAsync(tenant));
        }

        return await StartAsync(directory);
    }

    internal static ValueTask<KeyRingLease> LeaseAsync(this StateHost host, string tenant, params KeyId[] met) =>
        host.Get<IKeyRings>().LeaseAsync(TenantId.Parse(tenant), met, CancellationToken.None);

    /// <summary>Stored records of one tenant, in the order of their lines.</summary>
    internal static async Task<List<GenerationRecord>> RecordsAsync(this StateHost host, string tenant) =>
        [.. (await host.Get<IGenerationStore>().ListAsync(CancellationToken.None)).Where(record => record.Tenant.Value == tenant)];
}
