using TenantGateway.Demo.Crm;
using TenantGateway.Demo.Gateways;
using TenantGateway.Demo.IdentityProvider;

namespace TenantGateway.Demo.World;

/// <summary>Everything the demo runs, on one machine and in one process. Disposing stops it in the reverse order.</summary>
internal sealed class DemoWorld : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _running;

    private DemoWorld(Stack<IAsyncDisposable> running) => _running = running;

    /// <summary>Where callers reach the CRM through the gateway.</summary>
    public required Uri DataPlane { get; init; }

    public required Uri AdminPlane { get; init; }

    public required Uri Issuer { get; init; }

    /// <summary>The CRM itself, to see what is stored.</summary>
    public required Uri CrmDirect { get; init; }

    /// <summary>The CRM for the gateway alone.</summary>
    public required Uri CrmService { get; init; }

    public required string DataDirectory { get; init; }

    /// <summary>Starts all servers; throws <see cref="IOException"/> where a port is taken, leaving nothing running.</summary>
    public static async Task<DemoWorld> StartAsync(DemoOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var running = new Stack<IAsyncDisposable>();
        try
        {
            // :: Step 1: the identity provider, whose discovery document the gateway reads
            var provider = await StartIdentityProviderAsync(options, clock, cancellationToken);
            running.Push(provider);

            // :: Step 2: the CRM, which fetches the gateway's keys when the first assertion arrives
            var crm = await StartCrmAsync(options, clock, cancellationToken);
            running.Push(crm);

            // :: Step 3: the gateway between them
            var login = DemoLoginClient.OpenOrCreate(options.DataDirectory, AtPort(options.AdminPort), AtPort(options.DataPort));
            provider.Clients.Add(login);
            running.Push(await StartGatewayAsync(options, provider.Issuer, crm.Service, login, cancellationToken));

            return new DemoWorld(running)
            {
                DataDirectory = options.DataDirectory,
                DataPlane = AtPort(options.DataPort),
                AdminPlane = AtPort(options.AdminPort),
                Issuer = provider.Issuer,
                CrmDirect = crm.Direct,
                CrmService = crm.Service,
            };
        }
        catch
        {
            await StopAsync(running);
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(_running);

    private static Task<DemoIdentityProvider> StartIdentityProviderAsync(DemoOptions options, TimeProvider clock, CancellationToken cancellationToken) =>
        DemoIdentityProvider.StartAsync(
            new DemoIdentityProviderOptions { Port = options.IdentityProviderPort, DataDirectory = options.DataDirectory, TimeProvider = clock },
            cancellationToken);

    private static Task<DemoCrm> StartCrmAsync(DemoOptions options, TimeProvider clock, CancellationToken cancellationToken) =>
        DemoCrm.StartAsync(
            new DemoCrmOptions
            {
                DirectPort = options.CrmPort,
                DataDirectory = options.DataDirectory,
                GatewayJwks = new Uri(AtPort(options.DataPort), ".well-known/tenant-gateway/jwks.json"),
                AssertionIssuer = DemoAssertions.Issuer,
                AssertionAudience = DemoAssertions.Audience,
                TimeProvider = clock,
            },
            cancellationToken);

    private static async Task StopAsync(Stack<IAsyncDisposable> running)
    {
        while (running.TryPop(out var server))
            await server.DisposeAsync();
    }

    private static Task<DemoGateway> StartGatewayAsync(DemoOptions options, Uri issuer, Uri crm, DemoClient login, CancellationToken cancellationToken) =>
        DemoGateway.StartAsync(
            new DemoGatewayOptions
            {
                DataPlane = AtPort(options.DataPort),
                AdminPlane = AtPort(options.AdminPort),
                Issuer = issuer,
                Crm = crm,
                Login = login,
                DataDirectory = options.DataDirectory,
            },
            cancellationToken);

    private static Uri AtPort(int port) => new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
}
