namespace TenantGateway.Demo.IdentityProvider;

/// <summary>
/// Claims beyond the registered ones. Auth0 puts no <c>amr</c> or <c>auth_time</c> into access tokens and lets nobody set them, so they come
/// under a namespace of the deployment's own.
/// </summary>
internal static class DemoClaims
{
    public const string Namespace = "https://tenantgateway.example/";

    /// <summary>Auth0's organization id, the only claim a tenant is bound by.</summary>
    public const string Organization = "org_id";

    /// <summary>How the person logged in, an array: <c>pwd</c>, and <c>mfa</c> where a second factor was given (RFC 8176).</summary>
    public const string AuthenticationMethods = Namespace + "amr";

    /// <summary>When the person logged in, a number: seconds since 1970.</summary>
    public const string AuthenticationTime = Namespace + "auth_time";

    /// <summary>The roles of the account, an array.</summary>
    public const string Roles = Namespace + "roles";

    /// <summary>Auth0's connection strategy: <see cref="DatabaseStrategy"/>, or that of a single sign-on or social login.</summary>
    public const string ConnectionStrategy = Namespace + "connection_strategy";

    /// <summary>The session at the identity provider that a token belongs to, a string.</summary>
    public const string Session = Namespace + "sid";

    /// <summary>The <c>acr</c> of a login with a second factor, and what asks for one in <c>acr_values</c>: Auth0's name for it.</summary>
    public const string MultiFactorContext = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

    /// <summary>Auth0's own user database: no single sign-on.</summary>
    public const string DatabaseStrategy = "auth0";
}
