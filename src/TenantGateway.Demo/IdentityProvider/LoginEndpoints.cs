using TenantGateway.Demo.IdentityProvider.Pages;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>The pages of a login: the password, then the second factor where the request asked for one.</summary>
internal sealed class LoginEndpoints(ProviderBrowser browser, PendingLogins logins, DemoSessions sessions, SecondFactors factors)
{
    public const string PasswordPath = "/demo/login";
    public const string CodePath = "/demo/login/code";

    private const string Id = "id";

    public static string AddressOf(string path, PendingLogin login) => $"{path}?{Id}={Uri.EscapeDataString(login.Id)}";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(PasswordPath, context => AskAsync(context, login => AskPasswordAsync(context, login)));
        endpoints.MapPost(PasswordPath, context => TakeAsync(context, TakePasswordAsync));
        endpoints.MapGet(CodePath, context => AskAsync(context, login => AskCodeAsync(context, login)));
        endpoints.MapPost(CodePath, context => TakeAsync(context, TakeCodeAsync));
    }

    private Task AskAsync(HttpContext context, Func<PendingLogin, Task> ask) =>
        logins.Find(context.Request.Query[Id], ProviderBrowser.LoginOf(context)) is { } login ? ask(login) : RefuseAsync(context);

    private async Task TakeAsync(HttpContext context, Func<HttpContext, PendingLogin, IFormCollection, Task> take)
    {
        if (!context.Request.HasFormContentType || !ProviderBrowser.IsOwnForm(context))
        {
            await RefuseAsync(context);
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        await (logins.Find(form[Id], ProviderBrowser.LoginOf(context)) is { } login ? take(context, login, form) : RefuseAsync(context));
    }

    private Task AskPasswordAsync(HttpContext context, PendingLogin login, string? problem = null)
    {
        var organizations = DemoAccounts.All.Select(account => account.Organization).Distinct().Order();
        var users = DemoAccounts.All.Where(account => login.Demand.Organization is not { } only || account.Organization == only).Select(account => account.User);
        return browser.ShowAsync(
            context,
            LoginPage.Password(PasswordPath, login.Id, login.Demand.Organization, organizations, users, problem),
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);
    }

    private Task TakePasswordAsync(HttpContext context, PendingLogin login, IFormCollection form)
    {
        var organization = login.Demand.Organization ?? (string?)form["organization"];
        // One answer for all that can be wrong: a login page tells nobody which accounts there are.
        if (DemoAccounts.Find(form["user"]) is not { } account || account.Organization != organization || form["password"] != DemoAccounts.Password)
            return AskPasswordAsync(context, login, "The account, its organization or the password is not right.");

        if (!login.Demand.SecondFactor)
            return CompleteAsync(context, login, account, multiFactor: false);
        login.Account = account;
        return SeeOtherAsync(context, AddressOf(CodePath, login));
    }

    private Task AskCodeAsync(HttpContext context, PendingLogin login, string? problem = null) =>
        login.Account is not { } account
            ? RefuseAsync(context)
            : browser.ShowAsync(
                context,
                LoginPage.Code(CodePath, login.Id, account.User, AuthenticatorEndpoint.AddressOf(account), problem),
                problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);

    private Task TakeCodeAsync(HttpContext context, PendingLogin login, IFormCollection form)
    {
        if (login.Account is not { } account)
            return RefuseAsync(context);
        switch (factors.Verify(account, form["code"]))
        {
            case SecondFactorOutcome.Accepted:
                return CompleteAsync(context, login, account, multiFactor: true);
            case SecondFactorOutcome.Wrong:
                return AskCodeAsync(context, login, "That is not the code, or it was used before. Wait for the next one.");
            default:
                logins.Drop(login);
                return browser.ShowAsync(
                    context, LoginPage.Message("Too many wrong codes", "Begin again in five minutes, from the application that you want to use."), StatusCodes.Status429TooManyRequests);
        }
    }

    private Task CompleteAsync(HttpContext context, PendingLogin login, DemoAccount account, bool multiFactor)
    {
        // A new session, never the one that the browser may have brought.
        browser.SessionOf(context)?.End();
        login.Session = sessions.Begin(account, multiFactor);
        ProviderBrowser.Remember(context, login.Session);
        return SeeOtherAsync(context, AuthorizationEndpoint.ContinuationOf(login));
    }

    private static Task SeeOtherAsync(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
        return Task.CompletedTask;
    }

    private Task RefuseAsync(HttpContext context) => browser.ShowAsync(
        context, LoginPage.Message("This login is over", "It has expired, or began in another browser. Begin again from the application that you want to use."), StatusCodes.Status400BadRequest);
}
