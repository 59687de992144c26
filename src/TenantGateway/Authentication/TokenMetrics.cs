using System.Diagnostics.Metrics;

namespace TenantGateway.Authentication;

/// <summary>Counts tokens: refused ones by what was wrong with them, others by what they were verified by.</summary>
internal sealed class TokenMetrics
{
    public const string MeterName = "TenantGateway";
    public const string RefusalsName = "tenantgateway.tokens.refused";
    public const string VerifiedName = "tenantgateway.tokens.verified";

    private static readonly KeyValuePair<string, object?> BySignature = new("by", "signature");
    private static readonly KeyValuePair<string, object?> ByDigest = new("by", "digest");

    private readonly Counter<long> _refusals;
    private readonly Counter<long> _verified;
    private readonly Counter<long> _logouts;

    public TokenMetrics(IMeterFactory meters, VerifiedTokens tokens)
    {
        var meter = meters.Create(MeterName);
        _refusals = meter.CreateCounter<long>(RefusalsName, "{token}", "Access tokens that were refused.");
        _verified = meter.CreateCounter<long>(VerifiedName, "{token}", "Access tokens that were verified, by their signature or by the digest of one that had been: signature, digest.");
        _logouts = meter.CreateCounter<long>("tenantgateway.logouts", "{logout}", "Logouts that issuers sent, by result: ok, invalid_logout, logout_failed.");
        meter.CreateObservableGauge("tenantgateway.tokens.remembered", () => tokens.Count, "{token}", "Verified access tokens that are remembered.");
    }

    public void Verified(bool bySignature) => _verified.Add(1, bySignature ? BySignature : ByDigest);

    public void LoggedOut(string result) => _logouts.Add(1, new KeyValuePair<string, object?>("result", result));

    public void Refused(TokenDefect defect) => _refusals.Add(1, new KeyValuePair<string, object?>("defect", defect.ToString()));
}
