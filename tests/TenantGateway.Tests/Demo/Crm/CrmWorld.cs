using System.Net;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Demo.Crm;

namespace TenantGateway.Tests.Demo.Crm;

/// <summary>A CRM on free ports at a time that stands still, and a stand-in for the gateway that it trusts.</summary>
internal sealed class CrmWorld : IAsyncDisposable
{
    public const string Issuer = "https://gateway.example";
    public const string Audience = "crm";

    private readonly DemoCrm _crm;

    private CrmWorld(DemoCrm crm, GatewayStandIn gateway, FakeTimeProvider clock)
    {
        (_crm, Gateway, Clock) = (crm, gateway, clock);
        (Direct, Service, ServiceHttp2) = (LoopbackClient.Create(crm.Direct), LoopbackClient.Create(crm.Service), LoopbackClient.Create(crm.ServiceHttp2));
    }

    public GatewayStandIn Gateway { get; }

    public FakeTimeProvider Clock { get; }

    public HttpClient Direct { get; }

    public HttpClient Service { get; }

    public HttpClient ServiceHttp2 { get; }

    public static async Task<CrmWorld> StartAsync(string dataDirectory)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero));
        var gateway = await GatewayStandIn.StartAsync(clock);
        var crm = await DemoCrm.StartAsync(
            new DemoCrmOptions
            {
                DataDirectory = dataDirectory,
                GatewayJwks = gateway.Jwks,
                AssertionIssuer = Issuer,
                AssertionAudience = Audience,
                TimeProvider = clock,
            },
            CancellationToken.None);
        return new CrmWorld(crm, gateway, clock);
    }

    /// <summary>Sends through the service listener as the gateway would for that tenant.</summary>
    public Task<(HttpStatusCode Status, string Body)> ExchangeAsync(string tenant, HttpMethod method, string path, string? json = null) =>
        Service.ExchangeAsync(Gateway.Assert(LoopbackClient.Request(method, path, json), new Assertion { Tenant = tenant }));

    public void TrustGateway(Uri jwks) => _crm.TrustGateway(jwks);

    public async ValueTask DisposeAsync()
    {
        Direct.Dispose();
        Service.Dispose();
        ServiceHttp2.Dispose();
        await _crm.DisposeAsync();
        await Gateway.DisposeAsync();
    }
}
