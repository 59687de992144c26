using TenantGateway.Core.Access;

namespace TenantGateway.Admin.Pages;

/// <summary>What a browser may do with the pages: show them, styled by the one style sheet, in no frame, and send their forms here.</summary>
internal sealed class PagePolicy(IssuerRegistry issuers)
{
    // Browsers hold a form's policy against the redirects after it, too: signing out leads on to the identity provider.
    private readonly string _content =
        $"default-src 'none'; style-src 'self'; form-action 'self' {string.Join(' ', issuers.All.Select(issuer => new Uri(issuer.Issuer).GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal))}; frame-ancestors 'none'; base-uri 'none'";

    public void ApplyTo(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = _content;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Not no-referrer: browsers would leave out of Origin what the forms are checked by.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
    }
}
