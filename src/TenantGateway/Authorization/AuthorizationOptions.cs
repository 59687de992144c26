using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Authorization;

/// <summary>How strong and how fresh a login must be, bound from <c>Gateway:Authorization</c>.</summary>
internal sealed class AuthorizationOptions
{
    public const string Section = "Gateway:Authorization";

    /// <summary>The age of a login that still serves traffic and reads on the admin plane. Seconds, 60 to 86,400. Default: 8 hours.</summary>
    [Range(60, 86_400)]
    public int MaxAgeSeconds { get; set; } = 28_800;

    /// <summary>The age of a login that may still change something on the admin plane. Seconds, 60 to 3,600. Default: 15 minutes.</summary>
    [Range(60, 3_600)]
    public int AdminChangeMaxAgeSeconds { get; set; } = 900;

    /// <summary>The age of a login that may still disclose or destroy for good. Seconds, 60 to 900. Default: 5 minutes.</summary>
    [Range(60, 900)]
    public int DisclosureMaxAgeSeconds { get; set; } = 300;

    /// <summary>How far a login may lie in the future because clocks differ. Seconds, 0 to 300. Default: 30.</summary>
    [Range(0, 300)]
    public int ClockSkewSeconds { get; set; } = 30;

    /// <summary>What a client must ask the identity provider for when it logs in again (RFC 9470 section 3). Default: the name that Auth0 uses for a second factor.</summary>
    public string AcrValues { get; set; } = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

    /// <summary>How many pseudonyms of a tenant's actors are kept in memory. 16 to 1,000,000. Default: 10,000.</summary>
    [Range(16, 1_000_000)]
    public int PseudonymsPerTenant { get; set; } = 10_000;
}
