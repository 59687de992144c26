using Microsoft.Extensions.Time.Testing;
using TenantGateway.Demo.IdentityProvider;

namespace TenantGateway.Tests.Demo.IdentityProvider;

/// <summary>One identity provider on a free port, at a time that stands still.</summary>
public sealed class IdentityProviderFixture : IAsyncLifetime
{
    public static readonly DateTimeOffset Now = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    private readonly TemporaryDirectory _data = new();
    private DemoIdentityProvider? _provider;
    private HttpClient? _client;

    internal DemoIdentityProvider Provider => _provider ?? throw new InvalidOperationException("Not started.");

    internal HttpClient Client => _client ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _provider = await StartAsync(_data.Path);
        _client = LoopbackClient.Create(_provider.Issuer);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Provider.DisposeAsync();
        _data.Dispose();
    }

    internal static Task<DemoIdentityProvider> StartAsync(string dataDirectory) => DemoIdentityProvider.StartAsync(
        new DemoIdentityProviderOptions { DataDirectory = dataDirectory, TimeProvider = new FakeTimeProvider(Now) }, CancellationToken.None);
}
