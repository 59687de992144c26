using System.ComponentModel.DataAnnotations;
using TenantGateway.Core.Quotas;

namespace TenantGateway.Authentication;

/// <summary>One issuer of access tokens, bound from <c>Gateway:Issuers:N</c>. Lists that are left empty take the default they name.</summary>
internal sealed class IssuerOptions
{
    /// <summary>Among the types of logout tokens it stands for a token that names none.</summary>
    public const string NoType = "none";

    /// <summary>The exact <c>iss</c>, trailing slash and all. Outside Development https and not loopback.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Where the metadata lies (OpenID Connect Discovery 1.0 section 4). Default: the issuer with <c>/.well-known/openid-configuration</c>.</summary>
    public string? MetadataAddress { get; set; }

    /// <summary>The one <c>aud</c> of tokens for the data plane; none means that this issuer has no tokens for it.</summary>
    public string? DataAudience { get; set; }

    /// <summary>The one <c>aud</c> of tokens for the admin plane; none means that this issuer has no tokens for it.</summary>
    public string? AdminAudience { get; set; }

    /// <summary>Accepted <c>alg</c> values, asymmetric ones only. Default: RS256.</summary>
    public List<string> Algorithms { get; set; } = [];

    /// <summary>Accepted <c>typ</c> values, compared exactly. Default: <c>at+jwt</c> (RFC 9068); Auth0's default dialect needs <c>JWT</c>.</summary>
    public List<string> Types { get; set; } = [];

    /// <summary>
    /// The <c>aud</c> values of logout tokens (OpenID Connect Back-Channel Logout 1.0): the ids of the clients whose logins end here. Default: none, and then logouts of this
    /// issuer are refused.
    /// </summary>
    public List<string> LogoutAudiences { get; set; } = [];

    /// <summary>Accepted <c>typ</c> values of logout tokens. Default: <c>logout+jwt</c>; older issuers need <c>JWT</c>, or <c>none</c> where they send none.</summary>
    public List<string> LogoutTypes { get; set; } = [];

    /// <summary>
    /// How many logouts a second each process takes of this issuer in the long run, 0.1 to 10,000. Default: 20. Each is held in memory by all processes for two days, and an issuer may be a
    /// customer's.
    /// </summary>
    [Range(0.1, 10_000.0)]
    public double LogoutsPerSecond { get; set; } = 20;

    /// <summary>How many at once after a rest, 1 to 1,000,000. Default: 10,000.</summary>
    [Range(1, RateLimit.MostBurst)]
    public int LogoutsBurst { get; set; } = 10_000;

    /// <summary>The longest time from <c>iat</c> to <c>exp</c>. Seconds, 60 to 604800. Default: one day.</summary>
    [Range(60, 604_800)]
    public int MaxLifetimeSeconds { get; set; } = 86_400;

    /// <summary>How far clocks may differ. Seconds, 0 to 300. Default: 30.</summary>
    [Range(0, 300)]
    public int ClockSkewSeconds { get; set; } = 30;

    public IssuerClaimOptions Claims { get; set; } = new();

    /// <summary>Authentication methods (RFC 8176), any one of which proves a second factor. Default: <c>mfa</c>.</summary>
    public List<string> AcceptedMethods { get; set; } = [];

    /// <summary>
    /// Connection strategies that count as single sign-on, such as <c>samlp</c>. Default: none. Social logins are federated too and do not
    /// belong here.
    /// </summary>
    public List<string> AllowedConnectionStrategies { get; set; } = [];

    /// <summary>The organization of the operator's staff. Never a tenant. Default: none, and then nobody is an operator by this issuer.</summary>
    public string? OperatorOrganization { get; set; }

    /// <summary>How tokens of the client-credentials grant are told from those of people. Default: <c>None</c>, and then this issuer has none for services.</summary>
    public ServiceTokenStyle ServiceTokens { get; set; } = ServiceTokenStyle.None;

    /// <summary>True for an issuer that must never be believed in production: the gateway does not start with it outside Development.</summary>
    public bool DevelopmentOnly { get; set; }
}
