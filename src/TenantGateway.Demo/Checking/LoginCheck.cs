using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Demo.World;

namespace TenantGateway.Demo.Checking;

/// <summary>People at browsers of their own, on the pages of the admin plane.</summary>
internal sealed class LoginCheck(DemoWorld world, CheckClient client) : IDisposable
{
    private const string Admin = "admin@operator";
    private const string Approver = "approver@operator";
    private const string Session = "__Host-tgw-session";

    private readonly PlainBrowser _admins = new();
    private readonly PlainBrowser _approvers = new();

    public CheckStep[] Steps() =>
    [
        new("an admin logs in at a browser, with a code", LogInAsync),
        new("signing out ends the session for whoever has it", SignOutAsync),
        new("a logout at the identity provider ends it too", LogOutElsewhereAsync),
    ];

    public void Dispose()
    {
        _admins.Dispose();
        _approvers.Dispose();
    }

    private async Task<string> LogInAsync(CancellationToken cancellationToken)
    {
        var asked = await _admins.GoAsync(new Uri(world.AdminPlane, "login"));
        CheckFailedException.ThrowUnless(asked.Address.Port == world.Issuer.Port, $"{asked.Address}");
        var page = await GiveAsync(_admins, asked, Admin, cancellationToken);
        CheckFailedException.ThrowUnless(IsSignedIn(page) && page.Body.Contains("globex", StringComparison.Ordinal) && _admins.Cookies.ContainsKey(Session), page.Body);
        return "password and code at the identity provider; the tenants are shown";
    }

    private async Task<string> SignOutAsync(CancellationToken cancellationToken)
    {
        var page = await _admins.GoAsync(world.AdminPlane);
        var stolen = _admins.Cookies.GetValueOrDefault(Session) ?? throw new CheckFailedException("no session");
        await _admins.SubmitAsync(page, "/logout");
        CheckFailedException.ThrowUnless(!_admins.Cookies.ContainsKey(Session), "The cookie stayed.");
        using var thief = new PlainBrowser();
        thief.Cookies[Session] = stolen;
        var seen = await thief.GoAsync(world.AdminPlane);
        CheckFailedException.ThrowUnless(!IsSignedIn(seen), seen.Body);
        return "a copy of the cookie opens nothing";
    }

    private async Task<string> LogOutElsewhereAsync(CancellationToken cancellationToken)
    {
        var page = await GiveAsync(_approvers, await _approvers.GoAsync(new Uri(world.AdminPlane, "login")), Approver, cancellationToken);
        CheckFailedException.ThrowUnless(IsSignedIn(page), page.Body);
        (await client.SendWithTokenAsync(null, HttpMethod.Post, new Uri(world.Issuer, $"demo/logout?user={Approver}"), null, null, cancellationToken)).Expect(200);
        var seen = await _approvers.GoAsync(world.AdminPlane);
        CheckFailedException.ThrowUnless(!IsSignedIn(seen), seen.Body);
        return "told over the back channel; the next page asks to log in";
    }

    private async Task<Page> GiveAsync(PlainBrowser browser, Page asked, string user, CancellationToken cancellationToken)
    {
        var second = await browser.SubmitAsync(asked, LoginEndpoints.PasswordPath, ("user", user), ("password", DemoAccounts.Password));
        return await browser.SubmitAsync(second, LoginEndpoints.CodePath, ("code", await client.CodeAsync(user, cancellationToken)));
    }

    private static bool IsSignedIn(Page page) => page.Status == 200 && page.Body.Contains("<h2 id=\"person\">You</h2>", StringComparison.Ordinal);
}
