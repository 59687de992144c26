namespace TenantGateway.Authentication;

/// <summary>How an issuer marks tokens of the client-credentials grant (RFC 6749 section 4.4). What has some of the marks and not all of them is nobody's.</summary>
internal enum ServiceTokenStyle
{
    /// <summary>The issuer has no tokens for services.</summary>
    None,

    /// <summary>The subject is the client itself: <c>sub</c> equals <c>client_id</c> (RFC 9068 section 2.2).</summary>
    ClientId,

    /// <summary>As Auth0 does it: <c>gty</c> is <c>client-credentials</c> and <c>sub</c> is the client with <c>@clients</c> behind it.</summary>
    Auth0,
}
