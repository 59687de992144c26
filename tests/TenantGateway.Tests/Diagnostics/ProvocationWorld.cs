using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Sessions;
using TenantGateway.Core.Webhooks;
using TenantGateway.Storage.Stores;
using TenantGateway.Tests.Authentication;
using TenantGateway.Tests.Certificates;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Edge.Limits;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.Protection;
using TenantGateway.Tests.World;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>A gateway in which everything can be refused and everything can fail, and one with narrow limits whose admin plane speaks TLS.</summary>
public sealed class ProvocationWorld : IAsyncLifetime
{
    private Provoker? _provoker;
    private TestIssuer? _issuer;
    private TestIssuer? _services;
    private TestPki? _pki;

    internal Provoker Provoker => _provoker ?? throw new InvalidOperationException("Not started.");

    internal LogRecorder Logs { get; } = new();

    private readonly TemporaryDirectory _files = new();

    private readonly RawService _silent = new() { Then = AfterAnswer.StaySilent };

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync(TestKey.Third);
        _issuer.IsDown = true;
        _services = await TestIssuer.StartAsync(TestKey.Second);
        var faulty = await FaultyWorld.StartAsync(settings: Settings(_issuer, _services, _silent, _files.Path), browserLogin: true, services: services =>
        {
            Logs.AddTo(services);
            services.AddSingleton(provider => new ContendedGenerations(provider.GetRequiredService<GenerationStore>()));
            services.AddSingleton<IGenerationStore>(provider => provider.GetRequiredService<ContendedGenerations>());
            services.AddSingleton(provider => new FaultyRevocations(ActivatorUtilities.CreateInstance<RevocationStore>(provider)));
            services.AddSingleton<IRevocationStore>(provider => provider.GetRequiredService<FaultyRevocations>());
            services.AddSingleton(provider => new FaultyDeliveries(ActivatorUtilities.CreateInstance<DeliveryStore>(provider)));
            services.AddSingleton<IDeliveryStore>(provider => provider.GetRequiredService<FaultyDeliveries>());
            services.AddSingleton<ITransformProvider, FailingTransforms>();
            services.AddSingleton<IProxyConfigProvider>(new InMemoryConfigProvider(
                [new RouteConfig { RouteId = "ghost", ClusterId = "crm", Match = new RouteMatch { Path = "/ghost" }, Metadata = new Dictionary<string, string> { ["Policy"] = "ghost" } }], []));
        });
        _pki = new TestPki(_files.Path);
        var (certificate, key) = _pki.Write("limited", _pki.Issue(["localhost"]));
        _provoker = new Provoker(faulty, _issuer, _pki, await LimitedWorld.StartAsync(
            ("AddressFailuresPerSecond", "1"), ("AddressFailuresBurst", "1"), ("PenaltySeconds", "0"), ("MaxRequests", "1"),
            ("Gateway:Quotas:Tenants:globex:RequestsPerSecond", "0.1"), ("Gateway:Quotas:Tenants:globex:Burst", "1"),
            ("Gateway:Listen:Admin", "https://127.0.0.1:0"), ("Gateway:Tls:Certificates:0:Certificate", certificate), ("Gateway:Tls:Certificates:0:Key", key)))
        {
            Services = _services,
        };
    }

    public async Task DisposeAsync()
    {
        await Provoker.Faulty.DisposeAsync();
        await Provoker.Limited.DisposeAsync();
        if (_issuer is not null) await _issuer.DisposeAsync();
        if (_services is not null) await _services.DisposeAsync();
        await _silent.DisposeAsync();
        _pki?.Dispose();
        _files.Dispose();
        Logs.Dispose();
    }

    private static Dictionary<string, string?> Settings(TestIssuer issuer, TestIssuer services, RawService silent, string files)
    {
        var settings = new Dictionary<string, string?>(WebhookWorld.Settings(files))
        {
            ["Gateway:Content:BodySeconds"] = "2",
            ["Gateway:Region"] = "here",
            ["Gateway:Quotas:Tenants:globex:ConcurrentRequests"] = "1",
            ["Gateway:Keys:ProbeSeconds"] = "1",
            ["Gateway:Keys:AzureKeyVault:AllowedSuffixes:0"] = "vault.invalid",
            ["Gateway:Forwarding:ExchangeSeconds"] = "12",
            ["Gateway:Issuers:1:Issuer"] = issuer.Name,
            ["Gateway:Issuers:1:DataAudience"] = TestIssuer.DataAudience,
            ["Gateway:Issuers:1:LogoutAudiences:0"] = TestIssuer.LogoutAudience,
            ["Gateway:Issuers:2:Issuer"] = services.Name,
            ["Gateway:Issuers:2:DataAudience"] = TestIssuer.DataAudience,
            ["Gateway:Issuers:2:ServiceTokens"] = "ClientId",
            ["Gateway:Services:Registered:billing:Issuer"] = services.Name,
            ["Gateway:Services:Registered:billing:ClientId"] = "billing-client",
            ["Gateway:Services:Registered:billing:Scopes:0"] = "phones.read",
            ["Gateway:Services:Registered:billing:Tenants:0"] = "acme",
            ["ReverseProxy:Routes:read-only:Match:Methods:0"] = "GET",
            ["ReverseProxy:Clusters:impatient:Destinations:only:Address"] = silent.Address.AbsoluteUri,
            ["ReverseProxy:Clusters:impatient:HttpRequest:ActivityTimeout"] = "00:00:01",
            ["ReverseProxy:Clusters:dead:Destinations:only:Address"] = "http://127.0.0.1:1/",
        };
        foreach (var (route, cluster) in (ReadOnlySpan<(string, string)>)[("read-only", "crm"), ("broken", "crm"), ("dead", "dead"), ("impatient", "impatient")])
        {
            settings[$"ReverseProxy:Routes:{route}:ClusterId"] = cluster;
            settings[$"ReverseProxy:Routes:{route}:Match:Path"] = $"/{route}";
            settings[$"ReverseProxy:Routes:{route}:Metadata:Policy"] = "contacts";
        }

        return settings;
    }

    private sealed class FailingTransforms : ITransformProvider
    {
        public void ValidateRoute(TransformRouteValidationContext context)
        {
        }

        public void ValidateCluster(TransformClusterValidationContext context)
        {
        }

        public void Apply(TransformBuilderContext context)
        {
            if (context.Route.RouteId == "broken") context.AddRequestTransform(_ => throw new InvalidOperationException(Provoker.Planted));
        }
    }
}
