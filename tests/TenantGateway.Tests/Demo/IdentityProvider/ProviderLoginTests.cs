using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Demo.Checking;
using TenantGateway.Demo.IdentityProvider;

namespace TenantGateway.Tests.Demo.IdentityProvider;

/// <summary>People who log in at the demo's identity provider, with a browser that does as it is told.</summary>
public sealed class ProviderLoginTests : IAsyncLifetime
{
    private const string Admin = "admin@operator";

    private readonly TemporaryDirectory _data = new();
    private readonly FakeTimeProvider _clock = new(IdentityProviderFixture.Now);
    private readonly PlainBrowser _browser = new() { StopsBefore = address => address.Port == 1 };
    private DemoIdentityProvider? _provider;
    private TestApplication? _application;
    private HttpClient? _client;

    private DemoIdentityProvider Provider => _provider ?? throw new InvalidOperationException("Not started.");

    private TestApplication Application => _application ?? throw new InvalidOperationException("Not started.");

    private HttpClient Client => _client ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _provider = await DemoIdentityProvider.StartAsync(new DemoIdentityProviderOptions { DataDirectory = _data.Path, TimeProvider = _clock }, CancellationToken.None);
        _application = await TestApplication.StartAsync(_provider);
        _client = LoopbackClient.Create(_provider.Issuer);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        _browser.Dispose();
        await Application.DisposeAsync();
        await Provider.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task PasswordAndCode_GiveTokensThatSayHowAndWhen()
    {
        var answer = await LogInAsync();

        Assert.Equal(("the state", Provider.Issuer.AbsoluteUri), (answer.Query("state"), answer.Query("iss")));
        var tokens = await Application.RedeemAsync(answer.Query("code"));
        var (id, access) = (TestApplication.Claims(Text(tokens, "id_token")), TestApplication.Claims(Text(tokens, "access_token")));
        Assert.Equal(
            (DemoAccounts.AdminAtOperator.Subject, "org_operator", "the nonce", Application.Registered.Id, DemoClaims.MultiFactorContext, """["pwd","mfa"]"""),
            (id["sub"].GetString(), id["org_id"].GetString(), id["nonce"].GetString(), id["aud"].GetString(), id["acr"].GetString(), id["amr"].GetRawText()));
        Assert.Equal(_clock.GetUtcNow().ToUnixTimeSeconds(), id["auth_time"].GetInt64());
        Assert.Equal(
            (DemoAudiences.AdminPlane, "org_operator", """["pwd","mfa"]""", """["tenant-admin","key-admin","policy-admin"]""", id["sid"].GetString()),
            (access["aud"].GetString(), access["org_id"].GetString(), access[DemoClaims.AuthenticationMethods].GetRawText(), access[DemoClaims.Roles].GetRawText(), access[DemoClaims.Session].GetString()));
        Assert.Equal(id["auth_time"].GetInt64(), access[DemoClaims.AuthenticationTime].GetInt64());
        Assert.Equal("at+jwt", TestApplication.Claims(Text(tokens, "access_token"), part: 0)["typ"].GetString());
        Assert.DoesNotContain(access.Keys.Concat(id.Keys), name => name.StartsWith("demo_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NoSecondFactorAskedFor_NoneIsClaimed()
    {
        var page = await _browser.GoAsync(Application.Authorize(("acr_values", null)));

        var answer = await GivePasswordAsync(page, Admin);

        var tokens = await Application.RedeemAsync(answer.Query("code"));
        Assert.Equal("""["pwd"]""", TestApplication.Claims(Text(tokens, "access_token"))[DemoClaims.AuthenticationMethods].GetRawText());
        Assert.NotEqual(DemoClaims.MultiFactorContext, TestApplication.Claims(Text(tokens, "id_token"))["acr"].GetString());
    }

    [Theory]
    [InlineData("agent@acme", "demo")]
    [InlineData("admin@operator", "wrong")]
    [InlineData("nobody@operator", "demo")]
    public async Task AccountOfAnotherOrganizationOrWrongPassword_GetsTheSamePageAgain(string user, string password)
    {
        var page = await _browser.GoAsync(Application.Authorize());

        var again = await _browser.SubmitAsync(page, "/demo/login", ("user", user), ("password", password));

        Assert.Equal(401, again.Status);
        Assert.Contains("The account, its organization or the password is not right.", again.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoOrganizationNamed_ThePageAsks()
    {
        var page = await _browser.GoAsync(Application.Authorize(("organization", null), ("acr_values", null), ("audience", null)));
        Assert.Contains("<option>org_globex</option>", page.Body, StringComparison.Ordinal);

        var answer = await _browser.SubmitAsync(page, "/demo/login", ("organization", "org_globex"), ("user", "agent@globex"), ("password", "demo"));

        Assert.Equal("org_globex", TestApplication.Claims(Text(await Application.RedeemAsync(answer.Query("code")), "access_token"))["org_id"].GetString());
    }

    [Fact]
    public async Task CodeOfTheAuthenticator_CountsOnce()
    {
        var code = await CodeAsync();
        Assert.NotNull((await LogInAsync()).Query("code"));
        using var other = new PlainBrowser { StopsBefore = address => address.Port == 1 };
        var page = await GivePasswordAsync(await other.GoAsync(Application.Authorize()), Admin, other);

        var again = await other.SubmitAsync(page, "/demo/login/code", ("code", code));

        Assert.Equal(401, again.Status);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.NotNull((await other.SubmitAsync(again, "/demo/login/code", ("code", await CodeAsync()))).Query("code"));
    }

    [Fact]
    public async Task FiveWrongCodes_LockTheSecondFactorForFiveMinutes()
    {
        var page = await GivePasswordAsync(await _browser.GoAsync(Application.Authorize()), Admin);
        var wrong = (await CodeAsync())[0] == '1' ? "222222" : "111111";
        for (var i = 0; i < SecondFactors.MostFailures - 1; i++) Assert.Equal(401, (page = await _browser.SubmitAsync(page, "/demo/login/code", ("code", wrong))).Status);

        Assert.Equal(429, (await _browser.SubmitAsync(page, "/demo/login/code", ("code", wrong))).Status);

        var again = await GivePasswordAsync(await _browser.GoAsync(Application.Authorize()), Admin);
        Assert.Equal(429, (await _browser.SubmitAsync(again, "/demo/login/code", ("code", await CodeAsync()))).Status);
        _clock.Advance(SecondFactors.LockedFor);
        Assert.NotNull((await LogInAsync()).Query("code"));
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    [InlineData("max_age", "60")]
    [InlineData("organization", "org_acme")]
    public async Task LoginOfBefore_DoesNotDoWhereTheRequestAsksForAnother(string parameter, string value)
    {
        await LogInAsync();
        Assert.NotNull((await _browser.GoAsync(Application.Authorize())).Query("code"));
        _clock.Advance(TimeSpan.FromSeconds(61));

        var page = await _browser.GoAsync(Application.Authorize((parameter, value)));

        Assert.Equal("/demo/login", page.Address.AbsolutePath);
    }

    [Fact]
    public async Task PromptNone_IsLoginRequiredForAStranger()
    {
        var answer = await _browser.GoAsync(Application.Authorize(("prompt", "none")));

        Assert.Equal(("login_required", "the state"), (answer.Query("error"), answer.Query("state")));
    }

    [Theory]
    [InlineData("client_id", "another", 401)]
    [InlineData("redirect_uri", "http://127.0.0.1:1/elsewhere", 400)]
    public async Task ClientOrAddressThatIsNotRegistered_IsNeverRedirectedTo(string parameter, string value, int status)
    {
        var answer = await _browser.GoAsync(Application.Authorize((parameter, value)));

        Assert.Equal((status, Provider.Issuer.Port), (answer.Status, answer.Address.Port));
    }

    [Theory]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("organization", "org_elsewhere")]
    [InlineData("audience", "https://elsewhere.example")]
    [InlineData("response_type", "token")]
    public async Task RequestThatMakesNoSense_GetsNoCode(string parameter, string? value)
    {
        var answer = await _browser.GoAsync(Application.Authorize((parameter, value)));

        Assert.Equal((400, "/connect/authorize"), (answer.Status, answer.Address.AbsolutePath));
        Assert.StartsWith("error:", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code_verifier", "0123456789012345678901234567890123456789012345")]
    [InlineData("code_verifier", null)]
    [InlineData("client_secret", "wrong")]
    [InlineData("client_secret", null)]
    [InlineData("redirect_uri", "http://127.0.0.1:1/elsewhere")]
    public async Task CodeInOtherHands_IsWorthless(string parameter, string? value)
    {
        var code = (await LogInAsync()).Query("code");

        var refused = await Application.RedeemAsync(code, (parameter, value));

        Assert.True(Text(refused, "error") is "invalid_grant" or "invalid_client" or "invalid_request", refused.ToString());
    }

    [Fact]
    public async Task CodeUsedTwice_EndsTheSession()
    {
        var code = (await LogInAsync()).Query("code");
        var tokens = await Application.RedeemAsync(code);

        Assert.Equal("invalid_grant", Text(await Application.RedeemAsync(code), "error"));

        Assert.Equal("invalid_grant", Text(await Application.RefreshAsync(Text(tokens, "refresh_token")), "error"));
        Assert.Single(Application.LogoutTokens);
        Assert.Equal("/demo/login", (await _browser.GoAsync(Application.Authorize())).Address.AbsolutePath);
    }

    [Fact]
    public async Task RefreshTokens_Rotate_AndReuseEndsTheSession()
    {
        var first = await Application.RedeemAsync((await LogInAsync()).Query("code"));
        _clock.Advance(TimeSpan.FromMinutes(30));

        var second = await Application.RefreshAsync(Text(first, "refresh_token"));

        var (before, after) = (TestApplication.Claims(Text(first, "access_token")), TestApplication.Claims(Text(second, "access_token")));
        Assert.NotEqual(Text(first, "refresh_token"), Text(second, "refresh_token"));
        Assert.Equal(before[DemoClaims.AuthenticationTime].GetInt64(), after[DemoClaims.AuthenticationTime].GetInt64());
        Assert.Equal(before["iat"].GetInt64() + 1800, after["iat"].GetInt64());
        Assert.Equal("invalid_grant", Text(await Application.RefreshAsync(Text(first, "refresh_token")), "error"));
        Assert.Equal("invalid_grant", Text(await Application.RefreshAsync(Text(second, "refresh_token")), "error"));
    }

    [Fact]
    public async Task LogoutWithTheIdToken_EndsTheSessionAndTellsTheApplication()
    {
        var tokens = await Application.RedeemAsync((await LogInAsync()).Query("code"));
        var session = TestApplication.Claims(Text(tokens, "id_token"))["sid"].GetString();

        var answer = await _browser.GoAsync(Logout(("id_token_hint", Text(tokens, "id_token")), ("post_logout_redirect_uri", TestApplication.PostLogoutRedirectUri.AbsoluteUri), ("state", "gone")));

        Assert.Equal($"{TestApplication.PostLogoutRedirectUri}?state=gone", answer.Address.AbsoluteUri);
        var token = Assert.Single(Application.LogoutTokens);
        var claims = TestApplication.Claims(token);
        Assert.Equal(("logout+jwt", "RS256"), (TestApplication.Claims(token, part: 0)["typ"].GetString(), TestApplication.Claims(token, part: 0)["alg"].GetString()));
        Assert.Equal(
            (Provider.Issuer.AbsoluteUri, Application.Registered.Id, DemoAccounts.AdminAtOperator.Subject, session, """{"http://schemas.openid.net/event/backchannel-logout":{}}"""),
            (claims["iss"].GetString(), claims["aud"].GetString(), claims["sub"].GetString(), claims["sid"].GetString(), claims["events"].GetRawText()));
        Assert.False(claims.ContainsKey("nonce"));
        Assert.Equal("/demo/login", (await _browser.GoAsync(Application.Authorize())).Address.AbsolutePath);
        Assert.Equal("invalid_grant", Text(await Application.RefreshAsync(Text(tokens, "refresh_token")), "error"));
    }

    [Fact]
    public async Task LogoutWithoutTheIdToken_AsksFirst()
    {
        await LogInAsync();

        var page = await _browser.GoAsync(Logout());

        Assert.Contains("Log out?", page.Body, StringComparison.Ordinal);
        Assert.NotNull((await _browser.GoAsync(Application.Authorize())).Query("code"));
        Assert.Contains("Logged out", (await _browser.SubmitAsync(page, "connect/logout")).Body, StringComparison.Ordinal);
        Assert.Equal("/demo/login", (await _browser.GoAsync(Application.Authorize())).Address.AbsolutePath);
    }

    [Fact]
    public async Task LogoutAddressThatIsNotRegistered_IsNeverRedirectedTo()
    {
        var answer = await _browser.GoAsync(Logout(("post_logout_redirect_uri", "https://elsewhere.example/")));

        Assert.Equal((400, Provider.Issuer.Port), (answer.Status, answer.Address.Port));
    }

    [Fact]
    public async Task AdministratorOfTheProvider_LogsOutAnybody()
    {
        await LogInAsync();

        using var response = await Client.PostAsync($"demo/logout?user={Admin}", null);

        Assert.Equal("""{"told":1}""", await response.Content.ReadAsStringAsync());
        var claims = TestApplication.Claims(Assert.Single(Application.LogoutTokens));
        Assert.Equal(DemoAccounts.AdminAtOperator.Subject, claims["sub"].GetString());
        Assert.False(claims.ContainsKey("sid"));
        Assert.Equal("/demo/login", (await _browser.GoAsync(Application.Authorize())).Address.AbsolutePath);
    }

    [Fact]
    public async Task PageOfALogin_BelongsToTheBrowserThatBeganIt()
    {
        var page = await _browser.GoAsync(Application.Authorize());
        using var other = new PlainBrowser();

        Assert.Equal(400, (await other.GoAsync(page.Address)).Status);
        Assert.Equal(400, (await other.SubmitAsync(page, "/demo/login", ("user", Admin), ("password", "demo"))).Status);
    }

    [Fact]
    public async Task FormOfAnotherOrigin_IsRefused()
    {
        var page = await _browser.GoAsync(Application.Authorize());

        var answer = await _browser.PostAsync(
            page.Address, [KeyValuePair.Create("id", page.Query("id") ?? ""), KeyValuePair.Create("user", Admin), KeyValuePair.Create("password", "demo")], "https://elsewhere.example");

        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task Pages_RunNoScripts_AndCookiesAreForTheServerAlone()
    {
        var page = await _browser.GoAsync(Application.Authorize());
        await LogInAsync();

        Assert.Equal(
            "default-src 'none'; style-src 'self'; form-action 'self' http://127.0.0.1:1; frame-ancestors 'none'; base-uri 'none'",
            Assert.Single(page.Headers?.GetValues("Content-Security-Policy") ?? []));
        Assert.All(_browser.SetCookies, cookie =>
        {
            Assert.StartsWith("__Host-demo-", cookie, StringComparison.Ordinal);
            Assert.EndsWith("; path=/; secure; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Discovery_TellsWhatThereIs()
    {
        var discovery = JsonDocument.Parse(await Client.GetStringAsync(".well-known/openid-configuration")).RootElement;

        Assert.Equal(Provider.Issuer + "connect/authorize", discovery.GetProperty("authorization_endpoint").GetString());
        Assert.Equal(Provider.Issuer + "connect/logout", discovery.GetProperty("end_session_endpoint").GetString());
        Assert.True(discovery.GetProperty("backchannel_logout_supported").GetBoolean());
        Assert.True(discovery.GetProperty("backchannel_logout_session_supported").GetBoolean());
        Assert.True(discovery.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        Assert.Equal(["S256"], discovery.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(method => method.GetString()));
    }

    [Fact]
    public async Task Authenticator_IsShownToPeople_AndItsCodeToScripts()
    {
        Assert.Matches("^[0-9]{6}$", await CodeAsync());
        var page = await _browser.GoAsync(new Uri(Provider.Issuer, $"demo/totp?user={Admin}"));
        Assert.Matches("secret=[A-Z2-7]{32}&amp;", page.Body);
        Assert.Equal(404, (await _browser.GoAsync(new Uri(Provider.Issuer, "demo/totp?user=nobody@operator"))).Status);
    }

    private async Task<Page> LogInAsync()
    {
        var code = await GivePasswordAsync(await _browser.GoAsync(Application.Authorize(("prompt", "login"))), Admin);
        return await _browser.SubmitAsync(code, "/demo/login/code", ("code", await CodeAsync()));
    }

    private Task<Page> GivePasswordAsync(Page page, string user, PlainBrowser? browser = null) =>
        (browser ?? _browser).SubmitAsync(page, "/demo/login", ("user", user), ("password", "demo"));

    private Task<string> CodeAsync() => Client.GetStringAsync($"demo/totp?user={Admin}");

    private Uri Logout(params (string Name, string? Value)[] parameters) =>
        new(Provider.Issuer, "connect/logout" + Microsoft.AspNetCore.Http.QueryString.Create(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))));

    private static string? Text(JsonElement answer, string name) => answer.TryGetProperty(name, out var value) ? value.GetString() : $"no {name} in {answer}";
}
