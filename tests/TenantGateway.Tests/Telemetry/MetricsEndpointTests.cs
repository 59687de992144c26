using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Auditing;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Durability;
using TenantGateway.Tests.Helm;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Telemetry;

[Collection(nameof(ExportingWorlds))]
public sealed class MetricsEndpointTests
{
    [Fact]
    public async Task Traffic_IsCountedByRouteAndTenant()
    {
        await using var world = await GatewayWorld.StartAsync();
        for (var i = 0; i < 3; i++) await SendAsync(world, "agent@acme", HttpStatusCode.OK);
        await SendAsync(world, "agent@globex", HttpStatusCode.OK);
        await SendAsync(world, null, HttpStatusCode.Unauthorized);

        var scrape = await Scrape.ReadAsync(world.Admin);
        Assert.Equal(3, scrape.Sum("tenantgateway_requests_total", "tenant=\"acme\"", "route=\"crm\"", "outcome=\"answered\""));
        Assert.Equal(1, scrape.Sum("tenantgateway_requests_total", "tenant=\"globex\"", "route=\"crm\"", "outcome=\"answered\""));
        Assert.Equal(1, scrape.Sum("tenantgateway_requests_total", "outcome=\"refused\""));
        Assert.Equal(1, scrape.Sum("tenantgateway_refusals_total", "reason=\"missing_token\""));
        Assert.Equal(4, scrape.Sum("http_server_request_duration_seconds_count", "http_route=\"/crm/{**rest}\"", "http_request_method=\"GET\"", "http_response_status_code=\"200\""));
        Assert.Contains(scrape.Series, line => line.StartsWith("http_server_request_duration_seconds_bucket", StringComparison.Ordinal) && line.Contains("le=\"0.0005\"", StringComparison.Ordinal));
        foreach (var name in (string[])["http_client_request_duration_seconds_count", "kestrel_active_connections", "dotnet_gc_collections_total", "tenantgateway_policies_valid"])
            Assert.Contains(scrape.Series, line => line.StartsWith(name, StringComparison.Ordinal));
        // So alerts and panels that name what the reference has name what Prometheus gets. It does not say of what kind metrics of the platform are, but they are all here.
        var names = scrape.Series.Select(line => line.Split('{', ' ')[0]).ToHashSet();
        Assert.Empty(names.Except(PrometheusNames.All.Keys).Except(["target_info"]));
        Assert.Empty(Monitoring.Metrics.Where(metric => !metric.StartsWith("tenantgateway_", StringComparison.Ordinal)).Except(names));
    }

