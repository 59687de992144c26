using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

/// <summary>A gateway before a service of raw bytes, which it gives one second, and before another that does not exist.</summary>
public sealed class RawServiceFixture : IAsyncLifetime
{
    private GatewayWorld? _world;

    internal RawService Service { get; } = new();

    internal LogRecorder Logs { get; } = new();

    internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _world = await GatewayWorld.StartAsync(
        new Dictionary<string, string?>
        {
            ["Logging:LogLevel:Default"] = "Trace",
            ["Gateway:Forwarding:ActivitySeconds"] = "1",
            ["ReverseProxy:Clusters:crm:Destinations:only:Address"] = Service.Address.AbsoluteUri,
            ["ReverseProxy:Routes:down:ClusterId"] = "down",
            ["ReverseProxy:Routes:down:Match:Path"] = "/down",
            ["ReverseProxy:Routes:down:Metadata:Policy"] = "contacts",
            ["ReverseProxy:Clusters:down:Destinations:only:Address"] = "http://127.0.0.1:1/",
            ["ReverseProxy:Routes:nowhere:ClusterId"] = "nowhere",
            ["ReverseProxy:Routes:nowhere:Match:Path"] = "/nowhere",
            ["ReverseProxy:Routes:nowhere:Metadata:Policy"] = "contacts",
        },
        services: Logs.AddTo);

    public async Task DisposeAsync()
    {
        await World.DisposeAsync();
        await Service.DisposeAsync();
        Logs.Dispose();
    }
}
