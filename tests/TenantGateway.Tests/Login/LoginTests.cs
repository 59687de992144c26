using TenantGateway.Demo.Checking;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Login;

/// <summary>Logins at a browser, by people and by those who would be them.</summary>
public sealed class LoginTests(LoginWorld fixture) : IClassFixture<LoginWorld>, IDisposable
{
    private readonly PlainBrowser _browser = new();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task Login_LeadsToTheStartPage_AndIsOnRecord()
    {
        var welcome = await _browser.GoAsync(fixture.Start);
        Assert.Contains("""<a class="button" href="/login">Sign in</a>""", welcome.Body, StringComparison.Ordinal);

        var page = await fixture.LogInAsync(_browser);

        Assert.Equal((200, fixture.Start), (page.Status, page.Address));
        Assert.Contains("key-admin, policy-admin, tenant-admin", page.Body, StringComparison.Ordinal);
        Assert.Contains("a second factor", page.Body, StringComparison.Ordinal);
        Assert.Contains("<code>acme</code>", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(DemoAccounts.AdminAtOperator.Subject, page.Body, StringComparison.Ordinal);
        Assert.Contains(await fixture.World.AuditAsync("operator"), record => record["event"] == "login.accepted" && record["evidence"] == "mfa");
    }

    [Fact]
    public async Task AuthorizationRequest_IsSetUpLikeAuth0s()
    {
        _browser.StopsBefore = address => address.AbsolutePath == "/connect/authorize";

        var sent = await _browser.GoAsync(fixture.At("/login"));

        Assert.Equal(
            ("tenantgateway-admin", "code", "openid", DemoAudiences.AdminPlane, "org_operator", DemoClaims.MultiFactorContext, "1800", "S256", fixture.At("/login/callback").AbsoluteUri),
            (sent.Query("client_id"), sent.Query("response_type"), sent.Query("scope"), sent.Query("audience"), sent.Query("organization"), sent.Query("acr_values"), sent.Query("max_age"), sent.Query("code_challenge_method"), sent.Query("redirect_uri")));
        Assert.All(["state", "nonce", "code_challenge"], name => Assert.True(sent.Query(name)?.Length >= 43, name));
        Assert.Null(sent.Query("response_mode"));
    }

    [Fact]
    public async Task Cookies_AreForThisHostAndTheServerAlone()
    {
        await fixture.LogInAsync(_browser);

        var own = _browser.SetCookies.Where(cookie => cookie.StartsWith("__Host-tgw", StringComparison.Ordinal)).ToList();
        Assert.Contains(own, cookie => System.Text.RegularExpressions.Regex.IsMatch(cookie, "^__Host-tgw-session=[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Lax$"));
        Assert.All(_browser.SetCookies, cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.All(["; path=/", "; secure", "; httponly", "; samesite=lax"], attribute => Assert.Contains(attribute, cookie, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain("; domain", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task MemberOfAnotherOrganization_GetsNoSession()
    {
        var request = await AuthorizationAsync();

        var code = await LoginWorld.GivePasswordAsync(_browser, await _browser.GoAsync(Replace(request, "org_operator", "org_acme")), "agent@acme");
        var page = await fixture.GiveCodeAsync(_browser, code, "agent@acme");

        AssertRefused(page, 403, "unknown_organization");
    }

    [Fact]
    public async Task LoginWithoutASecondFactor_GetsNoSession()
    {
        var request = await AuthorizationAsync();

        var page = await LoginWorld.GivePasswordAsync(_browser, await _browser.GoAsync(Replace(request, "acr_values=", "acr_unvalued=")), LoginWorld.Admin);

        AssertRefused(page, 401, "insufficient_user_authentication");
    }

    [Fact]
    public async Task LoginOlderThanWasAskedFor_GetsNoSession()
    {
        await fixture.LogInAsync(_browser);
        fixture.Clock.Advance(TimeSpan.FromMinutes(31));
        var request = await AuthorizationAsync();

        // Whoever is at the browser may take the demand away; the answer is held against it all the same.
        var page = await _browser.GoAsync(Replace(request, "max_age=", "max_unaged="));

        AssertRefused(page, 400, "invalid_login");
    }

    [Theory]
    [InlineData("state=", "state=x")]
    [InlineData("iss=", "issuer=")]
    [InlineData("iss=http", "iss=https")]
    [InlineData("code=", "codes=")]
    [InlineData("code=", "code=another&code=")]
    public async Task AnswerThatWasBent_GetsNoSession(string part, string bent)
    {
        var answer = await AnswerAsync();

        AssertRefused(await _browser.GoAsync(Replace(answer.Address, part, bent)), 400, "invalid_login");
    }

    [Fact]
    public async Task AnswerToAnotherBrowser_GetsNoSession()
    {
        var answer = await AnswerAsync();
        using var victim = new PlainBrowser();

        AssertRefused(await victim.GoAsync(answer.Address), 400, "invalid_login", victim);
    }

    [Fact]
    public async Task AnswerTakenTwice_GetsOneSession()
    {
        var answer = await AnswerAsync();
        var cookies = _browser.Cookies.ToArray();
        Assert.Equal(200, (await _browser.GoAsync(answer.Address)).Status);
        using var thief = new PlainBrowser();
        foreach (var (name, value) in cookies) thief.Cookies[name] = value;

        AssertRefused(await thief.GoAsync(answer.Address), 400, "invalid_login", thief);
    }

    [Fact]
    public async Task CodeOfSomebodyElse_GetsNoSession()
    {
        using var attacker = new PlainBrowser();
        var stolen = await AnswerAsync();
        var own = await AnswerAsync(attacker, LoginWorld.Approver);

        var injected = own.Address.AbsoluteUri.Replace($"code={Escaped(own, "code")}", $"code={Escaped(stolen, "code")}", StringComparison.Ordinal);

        Assert.NotEqual(own.Address.AbsoluteUri, injected);
        AssertRefused(await attacker.GoAsync(new Uri(injected)), 400, "invalid_login", attacker);
    }

    [Fact]
    public async Task LoginThatTookTooLong_GetsNoSession()
    {
        var request = await AuthorizationAsync();
        var cookies = _browser.Cookies.ToArray();
        fixture.Clock.Advance(TimeSpan.FromMinutes(16));
        _browser.StopsBefore = address => address.AbsolutePath == "/login/callback";
        var page = await _browser.GoAsync(request);
        var answer = await fixture.GiveCodeAsync(_browser, await LoginWorld.GivePasswordAsync(_browser, page, LoginWorld.Admin), LoginWorld.Admin);
        _browser.StopsBefore = _ => false;
        foreach (var (name, value) in cookies) _browser.Cookies[name] = value;

        AssertRefused(await _browser.GoAsync(answer.Address), 400, "invalid_login");
    }

    [Fact]
    public async Task SessionThatWasPlanted_IsNotTheOneThatBegins()
    {
        var planted = new string('A', 43);
        _browser.Cookies[LoginWorld.SessionCookie] = planted;

        await fixture.LogInAsync(_browser);

        Assert.NotEqual(planted, _browser.Cookies[LoginWorld.SessionCookie]);
        using var attacker = new PlainBrowser();
        attacker.Cookies[LoginWorld.SessionCookie] = planted;
        Assert.Contains("Your session has ended.", (await attacker.GoAsync(fixture.Start)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoginAnew_EndsTheSessionBefore()
    {
        await fixture.LogInAsync(_browser);
        var before = _browser.Cookies[LoginWorld.SessionCookie];

        await _browser.GoAsync(fixture.At("/login"));

        Assert.NotEqual(before, _browser.Cookies[LoginWorld.SessionCookie]);
        using var other = new PlainBrowser();
        other.Cookies[LoginWorld.SessionCookie] = before;
        Assert.Contains("Your session has ended.", (await other.GoAsync(fixture.Start)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/admin/tenants")]
    public async Task Login_LeadsToPagesOfTheGatewayAlone(string asked)
    {
        var page = await fixture.LogInAsync(_browser, path: $"/login?return={Uri.EscapeDataString(asked)}");

        Assert.Equal(fixture.Start, page.Address);
    }

    [Fact]
    public async Task Database_KnowsNeitherCookieNorPerson()
    {
        await fixture.LogInAsync(_browser);
        string[] secrets = [_browser.Cookies[LoginWorld.SessionCookie], DemoAccounts.AdminAtOperator.Subject, "org_operator"];

        foreach (var file in Directory.EnumerateFiles(Path.Combine(fixture.World.StateDirectory, "gateway"), "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            var content = await reader.ReadToEndAsync();
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, content, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task WithoutTheSetting_ThereIsNoLogin()
    {
        await using var plain = await GatewayWorld.StartAsync();

        var answers = await Task.WhenAll(_browser.GoAsync(plain.AdminPlane), _browser.GoAsync(new Uri(plain.AdminPlane, "login")), _browser.GoAsync(new Uri(plain.AdminPlane, "console.css")));

        Assert.All(answers, answer => Assert.Equal((401, "application/problem+json"), (answer.Status, answer.ContentType)));
    }

    private async Task<Uri> AuthorizationAsync()
    {
        _browser.StopsBefore = address => address.AbsolutePath == "/connect/authorize";
        var stopped = await _browser.GoAsync(fixture.At("/login"));
        _browser.StopsBefore = _ => false;
        return stopped.Address;
    }

    /// <summary>A login up to the moment when the identity provider sends the browser back.</summary>
    private async Task<Page> AnswerAsync(PlainBrowser? browser = null, string user = LoginWorld.Admin)
    {
        var used = browser ?? _browser;
        used.StopsBefore = address => address.AbsolutePath == "/login/callback";
        var answer = await fixture.LogInAsync(used, user);
        used.StopsBefore = _ => false;
        return answer;
    }

    private static Uri Replace(Uri address, string part, string other)
    {
        Assert.Contains(part, address.AbsoluteUri, StringComparison.Ordinal);
        return new Uri(address.AbsoluteUri.Replace(part, other, StringComparison.Ordinal));
    }

    private static string Escaped(Page page, string name) => System.Text.RegularExpressions.Regex.Match(page.Address.AbsoluteUri, $"[?&]{name}=([^&]*)").Groups[1].Value;

    private void AssertRefused(Page page, int status, string reason, PlainBrowser? browser = null)
    {
        Assert.True((status, "text/html") == (page.Status, page.ContentType), $"{page.Status} {page.Body}");
        Assert.Contains($"<code>{reason}</code>", page.Body, StringComparison.Ordinal);
        if (browser is not null) Assert.DoesNotContain(LoginWorld.SessionCookie, browser.Cookies.Keys);
    }
}