    [Fact]
    public async Task MoreTenantsThanAreAllowed_ShareALabel()
    {
        await using var world = await GatewayWorld.StartAsync(new Dictionary<string, string?> { ["Gateway:Telemetry:MaxTenants"] = "1" });
        foreach (var user in (string[])["agent@acme", "agent@globex", "agent@globex", "agent@acme"]) await SendAsync(world, user, HttpStatusCode.OK);

        var scrape = await Scrape.ReadAsync(world.Admin);
        Assert.Equal(2, scrape.Sum("tenantgateway_requests_total", "tenant=\"acme\""));
        Assert.Equal(2, scrape.Sum("tenantgateway_requests_total", "tenant=\"_other\""));
        Assert.DoesNotContain(scrape.Series, line => line.Contains("globex", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnotherGatewayOfTheProcess_CountsForItself()
    {
        await using var world = await GatewayWorld.StartAsync();
        await using var other = await GatewayWorld.StartAsync();
        await SendAsync(world, "agent@acme", HttpStatusCode.OK);
        foreach (var user in (string[])["agent@globex", "agent@globex"]) await SendAsync(other, user, HttpStatusCode.OK);

        foreach (var (asked, acme, globex) in new[] { (world, 1, 0), (other, 0, 2) })
        {
            var scrape = await Scrape.ReadAsync(asked.Admin);
            Assert.Equal(
                (acme, globex, acme + globex),
                (scrape.Sum("tenantgateway_requests_total", "tenant=\"acme\""), scrape.Sum("tenantgateway_requests_total", "tenant=\"globex\""), scrape.Sum("http_server_request_duration_seconds_count", "http_route=\"/crm/{**rest}\"")));
        }
    }

    [Fact]
    public async Task DataPlane_HasNoMetrics()
    {
        await using var world = await GatewayWorld.StartAsync();

        Assert.Equal(401, (await Answer.ReadAsync(await world.Client.GetAsync("metrics"))).Status);
        Assert.Equal(404, (await Answer.ReadAsync(await world.SendAsync("agent@acme", HttpMethod.Get, "metrics"))).Status);
    }

    [Fact]
    public async Task OtherMethods_AreRefused()
    {
        await using var world = await GatewayWorld.StartAsync();
        var answer = await Answer.ReadAsync(await world.Admin.PostAsync("metrics", null));

        Assert.Equal((405, "method_not_allowed", "GET"), (answer.Status, answer.Reason, string.Join(' ', answer.ContentHeaders.Allow)));
    }

    [Fact]
    public async Task AuditTrailIsDown_MetricsAreStillThere()
    {
        await using var troubled = await TroubledWorld.StartAsync();
        troubled.Store.FailsBefore = true;
        Assert.Equal(503, (await troubled.GetAsync("agent@acme")).Status);

        Assert.True((await Scrape.ReadAsync(troubled.World.Admin)).Sum("tenantgateway_requests_total", "outcome=\"failed\"") > 0);
    }

    [Theory]
    [InlineData("for the service")]
    [InlineData("for the record")]
    public async Task CallerWhoLeavesWhileWaiting_IsNoFailure(string waits)
    {
        await using var troubled = await TroubledWorld.StartAsync(commitTimeoutSeconds: 30);
        var isAsked = new TaskCompletionSource();
        if (waits == "for the record")
        {
            troubled.Hold();
        }
        else
        {
            troubled.World.Service.Answer = async (context, _) =>
            {
                isAsked.SetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            };
        }

        using var leaving = new CancellationTokenSource();
        using var request = LoopbackClient.Request(HttpMethod.Get, "crm/contacts/c_1").With("Authorization", $"Bearer {await troubled.World.TokenAsync("agent@acme")}");
        var asking = troubled.World.Client.SendAsync(request, leaving.Token);
        var writer = troubled.World.Gateway.Services.GetRequiredService<AuditWriter>();
        await Eventually.IsTrueAsync(() => isAsked.Task.IsCompleted || writer.AppendingFor > TimeSpan.Zero);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        await Eventually.IsTrueAsync(async () => (await Scrape.ReadAsync(troubled.World.Admin)).Sum("tenantgateway_requests_total", "route=\"crm\"", "outcome=\"aborted\"") == 1, "an aborted request");
        Assert.Equal(0, (await Scrape.ReadAsync(troubled.World.Admin)).Sum("tenantgateway_requests_total", "outcome=\"failed\""));
    }

    [Fact]
    public async Task CallersInventions_MakeNoSeries()
    {
        await using var world = await GatewayWorld.StartAsync();
        var token = await world.TokenAsync("agent@acme");
        for (var i = 0; i < 30; i++) await InventAsync(world.DataPlane, token, i, i % 5);
        var before = (await Scrape.ReadAsync(world.Admin)).Series.Count;

        for (var i = 0; i < 1000; i++) await InventAsync(world.DataPlane, token, 1000 + i, i % 5);
        var after = await Scrape.ReadAsync(world.Admin);

        // The platform may have begun to count something else in the meantime; a thousand it may not.
        Assert.InRange(after.Series.Count, before - 100, before + 100);
        Assert.DoesNotContain("invent", after.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(after.Series, line => line.Contains("http_request_method=\"_OTHER\"", StringComparison.Ordinal));
    }

    // Over a raw socket: an HTTP client of this process would be measured too, by the hosts that it names.
    private static async Task InventAsync(Uri plane, string token, int number, int kind)
    {
        var invented = $"invent{number}";
        var (method, path, host, scheme, bearer) = kind switch
        {
            0 => ("GET", $"/{invented}", "localhost", "http", token),
            1 => (invented.ToUpperInvariant(), "/crm/contacts", "localhost", "http", token),
            2 => ("GET", "/crm/contacts", $"{invented}.localhost", "http", token),
            3 => ("GET", $"/crm/contacts/{invented}?q={invented}", "localhost", invented, token),
            // An organization of one's own, in a token that nobody signed.
            _ => ("GET", "/crm/contacts", "localhost", "http", Forge(token, $$"""{"iss":"{{invented}}","org_id":"{{invented}}"}""")),
        };
        var answer = await RawHttp.ExchangeAsync(
            plane, $"{method} {path} HTTP/1.1\nHost: {host}\nAuthorization: Bearer {bearer}\nX-Forwarded-Proto: {scheme}\nX-Forwarded-Host: {invented}\nUser-Agent: {invented}\nConnection: close\n\n");
        Assert.InRange(answer.Status, 200, 499);
    }

    private static string Forge(string token, string claims) =>
        $"{token.Split('.')[0]}.{Convert.ToBase64String(Encoding.ASCII.GetBytes(claims)).TrimEnd('=')}.{token.Split('.')[2]}";

    private static async Task SendAsync(GatewayWorld world, string? user, HttpStatusCode expected)
    {
        using var response = await world.SendAsync(user, HttpMethod.Get, "crm/contacts");
        Assert.Equal(expected, response.StatusCode);
    }
}
