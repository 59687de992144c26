using TenantGateway.Demo.Crm;
using TenantGateway.Demo.Gateways;
using TenantGateway.Demo.IdentityProvider;

namespace TenantGateway.Demo;

/// <summary>Everything the demo runs, on one machine and in one process. Disposing stops it in the reverse order.</summary>
internal sealed class DemoWorld : IAsyncDisposable
{
    /// <summary>The <c>iss</c> of the assertions the gateway signs for services.</summary>
    public const string AssertionIssuer = "https://gateway.tenantgateway.example";

    /// <summary>The <c>aud</c> of those for the CRM.</summary>
    public const string AssertionAudience = "crm";

    private readonly Stack<IAsyncDisposable> _running = new();

    private DemoWorld(DemoOptions options) => Options = options;

    public DemoOptions Options { get; }

    /// <summary>Where callers reach the CRM through the gateway.</summary>
    public Uri DataPlane => AtPort(Options.DataPort);

    public Uri AdminPlane => AtPort(Options.AdminPort);

    public Uri Issuer { get; private set; } = AtPort(0);

    /// <summary>The CRM itself, to see what is stored.</summary>
    public Uri CrmDirect { get; private set; } = AtPort(0);

    /// <summary>The CRM for the gateway alone.</summary>
    public Uri CrmService { get; private set; } = AtPort(0);

    /// <summary>Starts all servers; throws <see cref="IOException"/> where a port is taken, leaving nothing running.</summary>
    public static async Task<DemoWorld> StartAsync(DemoOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var world = new DemoWorld(options);
        try
        {
            // :: Step 1: the identity provider, whose discovery document the gateway reads
            await world.StartIdentityProviderAsync(clock, cancellationToken);

            // :: Step 2: the CRM, which fetches the gateway's keys when the first assertion arrives
            await world.StartCrmAsync(clock, cancellationToken);

            // :: Step 3: the gateway between them
            await world.StartGatewayAsync(cancellationToken);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_running.TryPop(out var server))
            await server.DisposeAsync();
    }

    private async Task StartIdentityProviderAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        var provider = await DemoIdentityProvider.StartAsync(
            new DemoIdentityProviderOptions { Port = Options.IdentityProviderPort, DataDirectory = Options.DataDirectory, TimeProvider = clock },
            cancellationToken);
        _running.Push(provider);
        Issuer = provider.Issuer;
    }

    private async Task StartCrmAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        var crm = await DemoCrm.StartAsync(
            new DemoCrmOptions
            {
                DirectPort = Options.CrmPort,
                DataDirectory = Options.DataDirectory,
                GatewayJwks = new Uri(DataPlane, ".well-known/tenant-gateway/jwks.json"),
                AssertionIssuer = AssertionIssuer,
                AssertionAudience = AssertionAudience,
                TimeProvider = clock,
            },
            cancellationToken);
        _running.Push(crm);
        (CrmDirect, CrmService) = (crm.Direct, crm.Service);
    }

    private async Task StartGatewayAsync(CancellationToken cancellationToken) =>
        _running.Push(await DemoGateway.StartAsync(
            new DemoGatewayOptions
            {
                DataPlane = DataPlane,
                AdminPlane = AdminPlane,
                Issuer = Issuer,
                Crm = CrmService,
                DataDirectory = Options.DataDirectory,
            },
            cancellationToken));

    private static Uri AtPort(int port) => new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
}
