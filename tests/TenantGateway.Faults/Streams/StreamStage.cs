using System.Text.Json.Nodes;
using TenantGateway.Demo.Gateways;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Faults.Load;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Streams;

/// <summary>A gateway as a process of its own before a service whose streams it inspects, with SQLite, local keys and the audit trail as they are in production.</summary>
internal sealed class StreamStage : IAsyncDisposable
{
    private const string Tenant = "acme";

    private readonly TemporaryDirectory _state = new();
    private DemoIdentityProvider? _provider;
    private TestIssuer? _issuer;
    private LiveService? _service;
    private MeasuredGateway? _gateway;

    public MeasuredGateway Gateway => _gateway ?? throw NotStarted();

    public LiveService Service => _service ?? throw NotStarted();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_gateway is not null) return;
        _provider = await DemoIdentityProvider.StartAsync(new DemoIdentityProviderOptions { DataDirectory = _state.Path }, cancellationToken);
        _issuer = await TestIssuer.StartAsync(TestKey.Third);
        _service = await LiveService.StartAsync();
        var settings = Settings(DemoProcess.FreePortBase(), _provider.Issuer, _issuer.Name, _service.Address);
        await using (var fill = await TenantFill.StartAsync(settings)) await fill.ProvisionAsync(Tenant, _issuer.Name);
        _gateway = await MeasuredGateway.StartAsync(settings, cancellationToken);
    }

    public HttpRequestMessage Request(HttpMethod method, HttpContent? content = null)
    {
        var issuer = _issuer ?? throw NotStarted();
        var draft = issuer.Draft(TimeProvider.System.GetUtcNow(), organization: $"org_{Tenant}");
        draft.Payload["roles"] = new JsonArray(DemoAccounts.ContactsAgentRole);
        return new HttpRequestMessage(method, "all/rows") { Content = content }.With("Authorization", $"Bearer {draft.Sign()}");
    }

    /// <summary>What the service holds of a row after it came through the gateway.</summary>
    public async Task<string> StoreAsync(string row, CancellationToken cancellationToken)
    {
        var stored = "";
        Service.Handle = async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            stored = await reader.ReadToEndAsync(cancellationToken);
        };
        using var request = Request(HttpMethod.Post, CarrierWorld.Body(System.Text.Encoding.UTF8.GetBytes(row), "application/json"));
        using var answer = await Gateway.Data.SendAsync(request, cancellationToken);
        return answer.IsSuccessStatusCode ? stored : throw new InvalidOperationException($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null) await _gateway.DisposeAsync();
        if (_service is not null) await _service.DisposeAsync();
        if (_issuer is not null) await _issuer.DisposeAsync();
        if (_provider is not null) await _provider.DisposeAsync();
        _state.Dispose();
    }

    private Dictionary<string, string?> Settings(int ports, Uri provider, string issuer, Uri service)
    {
        var policies = DemoConfiguration.PoliciesIn(_state.Path);
        SamplePolicies.CopyTo(policies);
        File.WriteAllText(Path.Combine(policies, "all.json"), CarrierWorld.Policy);
        return DemoConfiguration.For(new DemoGatewayOptions
        {
            DataPlane = new Uri($"http://127.0.0.1:{ports}/"),
            AdminPlane = new Uri($"http://127.0.0.1:{ports + 1}/"),
            Issuer = provider,
            Crm = service,
            DataDirectory = _state.Path,
            Overrides = new Dictionary<string, string?>
            {
                ["ReverseProxy:Routes:all:ClusterId"] = "crm",
                ["ReverseProxy:Routes:all:Match:Path"] = "/all/{**rest}",
                ["ReverseProxy:Routes:all:Metadata:Policy"] = "all",
                ["Gateway:Issuers:1:Issuer"] = issuer,
                ["Gateway:Issuers:1:DevelopmentOnly"] = "true",
                ["Gateway:Issuers:1:DataAudience"] = TestIssuer.DataAudience,
            },
        });
    }

    private static InvalidOperationException NotStarted() => new("Not started.");
}
