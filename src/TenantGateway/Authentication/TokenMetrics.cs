using System.Diagnostics.Metrics;

namespace TenantGateway.Authentication;

/// <summary>Counts refused tokens by what was wrong with them.</summary>
internal sealed class TokenMetrics(IMeterFactory meters)
{
    public const string MeterName = "TenantGateway";
    public const string RefusalsName = "tenantgateway.tokens.refused";

    private readonly Counter<long> _refusals = meters.Create(MeterName).CreateCounter<long>(RefusalsName, "{token}", "Access tokens that were refused.");

    public void Refused(TokenDefect defect) => _refusals.Add(1, new KeyValuePair<string, object?>("defect", defect.ToString()));
}
