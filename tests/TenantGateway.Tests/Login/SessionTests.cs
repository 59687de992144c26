using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Demo.Checking;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Login;

/// <summary>What a session may do, what others may do with it, and its ends.</summary>
public sealed class SessionTests(LoginWorld fixture) : IClassFixture<LoginWorld>, IDisposable
{
    private readonly PlainBrowser _browser = new();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task ApiTakesTheCookie_WithTheHeaderAlone()
    {
        var antiForgery = LoginWorld.AntiForgeryOf(await fixture.LogInAsync(_browser));

        Assert.Equal(200, (await ApiAsync("GET", "admin/tenants", ("X-Anti-Forgery", antiForgery))).Status);
        Assert.Equal("foreign_origin", (await ApiAsync("GET", "admin/tenants")).Reason);
        Assert.Equal("foreign_origin", (await ApiAsync("GET", "admin/tenants", ("X-Anti-Forgery", antiForgery[1..] + "A"))).Reason);
        Assert.Equal("foreign_origin", (await ApiAsync("GET", "admin/tenants", ("X-Anti-Forgery", antiForgery), ("Sec-Fetch-Site", "same-site"))).Reason);
        Assert.Contains(await fixture.World.AuditAsync("operator"), record => record["event"] == "access.security_alert" && record["outcome"] == "foreign_origin");
    }

    [Fact]
    public async Task ChangeByTheApi_NeedsHeaderAndOrigin()
    {
        var antiForgery = ("X-Anti-Forgery", LoginWorld.AntiForgeryOf(await fixture.LogInAsync(_browser)));
        var origin = ("Origin", Origin);

        Assert.Equal("foreign_origin", (await ApiAsync("POST", "admin/tenants/acme/hold", antiForgery, ("X-Reason", "why"))).Reason);
        Assert.Equal("foreign_origin", (await ApiAsync("POST", "admin/tenants/acme/hold", origin, ("X-Reason", "why"))).Reason);
        Assert.Equal("foreign_origin", (await ApiAsync("POST", "admin/tenants/acme/hold", antiForgery, ("Origin", "https://elsewhere.example"), ("X-Reason", "why"))).Reason);
        Assert.Equal("foreign_origin", (await ApiAsync("POST", "admin/tenants/acme/hold", antiForgery, ("Origin", "null"), ("X-Reason", "why"))).Reason);
        Assert.Equal(200, (await ApiAsync("POST", "admin/tenants/acme/hold", antiForgery, origin, ("X-Reason", "why"))).Status);
    }

