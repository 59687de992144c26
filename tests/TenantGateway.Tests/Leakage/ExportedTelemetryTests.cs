using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantGateway.Telemetry.Metrics;
using TenantGateway.Tests.Telemetry;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Leakage;

/// <summary>The same traffic with everything switched on that leaves the process: traces and metrics to a collector, metrics to Prometheus, logs as JSON.</summary>
[Collection(nameof(LeakageTests))]
public sealed class ExportedTelemetryTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task RichTraffic_LeavesNothingClearInWhatIsExported(string protocol)
    {
        var evidence = new Evidence();
        var tokens = new List<string>();
        using var logs = new JsonLogs();
        await using var collector = await CollectorStandIn.StartAsync();
        var settings = new Dictionary<string, string?>(LeakageTests.Settings)
        {
            ["Logging:JsonLogs:LogLevel:Default"] = "Trace",
            ["Logging:JsonLogs:LogLevel:Microsoft"] = "Trace",
            ["Logging:JsonLogs:LogLevel:Yarp"] = "Trace",
            ["Gateway:Telemetry:OtlpEndpoint"] = protocol == "grpc" ? collector.Grpc : collector.Http,
            ["Gateway:Telemetry:OtlpProtocol"] = protocol,
            ["Gateway:Telemetry:TraceRatio"] = "1",
            ["Gateway:Telemetry:MetricsIntervalSeconds"] = "1",
        };
        Scrape scrape;
        await using (var world = await GatewayWorld.StartAsync(settings, services: services => services.AddSingleton<ILoggerProvider>(logs)))
        {
            // Answers have their own test; here only what is exported counts.
            var traffic = new RichTraffic(world, new Evidence());
            await traffic.RunAsync();
            tokens.AddRange(traffic.Tokens);
            tokens.Add(await SendTraceStateAsync(world));
            scrape = await Scrape.ReadAsync(world.Admin);
        }

        evidence.Add("scrape", scrape.Text);
        foreach (var export in collector.Exports) evidence.Add($"export {export.Path}", export.Message);
        foreach (var line in logs.Lines) evidence.Add("json log", line);
        AssertEverythingIsThere(collector, scrape, logs);
        var found = evidence.Find([.. LeakageTests.SecretsOf(tokens), new Secret("contacts/c_1"), new Secret("contacts?email")]);
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static void AssertEverythingIsThere(CollectorStandIn collector, Scrape scrape, JsonLogs logs)
    {
        Assert.Contains(collector.Exports, export => export.Path.Contains("etrics", StringComparison.Ordinal) && export.Message.Length > 0);
        var spans = collector.Spans.ToList();
        Assert.Contains(spans, span => span.TraceId == Trace && span.Attributes.ContainsKey("tenantgateway.request_id"));
        foreach (var reason in (string[])["missing_token", "tenant_mismatch", "service_timeout", "malformed_json"]) Assert.Contains(spans, span => span.Attributes.GetValueOrDefault("tenantgateway.reason") == reason);
        Assert.Contains(spans, span => span.Kind == CollectedSpan.Client && span.Attributes.ContainsKey("error.type"));
        Assert.All(spans, span => Assert.DoesNotContain(span.Fields, field => CollectedSpan.Foreign.Contains(field)));

        Assert.True(scrape.Sum("tenantgateway_requests_total", "tenant=\"acme\"", "route=\"crm\"", "outcome=\"answered\"") > 0);
        Assert.True(scrape.Sum("tenantgateway_fields_given_total", "route=\"crm\"", "class=\"email\"") > 0);
        // Each attribute that a metric of the gateway's should have is one that it does have.
        foreach (var name in (string[])["tenantgateway.requests", "tenantgateway.refusals", "tenantgateway.tokens.refused", "tenantgateway.fields.given"])
            Assert.Contains(scrape.Series, line => line.StartsWith(name.Replace('.', '_') + "_total{", StringComparison.Ordinal) && MetricAttributes.Own[name].All(attribute => line.Contains($"{attribute}=\"", StringComparison.Ordinal)));

        var lines = logs.Lines.Select(line => JsonNode.Parse(line) ?? throw new InvalidDataException(line)).ToList();
        Assert.Contains(lines, line => (int?)line["eventId"] == 5001 && $"{line["traceId"]}".Length == 32 && line["values"]?["RequestId"] is not null);
    }

    // A trace state goes nowhere; the trace itself goes on to the service.
    private static async Task<string> SendTraceStateAsync(GatewayWorld world)
    {
        var token = await world.TokenAsync("agent@acme");
        var answer = await RawHttp.ExchangeAsync(
            world.DataPlane,
            $"GET /crm/contacts HTTP/1.1\nHost: localhost\nAuthorization: Bearer {token}\ntraceparent: 00-{Trace}-00f067aa0ba902b7-01\ntracestate: vendor={PersonalData.Email}\nbaggage: user={PersonalData.Email}\nConnection: close\n\n");
        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain("tracestate", world.Service.Last.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.Contains(Trace, world.Service.Last.Headers["traceparent"], StringComparison.Ordinal);
        return token;
    }
}
