using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Audit;
using TenantGateway.Storage.Stores;
using TenantGateway.Tests.Auditing;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Durability;

/// <summary>A world whose audit trail can be made to fail or to wait, with one contact that the service always answers.</summary>
internal sealed class TroubledWorld : IAsyncDisposable
{
    public const string Contact = """{"name":"Ada Lovelace","email":"ada@example.com"}""";

    private TaskCompletionSource _held = new();

    private TroubledWorld(GatewayWorld world) => World = world;

    public GatewayWorld World { get; }

    public TroubledAuditStore Store => World.Gateway.Services.GetRequiredService<TroubledAuditStore>();

    public static async Task<TroubledWorld> StartAsync(int commitTimeoutSeconds = 2)
    {
        var world = await GatewayWorld.StartAsync(
            new Dictionary<string, string?> { ["Gateway:Audit:CommitTimeoutSeconds"] = $"{commitTimeoutSeconds}" },
            services: services => services
                .AddSingleton<AuditStore>()
                .AddSingleton(provider => new TroubledAuditStore(provider.GetRequiredService<AuditStore>()))
                .AddSingleton<IAuditStore>(provider => provider.GetRequiredService<TroubledAuditStore>()));
        using (await world.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", Contact)) world.Service.AnswerJson(world.Service.Last.Text);
        return new TroubledWorld(world);
    }

    public async Task<(int Status, string Body)> GetAsync(string user, string? host = null)
    {
        using var response = await World.SendAsync(user, HttpMethod.Get, "crm/contacts/c_1", host: host);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Makes every append wait.</summary>
    public void Hold()
    {
        _held = new TaskCompletionSource();
        Store.Gate = _held.Task;
    }

    public void Release()
    {
        Store.Gate = Task.CompletedTask;
        _held.TrySetResult();
    }

    public ValueTask DisposeAsync()
    {
        Release();
        return World.DisposeAsync();
    }
}
