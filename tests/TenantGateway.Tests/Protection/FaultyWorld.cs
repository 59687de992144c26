using System.Security.Cryptography;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys;
using TenantGateway.Keys.Local;
using TenantGateway.Storage.Stores;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

/// <summary>A running gateway whose key service and audit store a test slows down or breaks.</summary>
internal sealed class FaultyWorld : IAsyncDisposable
{
    private int _generations = 1;

    private FaultyWorld(GatewayWorld world) => World = world;

    public GatewayWorld World { get; }

    public FaultyKeyService Keys => (FaultyKeyService)Service<IKeyEncryptionService>();

    public FaultyAuditStore Audit => (FaultyAuditStore)Service<IAuditStore>();

    /// <param name="settings">Configuration beside the routes of <see cref="ProtectedTraffic"/>.</param>
    /// <param name="services">Further services in place of the gateway's own.</param>
    public static async Task<FaultyWorld> StartAsync(
        string? stateDirectory = null, int identityProviderPort = 0, IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null, bool browserLogin = false) =>
        new(await GatewayWorld.StartAsync(
            // A look at the state in the middle of a test would meet what the test has broken.
            new Dictionary<string, string?>([.. ProtectedTraffic.Routes, new("Gateway:Changes:PollSeconds", "300"), new("Gateway:Keys:PromotionWaitSeconds", "600"), new("Gateway:Keys:FailureMemorySeconds", "0"), .. settings ?? new Dictionary<string, string?>()]),
            stateDirectory, identityProviderPort, ProtectedTraffic.Policies, added =>
            {
                added
                    .AddSingleton<IKeyEncryptionService>(provider =>
                        new FaultyKeyService(LocalKeyEncryptionService.Open(provider.GetRequiredService<IOptions<LocalKeyOptions>>().Value.Directory)))
                    .AddSingleton<IAuditStore>(provider => new FaultyAuditStore(ActivatorUtilities.CreateInstance<AuditStore>(provider)));
                services?.Invoke(added);
            },
            browserLogin: browserLogin));

    public async Task<Answer> SendAsync(string user, HttpMethod method, string path, string? json = null) =>
        await Answer.ReadAsync(await World.SendAsync(user, method, path, json));

    /// <summary>A stored token under a generation that is readable only, and that nothing has unwrapped yet.</summary>
    public async Task<string> TokenOfAnOlderGenerationAsync(string fieldClass, string value)
    {
        var tenant = TenantId.Parse("acme");
        var primary = (await Service<IGenerationStore>().ListAsync(CancellationToken.None))
            .Single(record => record.Tenant == tenant && record is { Line: KeyLine.Data, State: GenerationState.Primary });
        var key = RandomNumberGenerator.GetBytes(GenerationKey.KeySize);
        var record = primary with
        {
            KeyId = KeyId.FromBits(BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4))),
            Number = Interlocked.Increment(ref _generations),
            State = GenerationState.Readable,
            WrappedKey = await Keys.WrapAsync(primary.KekId, key, CancellationToken.None),
        };
        await Service<IGenerationStore>().AddAsync([await Service<GenerationSigner>().SignAsync(record, CancellationToken.None)], CancellationToken.None);
        await Service<KeyRings>().ReloadAsync(CancellationToken.None);
        return PipelineBench.Token(new GenerationKey(tenant, record.KeyId, KeyLine.Data, key), fieldClass, value);
    }

    public Task SuspendAcmeAsync() => SetStateOfAcmeAsync("suspended");

    /// <summary>Makes everything whole again, and unwraps the primary generations of both tenants.</summary>
    public async Task ResetAsync()
    {
        (Keys.Wait, Keys.Failing, Keys.Only, Audit.Broken) = (Task.CompletedTask, null, null, null);
        await SetStateOfAcmeAsync("active");
        World.Service.Reset();
        foreach (var user in (string[])["agent@acme", "agent@globex"]) await Eventually.IsTrueAsync(async () => (await SendAsync(user, HttpMethod.Post, "partner/x", "{}")).Status == 200, $"{user} is served");
        World.Service.Reset();
    }

    public async ValueTask DisposeAsync() => await World.DisposeAsync();

    private async Task SetStateOfAcmeAsync(string state)
    {
        await using (var connection = TestDatabase.Stranger(Path.Combine(World.StateDirectory, "gateway")))
        {
            await connection.ExecuteAsync("UPDATE tenants SET state = @state WHERE id = 'acme'", new { state });
        }

        await Service<ITenantDirectory>().ReloadAsync(CancellationToken.None);
    }

    private T Service<T>()
        where T : notnull => World.Gateway.Services.GetRequiredService<T>();
}

/// <summary>One such gateway for the tests of a class, one after the other.</summary>
public sealed class FaultyWorldFixture : IAsyncLifetime
{
    private FaultyWorld? _world;

    internal FaultyWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _world = await FaultyWorld.StartAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();
}
