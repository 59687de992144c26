using System.ComponentModel.DataAnnotations;
using TenantGateway.Core.Settings;

namespace TenantGateway.Authentication.Browser;

/// <summary>Login of the operator's people at a browser, bound from <c>Gateway:Login</c>. Where the section is missing there is none, and the admin plane takes access tokens alone.</summary>
internal sealed class LoginOptions
{
    public const string Section = "Gateway:Login";

    /// <summary>One of <c>Gateway:Issuers</c>, with an <c>AdminAudience</c> and an <c>OperatorOrganization</c>.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The gateway's own id at the issuer: a confidential client with the authorization code grant.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The file that holds the client's secret. Read for every login, so that it can be replaced. This or <see cref="ClientKeyFile"/>.</summary>
    [SecretFile]
    public string? ClientSecretFile { get; set; }

    /// <summary>The file that holds the client's private key as PEM, RSA of 2048 bits or more or P-256 (<c>private_key_jwt</c>). Read for every login.</summary>
    [SecretFile]
    public string? ClientKeyFile { get; set; }

    /// <summary>Where people find the admin plane, such as <c>https://admin.example.com</c>. Outside Development https and not loopback. Registered at the issuer: this with <c>/login/callback</c>, and with <c>/</c> for logouts.</summary>
    public string Origin { get; set; } = "";

    /// <summary>How the issuer is told which API the access token is for: <c>audience</c> (Auth0) or <c>resource</c> (RFC 8707). Default: <c>audience</c>.</summary>
    public string AudienceParameter { get; set; } = "audience";

    /// <summary>Scopes to ask for beside <c>openid</c>. Default: none.</summary>
    public List<string> Scopes { get; set; } = [];

    /// <summary>What is asked of every login (<c>acr_values</c>); empty asks for nothing. Default: Auth0's name for a second factor.</summary>
    public string AcrValues { get; set; } = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

    /// <summary>The oldest login at the issuer that begins a session. Seconds, 60 to 28,800. Default: 30 minutes.</summary>
    [Range(60, 28_800)]
    public int MaxAgeSeconds { get; set; } = 1_800;

    /// <summary>When a session ends, however much it is used. Seconds, 300 to 86,400. Default: 8 hours. Idle sessions end by <c>Gateway:Sessions:IdleSeconds</c>.</summary>
    [Range(300, 86_400)]
    public int LifetimeSeconds { get; set; } = 28_800;
}
