using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys.Local;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Keys;

/// <summary>A state host whose key service is watched.</summary>
internal static class KeyHost
{
    /// <param name="directory">Where its state lies.</param>
    /// <param name="settings">Further settings; failures are not remembered unless these say so.</param>
    /// <param name="time">The clock, where a test moves it.</param>
    internal static Task<StateHost> StartAsync(TempDirectory directory, Dictionary<string, string?>? settings = null, TimeProvider? time = null) => StateHost.StartAsync(
        directory,
        services =>
        {
            services
                .AddSingleton(_ => new WatchedKeyService(LocalKeyEncryptionService.Open(directory["keys"])))
                .AddSingleton<IKeyEncryptionService>(provider => provider.GetRequiredService<WatchedKeyService>());
            if (time is not null) services.AddSingleton(time);
        },
        WithoutMemory(settings ?? []));

    /// <summary>Starts with tenants that an earlier host has created, so that nothing is unwrapped yet.</summary>
    internal static Task<StateHost> RestartWithAsync(TempDirectory directory, params string[] tenants) => RestartWithAsync(directory, null, null, tenants);

    internal static async Task<StateHost> RestartWithAsync(TempDirectory directory, TimeProvider? time, Dictionary<string, string?>? settings, params string[] tenants)
    {
        await using (var before = await KeyHost.StartAsync(directory))
        {
            foreach (var tenant in tenants) Assert.Equal(CreateTenantOutcome.Created, await before.CreateTenantAsync(tenant));
        }

        return await StartAsync(directory, settings, time);
    }

    private static Dictionary<string, string?> WithoutMemory(Dictionary<string, string?> settings)
    {
        settings.TryAdd("Gateway:Keys:FailureMemorySeconds", "0");
        return settings;
    }

    internal static ValueTask<KeyRingLease> LeaseAsync(this StateHost host, string tenant, params KeyId[] met) =>
        host.Get<IKeyRings>().LeaseAsync(TenantId.Parse(tenant), met, CancellationToken.None);

    /// <summary>Stored records of one tenant, in the order of their lines.</summary>
    internal static async Task<List<GenerationRecord>> RecordsAsync(this StateHost host, string tenant) =>
        [.. (await host.Get<IGenerationStore>().ListAsync(CancellationToken.None)).Where(record => record.Tenant.Value == tenant)];
}
