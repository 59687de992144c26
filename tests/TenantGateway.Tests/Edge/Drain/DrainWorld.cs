using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Drain;

/// <summary>What is around replicas of the gateway: an identity provider in front and a service behind, which outlive them.</summary>
internal sealed class DrainWorld : IAsyncDisposable
{
    private readonly TemporaryDirectory _state;
    private readonly DemoIdentityProvider _provider;

    private DrainWorld(TemporaryDirectory state, DemoIdentityProvider provider, RecordingService service) => (_state, _provider, Service) = (state, provider, service);

    public RecordingService Service { get; }

    public Uri Issuer => _provider.Issuer;

    public static async Task<DrainWorld> StartAsync()
    {
        var state = new TemporaryDirectory();
        var provider = await DemoIdentityProvider.StartAsync(new DemoIdentityProviderOptions { DataDirectory = state.Path }, CancellationToken.None);
        return new DrainWorld(state, provider, await RecordingService.StartAsync());
    }

    public async Task<string> TokenAsync(string user)
    {
        using var client = LoopbackClient.Create(Issuer);
        return await client.GetStringAsync($"demo/token?user={user}&mfa=true");
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await _provider.DisposeAsync();
        _state.Dispose();
    }
}
