namespace TenantGateway.Tests.Telemetry;

/// <summary>The words around the tables of <c>docs/telemetry.md</c>.</summary>
internal static class TelemetryText
{
    public const string Introduction = """
        # Telemetry

        What the gateway says about itself: metrics, traces and logs. None holds anything of the traffic: no path, query, header, token, field value,
        address of a caller or message of an exception that could quote one. This is a list of what is allowed, not of what is removed: an attribute that is
        not in the tables below does not leave the process, whoever set it.

        | Setting (`Gateway:Telemetry:`) | Default | Bounds |
        |---|---|---|
        | `LogFormat` | `text` in Development, `json` elsewhere | `json`, `text` |
        | `MaxTenants`: tenants with series of their own | 200 | 0 to 2,000 |
        | `OtlpEndpoint`: the collector; without one nothing is sent and no span is kept | none | `http(s)://HOST:PORT` |
        | `OtlpProtocol` | `grpc` | `grpc`, `http/protobuf` |
        | `OtlpHeadersFile`: headers for the collector, `Name: value` a line; read at start | none | over `http` only to this machine |
        | `OtlpTimeoutSeconds`: of one export | 5 | 1 to 60 |
        | `MetricsIntervalSeconds`: of metrics to the collector | 30 | 1 to 300 |
        | `TraceRatio`: the share of requests whose spans are sent | 0.01 | 0 to 1 |
        | `CallerTracesPerSecond`: those beyond it whose callers asked, all callers together | 1 | 0 to 1,000 |

        The collector's certificate is checked with the certificate authorities of the system (`SSL_CERT_FILE`, `SSL_CERT_DIR`). A collector that is slow, hangs or is gone slows
        no request: 2,048 spans wait, further ones are lost; what it did not take is counted (`tenantgateway.telemetry.exports.failed`) and logged once (9700). At the end of
        the process the last exports may take their timeout, at most 5 seconds a signal. Of the variables `OTEL_*` those of the resource (`OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`) count, and
        `OTEL_SDK_DISABLED=true` turns metrics and export off. The resource's attribute `tenantgateway.role` is the process's [role](roles.md).

        ## Metrics

        `GET /metrics` on the admin plane, or the probes listener of a [proxy](roles.md), in Prometheus' text or OpenMetrics, without a token: whoever reaches the plane may read it, so let the network policy decide who does.
        It needs neither the database nor the audit log. The data plane has no such path. Scrapes are not counted as requests.

        No caller can make series. A tenant is a label only once it is verified, and only of the first `MaxTenants` tenants since the start; the others are `_other`. A metric has
        at most 2,000 series (`tenantgateway.requests` 10,000); what comes after them falls into one with the label `otel_metric_overflow`. In Prometheus' names dots are underscores, with
        unit and `_total` behind: `tenantgateway_requests_total`, `http_server_request_duration_seconds_bucket`. Durations have buckets from half a millisecond to 30 seconds.

        `outcome` of `tenantgateway.requests` is `answered` (whatever the service's status), `refused` (by the gateway, 4xx), `failed` (told by the gateway, 5xx) or `aborted` (the caller
        went away). A request without `tenant` or `route` was over before either was known.

        """;

    public const string Traces = """

        ## Traces

        With a collector configured, each request that is drawn is one span of the gateway (kind *server*, named by method and route template) and one of its call to the
        service (kind *client*, named by the method). The caller's trace is joined and passed on to the service (W3C `traceparent`, `tracestate`); baggage is neither read nor
        passed on. The caller's `sampled` flag is a wish: the gateway draws by `TraceRatio`, by nothing that the caller could choose, and grants wishes up to `CallerTracesPerSecond`. The service gets the flag
        of the gateway's decision. Trace states of callers, events, links and messages are not exported. The ids of trace and parent span are the caller's where it sent any.

        """;

    public const string Logs = """

        ## Logs

        On the standard output. In `json` each line is one object:

        ```json
        {"timestamp":"2030-01-02T03:04:05.678Z","level":"warning","category":"TenantGateway.Forwarding.ForwarderErrors","eventId":5001,"event":"ForwardingFailed","message":"Forwarding failed with RequestTimedOut (), request 4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7.","traceId":"4bf92f3577b34da6a3ce929d0e0e4736","values":{"Error":"RequestTimedOut","Fault":null,"RequestId":"4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"}}
        ```

        `values` are those that the message names. `exception`, where there is one, has `type`, `stack`, and `message` only in the gateway's own categories. Go by `eventId`: ids and
        names are stable, messages are for people. Libraries may speak in warnings and errors only, whatever `Logging:LogLevel` says, and those that quote requests not at all. A reader
        that is too slow loses lines rather than slowing requests; how many is said on the standard error. A start that is refused is told there too, in plain text.
        Logs are not sent to the collector: the standard output works while it does not, and collectors read it.

        """;

    public const string Examples = """

        ## A collector and Prometheus

        ```yaml
        # Gateway: Gateway__Telemetry__OtlpEndpoint=https://collector.observability.svc:4317
        receivers:
          otlp:
            protocols:
              grpc:
                endpoint: 0.0.0.0:4317
                tls: {cert_file: /certs/tls.crt, key_file: /certs/tls.key}
          filelog:
            include: [/var/log/pods/*_tenant-gateway-*/gateway/*.log]
            operators:
              - type: container
              - type: json_parser
                timestamp: {parse_from: attributes.timestamp, layout_type: gotime, layout: "2006-01-02T15:04:05.999Z"}
                severity: {parse_from: attributes.level, mapping: {info: information, fatal: critical}}
        exporters:
          otlphttp: {endpoint: https://backend.example}
        service:
          pipelines:
            traces: {receivers: [otlp], exporters: [otlphttp]}
            metrics: {receivers: [otlp], exporters: [otlphttp]}
            logs: {receivers: [filelog], exporters: [otlphttp]}
        ```

        ```yaml
        # Prometheus, which has to be let in by the network policy of the admin plane.
        scrape_configs:
          - job_name: tenant-gateway
            static_configs:
              - targets: ["tenant-gateway-admin:8081"]
        ```

        """;
}
