using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace TenantGateway.Telemetry.Export;

/// <summary>Where a collector is and how it is spoken to.</summary>
/// <param name="Endpoint">Its address without the path of a signal.</param>
/// <param name="Protocol">gRPC or HTTP.</param>
/// <param name="Headers">What it wants to see, such as credentials.</param>
/// <param name="Timeout">How long one export may take.</param>
internal sealed record Collector(Uri Endpoint, OtlpExportProtocol Protocol, IReadOnlyList<KeyValuePair<string, string>> Headers, TimeSpan Timeout)
{
    /// <summary>Set whole: what is left unset the exporter takes from OTEL_* variables, which nothing here validates.</summary>
    /// <param name="path">The path of the signal in OTLP over HTTP.</param>
    public OtlpExporterOptions OptionsFor(string path) => new()
    {
        Protocol = Protocol,
        // In gRPC the exporter adds the name of the service by itself.
        Endpoint = Protocol == OtlpExportProtocol.Grpc ? Endpoint : new Uri($"{Endpoint.AbsoluteUri.TrimEnd('/')}/{path}"),
        Headers = null,
        Compression = OtlpExportCompression.None,
        TimeoutMilliseconds = (int)Timeout.TotalMilliseconds,
        ExportProcessorType = ExportProcessorType.Batch,
        HttpClientFactory = CreateClient,
    };

    private HttpClient CreateClient()
    {
        // No redirects: headers are for this collector alone. No trace context: exports are no part of any trace.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null, ConnectTimeout = Timeout, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        var client = new HttpClient(handler) { Timeout = Timeout, MaxResponseContentBufferSize = 1 << 20 };
        foreach (var (name, value) in Headers) client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        return client;
    }
}
