using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TenantGateway.Demo.Gateways;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Roles;

/// <summary>The probes listener of a proxy, here one that waits for its keys: health and metrics, and nothing else.</summary>
public sealed class ProbesPlaneTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _state = new();
    private IHost? _host;
    private HttpClient? _probes;

    private HttpClient Probes => _probes ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        SamplePolicies.CopyTo(DemoConfiguration.PoliciesIn(_state.Path));
        var anyPort = new Uri("http://127.0.0.1:0");
        var settings = DemoConfiguration.For(new DemoGatewayOptions
        {
            DataPlane = anyPort,
            AdminPlane = anyPort,
            Issuer = new Uri("http://127.0.0.1:1/"),
            Crm = new Uri("http://127.0.0.1:1/"),
            DataDirectory = _state.Path,
            Overrides = new Dictionary<string, string?> { ["Gateway:Listen:Probes"] = "http://127.0.0.1:0", ["Gateway:Limits:MaxAdminConnections"] = "2", ["Gateway:Drain:WaitSeconds"] = "0" },
        });
        _host = Gateway.CreateHost(["--role=proxy", "--environment", "Development"], configuration => configuration.AddInMemoryCollection(settings));
        await _host.StartAsync();
        var addresses = _host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Assert.Equal(2, addresses.Count);
        _probes = LoopbackClient.Create(new Uri(addresses.Last()), connections: 1);
    }

    public async Task DisposeAsync()
    {
        Probes.Dispose();
        if (_host is not null) await _host.StopAsync();
        _host?.Dispose();
        _state.Dispose();
    }

    [Theory]
    [InlineData("healthz/live", 200)]
    [InlineData("healthz/ready", 503)]
    [InlineData("healthz/startup", 503)]
    [InlineData("metrics", 200)]
    [InlineData("", 404)]
    [InlineData("healthz", 404)]
    [InlineData("healthz/live/", 404)]
    [InlineData("admin/tenants", 404)]
    [InlineData("crm/contacts", 404)]
    [InlineData(".well-known/tenant-gateway/jwks.json", 404)]
    public async Task Path_IsHealthOrMetricsOrNothing(string path, int status)
    {
        var (seen, body) = await Probes.ExchangeAsync(HttpMethod.Get, path);

        Assert.Equal(status, (int)seen);
        if (status == 404) Assert.Equal("unknown_route", JsonNode.Parse(body)?["reason"]?.ToString());
    }

    [Fact]
    public async Task HealthAndMetrics_NameTheRole()
    {
        var (_, ready) = await Probes.ExchangeAsync(HttpMethod.Get, "healthz/ready");
        Assert.Equal("proxy", JsonNode.Parse(ready)?["role"]?.ToString());
        Assert.Contains("the operator's audit key and the key of assertions", JsonNode.Parse(ready)?["checks"]?["startup"]?["description"]?.ToString(), StringComparison.Ordinal);

        // Connections of other tests may still be closing.
        await Eventually.IsTrueAsync(async () =>
        {
            var (_, metrics) = await Probes.ExchangeAsync(HttpMethod.Get, "metrics");
            Assert.Contains("tenantgateway_role=\"proxy\"", metrics, StringComparison.Ordinal);
            return metrics.Contains("tenantgateway_connections_open{otel_scope_name=\"TenantGateway\",plane=\"probes\"} 1", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Connections_AreLimitedByThemselves()
    {
        var address = Probes.BaseAddress ?? throw new InvalidOperationException();
        using var one = new System.Net.Sockets.TcpClient();
        await one.ConnectAsync(IPAddress.Loopback, address.Port);
        await Probes.ExchangeAsync(HttpMethod.Get, "healthz/live");

        using var more = LoopbackClient.Create(address);
        await Eventually.IsTrueAsync(async () =>
        {
            try
            {
                await more.ExchangeAsync(HttpMethod.Get, "healthz/live");
                return false;
            }
            catch (HttpRequestException)
            {
                return true;
            }
        });
        Assert.Equal(HttpStatusCode.OK, (await Probes.ExchangeAsync(HttpMethod.Get, "healthz/live")).Status);
    }
}
