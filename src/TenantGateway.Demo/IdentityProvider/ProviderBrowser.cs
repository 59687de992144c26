using System.Globalization;
using TenantGateway.Demo.IdentityProvider.Pages;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>
/// What this provider and a browser exchange beside pages: two cookies, and policies. Cookies do not know ports, and a machine may run several demos: the port is
/// part of their names.
/// </summary>
internal sealed class ProviderBrowser(DemoSessions sessions, DemoClients clients)
{
    /// <summary>The session at this provider of whoever asks, while it lives.</summary>
    public DemoSession? SessionOf(HttpContext context) => sessions.FindBySecret(context.Request.Cookies[SessionCookie(context)]);

    /// <summary>What the browser holds of the login it is in.</summary>
    public static string? LoginOf(HttpContext context) => context.Request.Cookies[LoginCookie(context)];

    public static void Remember(HttpContext context, DemoSession session) => context.Response.Cookies.Append(SessionCookie(context), session.Secret, Options());

    public static void Remember(HttpContext context, PendingLogin login) => context.Response.Cookies.Append(LoginCookie(context), login.Browser, Options());

    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(SessionCookie(context), Options());

    /// <summary>Whether a form was sent by a page of this provider: browsers say so of every form.</summary>
    public static bool IsOwnForm(HttpContext context) =>
        context.Request.Headers.Origin is [var origin] && origin == $"{context.Request.Scheme}://{context.Request.Host}";

    public Task ShowAsync(HttpContext context, string html, int status = StatusCodes.Status200OK)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self'; form-action 'self' {string.Join(' ', clients.Origins)}; frame-ancestors 'none'; base-uri 'none'";
        return response.WriteAsync(html, context.RequestAborted);
    }

    public static Task AnswerStyleAsync(HttpContext context)
    {
        context.Response.ContentType = "text/css; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.WriteAsync(LoginPage.Style, context.RequestAborted);
    }

    private static string SessionCookie(HttpContext context) => string.Create(CultureInfo.InvariantCulture, $"__Host-demo-session-{context.Request.Host.Port}");

    private static string LoginCookie(HttpContext context) => string.Create(CultureInfo.InvariantCulture, $"__Host-demo-login-{context.Request.Host.Port}");

    private static CookieOptions Options() => new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/" };
}
