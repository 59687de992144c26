namespace TenantGateway.Tests.World;

/// <summary>One world for all tests of a class, which run one after another.</summary>
public sealed class SharedWorld : IAsyncLifetime
{
    private GatewayWorld? _world;

    internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _world = await GatewayWorld.StartAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();
}
