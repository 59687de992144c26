using System.Globalization;
using System.Text.Json.Nodes;
using TenantGateway.Demo.Gateways;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.KeyVault;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.World;

namespace TenantGateway.Load.Processes;

/// <summary>
/// Everything but the proxies: the service behind them, the issuer of tokens, and what the gateway has in production: PostgreSQL, Redis and a Key Vault. Servers are processes of
/// their own; the issuer and the vault, which nobody asks while something is measured, are in this one.
/// </summary>
internal sealed class LoadWorld : IAsyncDisposable
{
    public const string Tenant = "acme";

    /// <summary>Of the tenant's own.</summary>
    public const string TenantHost = Tenant + ".example.com";

    /// <summary>The route and the policy that everything goes through which needs no other.</summary>
    public const string Route = "all";

    private readonly TemporaryDirectory _state;
    private readonly DemoIdentityProvider _provider;
    private readonly ChildProgram _backend;
    private int _gateways;

    private LoadWorld(TemporaryDirectory state, DemoIdentityProvider provider, ChildProgram backend, Uri service, TestIssuer issuer, VaultServer vault, PostgresServer postgres, RedisServer redis)
    {
        (_state, _provider, _backend) = (state, provider, backend);
        (Service, Issuer, Vault, Postgres, Redis) = (service, issuer, vault, postgres, redis);
    }

    public string Directory => _state.Path;

    public Uri Service { get; }

    public TestIssuer Issuer { get; }

    public VaultServer Vault { get; }

    public PostgresServer Postgres { get; }

    public RedisServer Redis { get; }

    public static async Task<LoadWorld> StartAsync(CancellationToken cancellationToken)
    {
        var state = new TemporaryDirectory();
        var port = DemoProcess.FreePortBase();
        var backend = ChildProgram.Start(Cores.Own(Backend.Verb, port.ToString(CultureInfo.InvariantCulture)));
        var service = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
        var world = new LoadWorld(
            state,
            await DemoIdentityProvider.StartAsync(new DemoIdentityProviderOptions { DataDirectory = state.Path }, cancellationToken),
            backend,
            service,
            await TestIssuer.StartAsync(TestKey.Third),
            await VaultServer.StartAsync(new VaultServerOptions()),
            // As PostgreSQL comes, and not as tests want it.
            await PostgresServer.StartAsync("shared_buffers=128MB", "autovacuum=on", WriteAheadLog.Setting),
            await RedisServer.StartAsync());
        await WriteAheadLog.FillAsync(world.Postgres, cancellationToken);
        await Started.AnswersAsync(service, "/", backend, cancellationToken);
        return world;
    }

    /// <summary>A gateway over a database of its own, with one tenant or more.</summary>
    /// <param name="plan">What is different from others.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public async Task<DeployedGateway> StartGatewayAsync(GatewayPlan plan, CancellationToken cancellationToken)
    {
        var settings = await SettingsOf(plan);
        await using (var fill = await TenantFill.StartAsync(settings))
        {
            foreach (var tenant in plan.Tenants) await fill.ProvisionAsync(tenant, Issuer.Name);
            await fill.StoreAsync(plan.MoreTenants, plan.Tenants[0], Issuer.Name);
        }

        return await DeployedGateway.StartAsync(settings, plan.Build, cancellationToken);
    }

    /// <summary>One of <see cref="GatewayPlan.MoreTenants"/>.</summary>
    public static string StoredTenant(int number) => string.Create(CultureInfo.InvariantCulture, $"stored-{number:D5}");

    /// <summary>The token of a person who may write and see everything.</summary>
    public string Token(string tenant = Tenant, int person = 0)
    {
        var draft = Issuer.Draft(TimeProvider.System.GetUtcNow(), organization: $"org_{tenant}", subject: string.Create(CultureInfo.InvariantCulture, $"auth0|{person}"));
        draft.Payload["roles"] = new JsonArray(DemoAccounts.ContactsAgentRole);
        return draft.Sign();
    }

    public async ValueTask DisposeAsync()
    {
        await _backend.DisposeAsync();
        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
        await Vault.DisposeAsync();
        await Issuer.DisposeAsync();
        await _provider.DisposeAsync();
        _state.Dispose();
    }

    private async Task<Dictionary<string, string?>> SettingsOf(GatewayPlan plan)
    {
        var directory = System.IO.Directory.CreateDirectory(Path.Combine(_state.Path, string.Create(CultureInfo.InvariantCulture, $"gateway-{_gateways++}"))).FullName;
        var policies = DemoConfiguration.PoliciesIn(directory);
        System.IO.Directory.CreateDirectory(policies);
        foreach (var (name, policy) in plan.Policies) await File.WriteAllTextAsync(Path.Combine(policies, name + ".json"), policy);
        var ports = DemoProcess.FreePortBase();
        var settings = DemoConfiguration.For(new DemoGatewayOptions
        {
            DataPlane = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports}/")),
            AdminPlane = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports + 1}/")),
            Issuer = _provider.Issuer,
            Crm = Service,
            DataDirectory = directory,
        });
        SamplePolicies.CopyTo(policies);
        settings["Gateway:Listen:Probes"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports + 2}");
        foreach (var (key, value) in await OwnAsync(directory)) settings[key] = value;
        foreach (var policy in plan.Policies.Keys)
        {
            settings[$"ReverseProxy:Routes:{policy}:ClusterId"] = "crm";
            settings[$"ReverseProxy:Routes:{policy}:Match:Path"] = $"/{policy}/{{**rest}}";
            settings[$"ReverseProxy:Routes:{policy}:Match:Methods:0"] = "POST";
            settings[$"ReverseProxy:Routes:{policy}:Metadata:Policy"] = policy;
        }

        foreach (var (key, value) in plan.Settings) settings[key] = value;
        return settings;
    }

    private async Task<IEnumerable<KeyValuePair<string, string?>>> OwnAsync(string directory)
    {
        var secret = Path.Combine(directory, "connection");
        await File.WriteAllTextAsync(secret, Postgres.ConnectionString(await Postgres.CreateDatabaseAsync()));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return
        [
            new("Gateway:Storage:Directory", null),
            new("Gateway:Storage:PostgreSql:ConnectionStringFile", secret),
            new("Gateway:Tombstones:Directory", Path.Combine(directory, "tombstones")),
            new("Gateway:Redis:Endpoints:0", Redis.Endpoint),
            new("Gateway:Redis:Tls", "false"),
            new("Gateway:Quotas:Replicas", "1"),
            // One tenant and one address stand for many.
            new("Gateway:Quotas:RequestsPerSecond", "1000000"),
            new("Gateway:Quotas:Burst", "1000000"),
            new("Gateway:Quotas:ConcurrentRequests", "10000"),
            new("Gateway:Quotas:WithoutToken:RequestsPerSecond", "1000000"),
            new("Gateway:Quotas:WithoutToken:Burst", "1000000"),
            new("Gateway:Quotas:WithoutToken:ConcurrentRequests", "1000"),
            new("Gateway:Limits:AddressRequestsPerSecond", "1000000"),
            new("Gateway:Limits:AddressRequestsBurst", "1000000"),
            new("Gateway:Issuers:1:Issuer", Issuer.Name),
            new("Gateway:Issuers:1:DevelopmentOnly", "true"),
            new("Gateway:Issuers:1:DataAudience", TestIssuer.DataAudience),
            new("Gateway:Forwarding:ResponseHeaders:0", Backend.TokensHeader),
            .. KeyVaultSettings.For(Vault, VaultServer.ClientId),
        ];
    }
}