    [Fact]
    public async Task CookieAndToken_AreNotTakenTogether()
    {
        await fixture.LogInAsync(_browser);

        var answer = await ApiAsync("GET", "admin/tenants", ("Authorization", $"Bearer {await fixture.World.TokenAsync(LoginWorld.Admin)}"));

        Assert.Equal((400, "two_credentials"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task OtherSites_OpenPagesAndNothingElse()
    {
        await fixture.LogInAsync(_browser);

        Assert.Contains("<h2 id=\"person\">You</h2>", (await _browser.GoAsync(fixture.Start, request => request.Headers.Add("Sec-Fetch-Site", "cross-site"))).Body, StringComparison.Ordinal);
        var framed = await ApiAsync("GET", "", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe"));
        var fetched = await ApiAsync("GET", "", ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "image"));
        Assert.All([framed, fetched], answer => Assert.Equal(403, answer.Status));
    }

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task FormOfAnotherPage_ChangesNothing(string? origin)
    {
        var page = await fixture.LogInAsync(_browser);
        var cookie = _browser.Cookies[LoginWorld.SessionCookie];

        var answer = await _browser.PostAsync(fixture.At("/logout"), [KeyValuePair.Create(BrowserSession.FormField, LoginWorld.AntiForgeryOf(page))], origin);

        Assert.Contains("<code>foreign_origin</code>", answer.Body, StringComparison.Ordinal);
        Assert.Equal(cookie, _browser.Cookies[LoginWorld.SessionCookie]);
    }

    [Fact]
    public async Task FormWithoutTheTokenOrWithThatOfAnotherSession_ChangesNothing()
    {
        using var other = new PlainBrowser();
        var foreign = LoginWorld.AntiForgeryOf(await fixture.LogInAsync(other, LoginWorld.Approver));
        await fixture.LogInAsync(_browser);

        Assert.Equal(403, (await _browser.PostAsync(fixture.At("/logout"), [], Origin)).Status);
        Assert.Equal(403, (await _browser.PostAsync(fixture.At("/logout"), [KeyValuePair.Create(BrowserSession.FormField, foreign)], Origin)).Status);
        Assert.Equal(413, (await _browser.PostAsync(fixture.At("/logout"), [KeyValuePair.Create(BrowserSession.FormField, new string('a', 20_000))], Origin)).Status);
        Assert.Contains("<h2 id=\"person\">You</h2>", (await _browser.GoAsync(fixture.Start)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logout_EndsTheSessionHereAndAtTheIdentityProvider()
    {
        var page = await fixture.LogInAsync(_browser);
        var stolen = _browser.Cookies[LoginWorld.SessionCookie];

        var after = await _browser.SubmitAsync(page, "/logout");

        Assert.Equal(fixture.Start, after.Address);
        Assert.Contains("""href="/login">Sign in</a>""", after.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(LoginWorld.SessionCookie, _browser.Cookies.Keys);
        Assert.Equal(LoginEndpoints.PasswordPath, (await _browser.GoAsync(fixture.At("/login"))).Address.AbsolutePath);
        _browser.Cookies[LoginWorld.SessionCookie] = stolen;
        Assert.Equal((401, "session_ended"), await StatusAsync("admin/tenants"));
        Assert.Contains(await fixture.World.AuditAsync("operator"), record => record["event"] == "login.ended");
    }

    [Fact]
    public async Task LogoutEverywhere_EndsOtherSessionsAndTokens()
    {
        using var elsewhere = new PlainBrowser();
        await fixture.LogInAsync(elsewhere);
        var token = await fixture.World.TokenAsync(LoginWorld.Admin);
        var page = await fixture.LogInAsync(_browser);

        await _browser.SubmitAsync(page, "/logout/everywhere");

        Assert.Contains("Your session has ended.", (await elsewhere.GoAsync(fixture.Start)).Body, StringComparison.Ordinal);
        using var request = LoopbackClient.Request(HttpMethod.Get, "admin/tenants").With("Authorization", $"Bearer {token}");
        Assert.Equal("invalid_token", (await Answer.ReadAsync(await fixture.World.Admin.SendAsync(request))).Reason);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains("<h2 id=\"person\">You</h2>", (await fixture.LogInAsync(_browser)).Body, StringComparison.Ordinal);
    }

    /// <summary>Over the back channel, in one request of the identity provider to the data plane.</summary>
    [Fact]
    public async Task LogoutAtTheProvider_EndsOurSessionOfItAndNoOther()
    {
        using var elsewhere = new PlainBrowser();
        await fixture.LogInAsync(elsewhere);
        await fixture.LogInAsync(_browser);

        var asked = await _browser.GoAsync(new Uri(fixture.World.Issuer, "connect/logout"));
        Assert.Contains("Logged out", (await _browser.SubmitAsync(asked, "connect/logout")).Body, StringComparison.Ordinal);

        Assert.Equal((401, "session_ended"), await StatusAsync("admin/tenants"));
        Assert.Contains("Your session has ended.", (await _browser.GoAsync(fixture.Start)).Body, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"person\">You</h2>", (await elsewhere.GoAsync(fixture.Start)).Body, StringComparison.Ordinal);
        Assert.Contains(await fixture.World.AuditAsync("operator"), record => record["event"] == "login.logged_out");
    }

    [Fact]
    public async Task LogoutOfThePersonByAnAdministrator_EndsEverySession()
    {
        using var elsewhere = new PlainBrowser();
        await fixture.LogInAsync(elsewhere, LoginWorld.Approver);
        await fixture.LogInAsync(_browser, LoginWorld.Approver);

        using var provider = LoopbackClient.Create(fixture.World.Issuer);
        using var told = await provider.PostAsync($"demo/logout?user={LoginWorld.Approver}", null);

        Assert.Equal("""{"told":1}""", await told.Content.ReadAsStringAsync());
        Assert.Contains("Your session has ended.", (await _browser.GoAsync(fixture.Start)).Body, StringComparison.Ordinal);
        Assert.Contains("Your session has ended.", (await elsewhere.GoAsync(fixture.Start)).Body, StringComparison.Ordinal);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task RevocationOfTheProvidersSession_EndsOurs()
    {
        await fixture.LogInAsync(_browser);
        var revocations = fixture.World.Gateway.Services.GetRequiredService<IRevocations>();

        await revocations.RevokeAsync(
            [new RevocationOrder(RevocationKind.Subject, fixture.World.Issuer.AbsoluteUri, DemoAccounts.AdminAtOperator.Subject, fixture.Clock.GetUtcNow())], new ActorId("ac_" + new string('a', 26)), CancellationToken.None);

        Assert.Contains("Your session has ended.", (await _browser.GoAsync(fixture.Start)).Body, StringComparison.Ordinal);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task SessionThatIsUsed_EndsAtItsTime()
    {
        await fixture.LogInAsync(_browser);
        for (var i = 0; i < 2; i++)
        {
            fixture.Clock.Advance(TimeSpan.FromMinutes(25));
            Assert.Contains("<h2 id=\"person\">You</h2>", (await _browser.GoAsync(fixture.Start)).Body, StringComparison.Ordinal);
        }

        fixture.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Contains("Your session has ended.", (await _browser.GoAsync(fixture.Start)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(LoginWorld.SessionCookie, _browser.Cookies.Keys);
    }

    [Fact]
    public async Task SessionThatIsNotUsed_AsksForTheLoginAgain()
    {
        await fixture.LogInAsync(_browser);
        fixture.Clock.Advance(TimeSpan.FromMinutes(31));

        var page = await _browser.GoAsync(fixture.Start);

        Assert.Equal(LoginEndpoints.PasswordPath, page.Address.AbsolutePath);
        Assert.Contains(_browser.Visited, address => address.AbsolutePath == "/login" && address.Query.Contains("max_age=1800", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ChangeThatNeedsAFresherLogin_LeadsOverTheLoginBackToThePage()
    {
        var (id, hash) = await fixture.RequestOperationAsync();
        var page = await fixture.LogInAsync(_browser, LoginWorld.Approver, $"/login?return=/operations/{id}");
        Assert.Contains(hash, page.Body, StringComparison.Ordinal);
        fixture.Clock.Advance(TimeSpan.FromMinutes(6));

        var login = await _browser.SubmitAsync(page, "/approve", ("reason", "checked"));

        Assert.Equal(LoginEndpoints.PasswordPath, login.Address.AbsolutePath);
        var back = await fixture.GiveCodeAsync(_browser, await LoginWorld.GivePasswordAsync(_browser, login, LoginWorld.Approver), LoginWorld.Approver);
        Assert.Equal(fixture.At($"/operations/{id}"), back.Address);
        Assert.Contains(">requested<", back.Body, StringComparison.Ordinal);
        Assert.Contains(">denied<", (await _browser.SubmitAsync(back, "/deny", ("reason", "not now"))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approval_TakesAnotherPerson_AndExactlyWhatWasShown()
    {
        var (id, _) = await fixture.RequestOperationAsync(tenant: "acme");
        var own = await fixture.LogInAsync(_browser, path: $"/login?return=/operations/{id}");
        Assert.DoesNotContain("/approve", own.Body, StringComparison.Ordinal);
        using var other = new PlainBrowser();
        var page = await fixture.LogInAsync(other, LoginWorld.Approver, $"/login?return=/operations/{id}");

        var self = await _browser.PostAsync(fixture.At($"/operations/{id}/approve"), Fields(own, page.Body.Split("name=\"hash\" value=\"")[1].Split('"')[0]), Origin);
        var bent = await other.SubmitAsync(page, "/approve", ("reason", "checked"), ("hash", new string('0', 64)));
        var silent = await other.SubmitAsync(page, "/approve", ("reason", " "));

        Assert.Contains("<code>self_approval</code>", self.Body, StringComparison.Ordinal);
        Assert.Contains("<code>operation_stale</code>", bent.Body, StringComparison.Ordinal);
        Assert.Contains("<code>missing_reason</code>", silent.Body, StringComparison.Ordinal);
        var approved = await other.SubmitAsync(page, "/approve", ("reason", "checked against the contract"));
        Assert.Equal((200, fixture.At($"/operations/{id}")), (approved.Status, approved.Address));
        await Eventually.IsTrueAsync(async () => (await other.GoAsync(fixture.At($"/operations/{id}"))).Body.Contains(">done<", StringComparison.Ordinal));
        Assert.Contains("class=\"state terminated\"", (await other.GoAsync(fixture.Start)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_RunNoScripts_AndEncodeWhatOthersWrote()
    {
        var page = await fixture.LogInAsync(_browser);
        var token = await fixture.World.TokenAsync(LoginWorld.Admin);
        using var creation = LoopbackClient.Request(
            HttpMethod.Post, "admin/tenants",
            $$"""{"id":"markup","displayName":"<script>alert(1)</script>","organizations":[{"issuer":"{{fixture.World.Issuer}}","organizationId":"org_markup"}]}""")
            .With("Authorization", $"Bearer {token}").With("X-Reason", "a name");
        Assert.Equal(201, (await Answer.ReadAsync(await fixture.World.Admin.SendAsync(creation))).Status);

        var again = await _browser.GoAsync(fixture.Start);

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", again.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", again.Body, StringComparison.Ordinal);
        Assert.Equal(
            $"default-src 'none'; style-src 'self'; form-action 'self' {fixture.World.Issuer.GetLeftPart(UriPartial.Authority)}; frame-ancestors 'none'; base-uri 'none'",
            Assert.Single(page.Headers?.GetValues("Content-Security-Policy") ?? []));
        Assert.Equal(("DENY", "nosniff", "same-origin", "no-store"), (Header(page, "X-Frame-Options"), Header(page, "X-Content-Type-Options"), Header(page, "Referrer-Policy"), Header(page, "Cache-Control")));
    }

    [Fact]
    public async Task SessionsThatCannotBeRead_OpenNothing_AndAreNotOver()
    {
        var antiForgery = LoginWorld.AntiForgeryOf(await fixture.LogInAsync(_browser));
        fixture.Sessions.IsDown = true;
        try
        {
            var answer = await ApiAsync("GET", "admin/tenants", ("X-Anti-Forgery", antiForgery));
            Assert.Equal((503, "revocations_unknown"), (answer.Status, answer.Reason));
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            Assert.Equal(503, (await ApiAsync("GET", "")).Status);
        }
        finally
        {
            fixture.Sessions.IsDown = false;
        }

        Assert.Equal(200, (await ApiAsync("GET", "admin/tenants", ("X-Anti-Forgery", antiForgery))).Status);
    }

    [Fact]
    public async Task PageWithoutASession_LeadsOverTheLogin()
    {
        var (id, _) = await fixture.RequestOperationAsync();

        var page = await fixture.LogInAsync(_browser, path: $"/operations/{id}");

        Assert.Equal(fixture.At($"/operations/{id}"), page.Address);
    }

    [Fact]
    public async Task Token_OpensNoPages()
    {
        var token = await fixture.World.TokenAsync(LoginWorld.Admin);

        var page = await _browser.GoAsync(fixture.Start, request => request.Headers.Add("Authorization", $"Bearer {token}"));

        Assert.Equal(404, page.Status);
    }

    private string Origin => fixture.Start.GetLeftPart(UriPartial.Authority);

    private static Dictionary<string, string> Fields(Page page, string hash) =>
        new() { [BrowserSession.FormField] = LoginWorld.AntiForgeryOf(page), ["reason"] = "checked", ["hash"] = hash };

    private static string Header(Page page, string name) => Assert.Single(page.Headers?.GetValues(name) ?? []);

    private async Task<(int, string?)> StatusAsync(string path)
    {
        var answer = await ApiAsync("GET", path, ("X-Anti-Forgery", "x"));
        return (answer.Status, answer.Reason);
    }

    /// <summary>As a script sends it, with the cookies of the browser.</summary>
    private async Task<Answer> ApiAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = LoopbackClient.Request(new HttpMethod(method), path, method == "POST" ? "{}" : null)
            .With("Cookie", $"{LoginWorld.SessionCookie}={_browser.Cookies[LoginWorld.SessionCookie]}");
        foreach (var (name, value) in headers) request.With(name, value);
        return await Answer.ReadAsync(await fixture.World.Admin.SendAsync(request));
    }
}
