using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Quotas;

/// <summary>A world with small quotas in which no time passes but what a test lets pass.</summary>
internal sealed class QuotaWorld : IAsyncDisposable
{
    private QuotaWorld(GatewayWorld world, FakeTimeProvider time, LogRecorder log) => (World, Time, Log) = (world, time, log);

    public GatewayWorld World { get; }

    public FakeTimeProvider Time { get; }

    public LogRecorder Log { get; }

    public static async Task<QuotaWorld> StartAsync(IEnumerable<(string Key, string Value)> quotas, string? state = null)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var log = new LogRecorder();
        var world = await GatewayWorld.StartAsync(
            quotas.ToDictionary(quota => $"Gateway:Quotas:{quota.Key}", quota => (string?)quota.Value),
            state,
            services: services =>
            {
                services.AddSingleton<TimeProvider>(time);
                log.AddTo(services);
            });
        return new QuotaWorld(world, time, log);
    }

    public async Task<Answer> GetAsync(string user, string host = "localhost") =>
        await Answer.ReadAsync(await World.SendAsync(user, HttpMethod.Get, "crm/contacts", host: host));

    public async ValueTask DisposeAsync() => await World.DisposeAsync();
}
