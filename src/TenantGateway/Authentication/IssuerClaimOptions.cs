namespace TenantGateway.Authentication;

/// <summary>
/// Which claims of an issuer's tokens say what. Issuers such as Auth0 cannot put <c>amr</c> and <c>auth_time</c> into access tokens under
/// their own names and use namespaced claims (<c>https://example.com/amr</c>) instead.
/// </summary>
internal sealed class IssuerClaimOptions
{
    /// <summary>A string: the organization. Default: <c>org_id</c>.</summary>
    public string Organization { get; set; } = "org_id";

    /// <summary>A string or strings. Default: <c>roles</c>.</summary>
    public string Roles { get; set; } = "roles";

    /// <summary>Scopes separated by spaces (RFC 8693 section 4.2), or strings. Default: <c>scope</c>.</summary>
    public string Scope { get; set; } = "scope";

    /// <summary>A string or strings (RFC 8176). Default: <c>amr</c>.</summary>
    public string AuthenticationMethods { get; set; } = "amr";

    /// <summary>Seconds since 1970. Default: <c>auth_time</c>.</summary>
    public string AuthenticationTime { get; set; } = "auth_time";

    /// <summary>A string: the application that the token was issued to. Default: <c>client_id</c> (RFC 9068); Auth0's default dialect has <c>azp</c>.</summary>
    public string Client { get; set; } = "client_id";

    /// <summary>A string. Default: <c>connection_strategy</c>.</summary>
    public string ConnectionStrategy { get; set; } = "connection_strategy";

    /// <summary>A string: the session at the issuer, as its logout tokens name it. Default: <c>sid</c>.</summary>
    public string Session { get; set; } = "sid";
}
