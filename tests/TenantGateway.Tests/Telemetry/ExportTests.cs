using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Telemetry;

/// <summary>What a collector gets, and that nobody waits for one.</summary>
[Collection(nameof(ExportingWorlds))]
public sealed class ExportTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Span = "00f067aa0ba902b7";

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task TracedRequest_IsAServerSpanAndAClientSpanOfTheCallersTrace(string protocol)
    {
        await using var collector = await CollectorStandIn.StartAsync();
        await using var world = await StartAsync(protocol == "grpc" ? collector.Grpc : collector.Http, ("OtlpProtocol", protocol), ("TraceRatio", "1"));
        // The first request fetches the issuer's keys, which is part of its trace too.
        Assert.Equal(200, await GetAsync(world, "X: y"));

        Assert.Equal(200, await GetAsync(world, $"traceparent: 00-{Trace}-{Span}-00\ntracestate: vendor=ada\nbaggage: user=ada"));
        await Eventually.IsTrueAsync(() => collector.Spans.Count(span => span.TraceId == Trace && IsOfTheGateway(span)) == 1);

        var server = collector.Spans.Single(span => span.TraceId == Trace && IsOfTheGateway(span));
        Assert.Equal((Span, "GET /crm/{**rest}", CollectedSpan.Server), (server.ParentSpanId, server.Name, server.Kind));
        Assert.Equal(
            [
                ("http.request.method", "GET"), ("http.response.status_code", "200"), ("http.route", "/crm/{**rest}"), ("network.protocol.version", "1.1"),
                ("tenantgateway.request_id", server.Attributes["tenantgateway.request_id"]), ("tenantgateway.route", "crm"), ("tenantgateway.tenant", "acme"), ("url.scheme", "http"),
            ],
            server.Attributes.Select(attribute => (attribute.Key, attribute.Value)).Order());
        Assert.StartsWith(Trace, server.Attributes["tenantgateway.request_id"], StringComparison.Ordinal);

        var client = Assert.Single(collector.Spans, span => span.TraceId == Trace && span.ParentSpanId == server.SpanId);
        Assert.Equal(("GET", CollectedSpan.Client), (client.Name, client.Kind));
        Assert.Equal(["http.request.method", "http.response.status_code", "network.protocol.version"], client.Attributes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal($"00-{Trace}-{client.SpanId}-01", world.Service.Last.Headers["traceparent"]);
        Assert.All(collector.Spans, span => Assert.DoesNotContain(span.Fields, field => CollectedSpan.Foreign.Contains(field)));
        await Eventually.IsTrueAsync(() => collector.Exports.Any(export => export.Path.Contains("etrics", StringComparison.Ordinal) && export.Message.Length > 0));
    }

    [Fact]
    public async Task Refusal_IsTheReasonOnTheSpan()
    {
        await using var collector = await CollectorStandIn.StartAsync();
        await using var world = await StartAsync(collector.Http, ("TraceRatio", "1"));

        Assert.Equal(401, await GetAsync(world, "X: y", user: null));
        await Eventually.IsTrueAsync(() => collector.Spans.Any(span => span.Attributes.GetValueOrDefault("tenantgateway.reason") == "missing_token"));
    }

    [Fact]
    public async Task CallersFlag_ForcesNoMoreThanTheRate()
    {
        await using var collector = await CollectorStandIn.StartAsync();
        await using var world = await StartAsync(collector.Http, ("TraceRatio", "0"), ("CallerTracesPerSecond", "0"));
        await GetAsync(world, $"traceparent: 00-{Trace}-{Span}-01");
        Assert.StartsWith($"00-{Trace}-", world.Service.Last.Headers["traceparent"], StringComparison.Ordinal);
        Assert.EndsWith("-00", world.Service.Last.Headers["traceparent"], StringComparison.Ordinal);

        await Eventually.IsTrueAsync(() => collector.Exports.Count(export => export.Path == "/v1/metrics") > 2);
        Assert.DoesNotContain(collector.Spans, IsOfTheGateway);
    }

    [Fact]
    public async Task CollectorHangs_NobodyWaits()
    {
        await using var collector = await CollectorStandIn.StartAsync();
        collector.Hangs = true;
        await using var world = await StartAsync(collector.Http, ("TraceRatio", "1"), ("OtlpTimeoutSeconds", "60"));
        await GetAsync(world, "X: y");
        await Eventually.IsTrueAsync(() => collector.Exports.Any(export => export.Path == "/v1/traces"));

        // The exporter's own thread waits for a minute; so would a request that depended on it.
        var token = await world.TokenAsync("agent@acme");
        for (var i = 0; i < 100; i++) Assert.Equal(200, await GetAsync(world, "X: y", token: token).WaitAsync(TimeSpan.FromSeconds(20)));
        await collector.DisposeAsync();
    }

    [Fact]
    public async Task CollectorIsDead_IsLoggedOnceAndCounted()
    {
        using var logs = new LogRecorder();
        await using var world = await GatewayWorld.StartAsync(Settings("http://127.0.0.1:1", ("TraceRatio", "1"), ("OtlpTimeoutSeconds", "1")), services: logs.AddTo);
        Assert.Equal(200, await GetAsync(world, "X: y"));

        await Eventually.IsTrueAsync(async () => await FailuresAsync(world, "metrics") > 1 && await FailuresAsync(world, "traces") > 0);
        Assert.Equal(200, await GetAsync(world, "X: y"));
        Assert.Single(logs.Lines, line => line.Contains(" 9700: The collector does not take metrics", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HeadersOfTheFile_AreSent()
    {
        using var folder = new TemporaryDirectory();
        var file = Path.Combine(folder.Path, "headers");
        await File.WriteAllTextAsync(file, "X-Api-Key: a,b=c%20d\n\nAuthorization: Bearer x\n");
        await using var collector = await CollectorStandIn.StartAsync();
        await using var world = await StartAsync(collector.Http, ("OtlpHeadersFile", file));

        await Eventually.IsTrueAsync(() => collector.Exports.Any(export => export.ApiKey == "a,b=c%20d"));
    }

    internal static Dictionary<string, string?> Settings(string endpoint, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Gateway:Telemetry:OtlpEndpoint"] = endpoint,
            ["Gateway:Telemetry:OtlpProtocol"] = "http/protobuf",
            ["Gateway:Telemetry:MetricsIntervalSeconds"] = "1",
        };
        foreach (var (key, value) in more) settings[$"Gateway:Telemetry:{key}"] = value;
        return settings;
    }

    private static Task<GatewayWorld> StartAsync(string endpoint, params (string Key, string Value)[] more) => GatewayWorld.StartAsync(Settings(endpoint, more));

    // The test's other servers are in the same process, and so are their spans.
    private static bool IsOfTheGateway(CollectedSpan span) => span.Attributes.ContainsKey("tenantgateway.request_id");

    private static async Task<int> GetAsync(GatewayWorld world, string headers, string? user = "agent@acme", string? token = null)
    {
        token ??= user is null ? null : await world.TokenAsync(user);
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\n";
        var answer = await RawHttp.ExchangeAsync(world.DataPlane, $"GET /crm/contacts HTTP/1.1\nHost: localhost\n{authorization}{headers}\nConnection: close\n\n");
        return answer.Status;
    }

    private static async Task<double> FailuresAsync(GatewayWorld world, string signal) =>
        (await Scrape.ReadAsync(world.Admin)).Sum("tenantgateway_telemetry_exports_failed_total", $"signal=\"{signal}\"");
}
