using System.Diagnostics.Metrics;

namespace TenantGateway.Forwarding;

/// <summary>Counts streams, and exchanges that the gateway ended: meter <c>TenantGateway</c>.</summary>
internal sealed class ForwardingMetrics
{
    private readonly Counter<long> _ended;

    public ForwardingMetrics(IMeterFactory meters, OpenStreams streams)
    {
        var meter = meters.Create("TenantGateway");
        _ended = meter.CreateCounter<long>("tenantgateway.exchanges.ended", "{exchange}", "Exchanges that the gateway ended, by route and cause: deadline, token_expired, login_revoked, revocations_unknown, tenant_inactive, organization_unbound, tenant_changed, key_denied, key_service_unavailable.");
        meter.CreateObservableGauge("tenantgateway.streams.open", () => streams.Count, "{stream}", "Streams under way.");
    }

    public void ExchangeEnded(string route, ExchangeEnd end) => _ended.Add(1, new("route", route), new("cause", WordOf(end)));

    private static string WordOf(ExchangeEnd end) => end switch
    {
        ExchangeEnd.TokenExpired => "token_expired",
        ExchangeEnd.LoginRevoked => "login_revoked",
        ExchangeEnd.RevocationsUnknown => "revocations_unknown",
        ExchangeEnd.TenantInactive => "tenant_inactive",
        ExchangeEnd.OrganizationUnbound => "organization_unbound",
        ExchangeEnd.TenantChanged => "tenant_changed",
        ExchangeEnd.KeyDenied => "key_denied",
        ExchangeEnd.KeyServiceUnavailable => "key_service_unavailable",
        _ => "deadline",
    };
}
