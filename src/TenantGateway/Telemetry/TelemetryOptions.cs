using System.ComponentModel.DataAnnotations;
using TenantGateway.Core.Settings;

namespace TenantGateway.Telemetry;

/// <summary>What leaves the process about itself: section <c>Gateway:Telemetry</c>.</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Gateway:Telemetry";
    public const string Grpc = "grpc";
    public const string HttpProtobuf = "http/protobuf";

    /// <summary><c>json</c>, one object a line, or <c>text</c>. Default: <c>text</c> in Development, <c>json</c> elsewhere.</summary>
    [AllowedValues(null, "json", "text", ErrorMessage = $"{Section}:LogFormat is neither json nor text. Leave it out, or give one of the two.")]
    public string? LogFormat { get; set; }

    /// <summary>How many tenants have series of their own in metrics; the others share <c>_other</c>. 0 to 2,000, default 200.</summary>
    [Range(0, 2000, ErrorMessage = $"{Section}:MaxTenants is not a number of 0 to 2000: each tenant costs series in every scrape. Leave it out for 200.")]
    public int MaxTenants { get; set; } = 200;

    /// <summary>A collector of OpenTelemetry, such as <c>https://collector.example:4317</c>. Default: none, and nothing is sent anywhere.</summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary><c>grpc</c> (default), or <c>http/protobuf</c>, which adds <c>v1/traces</c> and <c>v1/metrics</c> to the endpoint.</summary>
    [AllowedValues(Grpc, HttpProtobuf, ErrorMessage = $"{Section}:OtlpProtocol is neither grpc nor http/protobuf. Leave it out for grpc.")]
    public string OtlpProtocol { get; set; } = Grpc;

    /// <summary>A file with headers for the collector, <c>Name: value</c> a line: they hold credentials. Read once, at start. Default: none.</summary>
    [SecretFile]
    public string? OtlpHeadersFile { get; set; }

    /// <summary>How long one export may take. 1 to 60 seconds, default 5. No request waits for it.</summary>
    [Range(1, 60, ErrorMessage = $"{Section}:OtlpTimeoutSeconds is not a number of 1 to 60. Leave it out for 5.")]
    public int OtlpTimeoutSeconds { get; set; } = 5;

    /// <summary>How often metrics are sent to the collector. 1 to 300 seconds, default 30.</summary>
    [Range(1, 300, ErrorMessage = $"{Section}:MetricsIntervalSeconds is not a number of 1 to 300. Leave it out for 30.")]
    public int MetricsIntervalSeconds { get; set; } = 30;

    /// <summary>The share of requests whose spans are sent, drawn by the gateway itself. 0 to 1, default 0.01.</summary>
    [Range(0.0, 1.0, ErrorMessage = $"{Section}:TraceRatio is not a number of 0 to 1. Leave it out for 0.01.")]
    public double TraceRatio { get; set; } = 0.01;

    /// <summary>How many requests a second are traced beyond that because their callers asked for it. 0 to 1,000, default 1; all callers together.</summary>
    [Range(0, 1000, ErrorMessage = $"{Section}:CallerTracesPerSecond is not a number of 0 to 1000. Leave it out for 1.")]
    public int CallerTracesPerSecond { get; set; } = 1;
}
