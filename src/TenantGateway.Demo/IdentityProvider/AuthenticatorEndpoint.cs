using System.Globalization;
using TenantGateway.Demo.Hosting;
using TenantGateway.Demo.IdentityProvider.Pages;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>
/// <c>GET /demo/totp?user=admin@operator</c>: the code that the account's authenticator shows now, as plain text; for a browser, the secret as well. Only a demo
/// gives this away.
/// </summary>
internal sealed class AuthenticatorEndpoint(ProviderBrowser browser, SecondFactors factors)
{
    public const string Path = "/demo/totp";

    private const string IssuerName = "TenantGateway demo";

    public static string AddressOf(DemoAccount account) => $"{Path}?user={Uri.EscapeDataString(account.User)}";

    public Task AnswerAsync(HttpContext context)
    {
        if (DemoAccounts.Find(context.Request.Query["user"]) is not { } account)
            return context.AnswerProblemAsync(DemoLoginProblem.UnknownUser.Status, DemoLoginProblem.UnknownUser.Detail);

        var (code, secondsLeft) = factors.CodeOf(account);
        if (context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            var secret = factors.SecretOf(account);
            return browser.ShowAsync(context, LoginPage.Authenticator(account.User, secret, KeyUriOf(account, secret), code, secondsLeft));
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(code, context.RequestAborted);
    }

    /// <summary>What authenticators read from a QR code.</summary>
    private static string KeyUriOf(DemoAccount account, string secret) => string.Create(
        CultureInfo.InvariantCulture, $"otpauth://totp/{Uri.EscapeDataString(IssuerName)}:{Uri.EscapeDataString(account.User)}?secret={secret}&issuer={Uri.EscapeDataString(IssuerName)}&algorithm=SHA1&digits=6&period=30");
}
