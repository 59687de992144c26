using System.Collections.Frozen;

namespace TenantGateway.Telemetry.Traces;

/// <summary>The attributes that a span may carry out of the process.</summary>
internal static class SpanAttributes
{
    public const string Method = "http.request.method";
    public const string Route = "http.route";
    public const string Status = "http.response.status_code";
    public const string Scheme = "url.scheme";
    public const string ProtocolVersion = "network.protocol.version";
    public const string ErrorType = "error.type";
    public const string RouteId = "tenantgateway.route";
    public const string Tenant = "tenantgateway.tenant";
    public const string Reason = "tenantgateway.reason";
    public const string RequestId = "tenantgateway.request_id";

    public static readonly FrozenSet<string> Allowed = [Method, Route, Status, Scheme, ProtocolVersion, ErrorType, RouteId, Tenant, Reason, RequestId];
}
