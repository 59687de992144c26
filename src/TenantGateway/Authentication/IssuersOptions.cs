namespace TenantGateway.Authentication;

/// <summary>Every issuer whose tokens are accepted, bound from <c>Gateway:Issuers</c>. At least one; no two of one name.</summary>
internal sealed class IssuersOptions
{
    public const string Section = "Gateway:Issuers";

    public List<IssuerOptions> Issuers { get; } = [];
}
