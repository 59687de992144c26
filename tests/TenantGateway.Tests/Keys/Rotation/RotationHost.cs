using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys;
using TenantGateway.Keys.Local;
using TenantGateway.Keys.Rotation;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Keys.Rotation;

/// <summary>A process that rotates keys, on a clock of the test. What happens by itself there happens only when a test says so.</summary>
internal sealed class RotationHost : IAsyncDisposable
{
    private readonly StateHost _host;

    private RotationHost(StateHost host, FakeTimeProvider clock, FakeSearches searches, FakeProofs proofs) => (_host, Clock, Searches, Proofs) = (host, clock, searches, proofs);

    public FakeTimeProvider Clock { get; }

    public FakeSearches Searches { get; }

    public FakeProofs Proofs { get; }

    public static async Task<RotationHost> StartAsync(
        TempDirectory directory, FakeTimeProvider? clock = null, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        clock ??= new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var (searches, proofs) = (new FakeSearches(), new FakeProofs());
        // Times of this clock pass faster than a disk writes.
        var all = new Dictionary<string, string?>(settings ?? []) { ["Gateway:Audit:CommitTimeoutSeconds"] = "30", ["Gateway:Keys:UnwrapTimeoutSeconds"] = "60" };
        var host = await StateHost.StartAsync(
            directory,
            added =>
            {
                added.AddTokenSightings().AddKeyRotation();
                foreach (var service in added.Where(service => service.ServiceType == typeof(IHostedService)
                    && (service.ImplementationType == typeof(KeyProbeService) || service.ImplementationType == typeof(PromotionService) || service.ImplementationType == typeof(RotationScheduleService))).ToList()) added.Remove(service);
                added.AddSingleton<TimeProvider>(clock).AddSingleton<ISearchRoutes>(searches).AddSingleton<IOldTokenProofs>(proofs);
                services?.Invoke(added);
            },
            all);
        return new RotationHost(host, clock, searches, proofs);
    }

    /// <summary>Starts with a tenant acme.</summary>
    public static async Task<RotationHost> StartWithAcmeAsync(TempDirectory directory, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        var host = await StartAsync(directory, settings: settings, services: services);
        Assert.Equal(CreateTenantOutcome.Created, await host._host.CreateTenantAsync("acme"));
        return host;
    }

    /// <summary>Puts a <see cref="WatchedKeyService"/> before the real one.</summary>
    public static void WatchKeyService(IServiceCollection services) => services
        .AddSingleton(provider => new WatchedKeyService(provider.GetRequiredService<LocalKeyEncryptionService>()))
        .AddSingleton<IKeyEncryptionService>(provider => provider.GetRequiredService<WatchedKeyService>());

    public T Get<T>() where T : notnull => _host.Get<T>();

    public Task<CreateTenantOutcome> CreateTenantAsync(string tenant) => _host.CreateTenantAsync(tenant);

    public async Task<RotationPlan> RunAsync(RotationKind kind, KeyId? generation = null, string tenant = "acme") =>
        await Get<IKeyRotations>().RunAsync(new RotationRequest(TenantId.Parse(tenant), kind, generation), default);

    /// <summary>Does what must be done at once.</summary>
    public async Task DoAsync(RotationKind kind, KeyId? generation = null)
    {
        var plan = await RunAsync(kind, generation);
        Assert.Null(plan.Refusal);
        Assert.Contains(plan.Changes, change => change.IsImmediate);
    }

    /// <summary>Lets the wait pass, second by second.</summary>
    public async Task PromoteAsync(int seconds = 16)
    {
        for (var second = 0; second < seconds; second++) await TickAsync();
    }

    /// <summary>Lets one second pass.</summary>
    public async Task TickAsync()
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Get<Promoter>().TickAsync(default);
    }

    /// <summary>The states of a tenant's generations: <c>"data readable primary; lookup primary; audit primary"</c>.</summary>
    public async Task<string> StatesAsync(string tenant = "acme") => string.Join("; ", (await _host.RecordsAsync(tenant))
        .GroupBy(record => record.Line).OrderBy(line => line.Key)
        .Select(line => $"{line.Key} {string.Join(' ', line.OrderBy(record => record.Number).Select(record => record.State))}".ToLowerInvariant()));

    public Task<List<GenerationRecord>> RecordsAsync(string tenant = "acme") => _host.RecordsAsync(tenant);

    public async Task<KeyId> KeyIdAsync(KeyLine line, int number) => (await RecordsAsync()).Single(record => record.Line == line && record.Number == number).KeyId;

    public ValueTask<KeyRingLease> LeaseAsync(params KeyId[] met) => _host.LeaseAsync("acme", met);

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}

/// <summary>What a test says of searches.</summary>
internal sealed class FakeSearches : ISearchRoutes
{
    public ImmutableArray<UndeclaredSearch> Undeclared { get; set; } = [];

    public ImmutableArray<UndeclaredSearch> FindUndeclared() => Undeclared;
}

/// <summary>What a test says of rows.</summary>
internal sealed class FakeProofs : IOldTokenProofs
{
    public ImmutableArray<OpenDataset> Open { get; set; } = [];

    public (KeyId Generation, DateTimeOffset WrittenUntil)? Asked { get; private set; }

    public ValueTask<ImmutableArray<OpenDataset>> FindOpenAsync(TenantId tenant, KeyId generation, DateTimeOffset writtenUntil, CancellationToken cancellationToken)
    {
        Asked = (generation, writtenUntil);
        return ValueTask.FromResult(Open);
    }
}
