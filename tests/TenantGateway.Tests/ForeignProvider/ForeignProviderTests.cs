using System.Diagnostics;
using System.Text;
using TenantGateway.Authentication;
using TenantGateway.Demo.Checking;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Tests.Authentication;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.ForeignProvider;

/// <summary>Logins, keys and logouts of an OpenID provider that nobody here wrote.</summary>
public sealed class ForeignProviderTests(ForeignWorld fixture) : IClassFixture<ForeignWorld>, IDisposable
{
    private const string Contact = """{"name":"Grace Hopper","email":"grace@example.com","status":"active"}""";

    private readonly PlainBrowser _browser = new();

    public void Dispose() => _browser.Dispose();

    [ForeignFact]
    public async Task CodeAndPkce_GiveATokenThatActsForItsTenant()
    {
        var tokens = await fixture.LogInAsync(_browser);
        Assert.Equal(("at+jwt", "RS256", fixture.Key.Id), ($"{tokens.Header["typ"]}", $"{tokens.Header["alg"]}", $"{tokens.Header["kid"]}"));
        Assert.Equal((fixture.Provider.Issuer, DemoAudiences.DataPlane), ($"{tokens.Payload["iss"]}", $"{tokens.Payload["aud"]}"));
        fixture.World.Service.AnswerJson(Contact);

        var answer = await fixture.SendAsync(tokens.Access, HttpMethod.Post, "crm/contacts", Contact);

        Assert.Equal((200, Contact), (answer.Status, answer.Text));
        var received = fixture.World.Service.Received.Last();
        Assert.DoesNotContain("grace", Encoding.UTF8.GetString(received.Body), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("umbrella", received.Headers["X-Tenant-Id"]);
        Assert.Contains(await fixture.World.AuditAsync("umbrella"), record => record["event"] == "data.revealed" && record["evidence"] == "mfa");
    }

    [ForeignFact]
    public async Task LoginWithoutASecondFactor_IsChallenged_AndSteppedUp()
    {
        var weak = await fixture.SendAsync((await fixture.LogInAsync(_browser, factors: "pwd")).Access, HttpMethod.Get, "crm/contacts/1");

        Assert.Equal((401, "insufficient_user_authentication"), (weak.Status, weak.Reason));
        Assert.Contains("max_age=", weak.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);

        var strong = await fixture.LogInAsync(_browser, more: "&prompt=login");
        fixture.World.Service.AnswerJson("{}");
        Assert.Equal(200, (await fixture.SendAsync(strong.Access, HttpMethod.Get, "crm/contacts/1")).Status);
    }

    [ForeignFact]
    public async Task OrganizationThatIsNoTenants_IsRefused()
    {
        var answer = await fixture.SendAsync((await fixture.LogInAsync(_browser, "oidc|eve")).Access, HttpMethod.Get, "crm/contacts/1");
        Assert.Equal((403, "unknown_organization"), (answer.Status, answer.Reason));
    }

    [ForeignFact]
    public async Task IdentityToken_IsNoAccessToken()
    {
        var answer = await fixture.SendAsync((await fixture.LogInAsync(_browser)).Id, HttpMethod.Get, "crm/contacts/1");
        Assert.Equal((401, "invalid_token"), (answer.Status, answer.Reason));
    }

    [ForeignFact]
    public async Task DocumentsOfAnotherIssuer_AreNotTaken()
    {
        var draft = DraftOf(await fixture.LogInAsync(_browser));
        draft.Payload["iss"] = fixture.Provider.Issuer + "/elsewhere";

        var answer = await fixture.SendAsync(draft.Sign(), HttpMethod.Get, "crm/contacts/1");

        Assert.Equal((503, "identity_provider_unavailable"), (answer.Status, answer.Reason));
    }

    [ForeignFact]
    public async Task RotatedKeys_UnderAFloodOfUnknownOnes_FailNoRequest()
    {
        fixture.World.Service.AnswerJson("{}");
        var before = (await fixture.LogInAsync(_browser)).Access;
        Assert.Equal(200, (await fixture.SendAsync(before, HttpMethod.Get, "crm/contacts/1")).Status);
        using var next = new TestKey("foreign-2");
        using var stranger = new TestKey("stranger");
        var draft = DraftOf(await fixture.LogInAsync(_browser));
        draft.Key = stranger;
        var (fetched, began) = (await fixture.Provider.CountAsync("jwks"), Stopwatch.StartNew());

        var flood = Enumerable.Range(0, 200).Select(i =>
        {
            draft.Header["kid"] = $"unknown-{i}";
            return fixture.SendAsync(draft.Sign(), HttpMethod.Get, "crm/contacts/1");
        }).ToList();
        await fixture.SignWithAsync(next, fixture.Key);
        var after = (await fixture.LogInAsync(_browser)).Access;
        var valid = Enumerable.Range(0, 40).Select(i => fixture.SendAsync(i % 2 == 0 ? before : after, HttpMethod.Get, "crm/contacts/1"));

        Assert.All(await Task.WhenAll(valid), answer => Assert.Equal(200, answer.Status));
        Assert.All(await Task.WhenAll(flood), answer => Assert.Equal((401, "invalid_token"), (answer.Status, answer.Reason)));
        Assert.InRange(await fixture.Provider.CountAsync("jwks") - fetched, 1, 2 + (int)(began.Elapsed / TimeSpan.FromSeconds(5)));

        // The old key is withdrawn: what it signed ends with the next fetch, remembered or not.
        await fixture.SignWithAsync(next);
        draft.Header["kid"] = "unknown";
        Assert.Equal(401, (await fixture.SendAsync(draft.Sign(), HttpMethod.Get, "crm/contacts/1")).Status);
        Assert.Equal((401, 200), ((await fixture.SendAsync(before, HttpMethod.Get, "crm/contacts/1")).Status, (await fixture.SendAsync(after, HttpMethod.Get, "crm/contacts/1")).Status));
        await fixture.SignWithAsync(fixture.Key);
    }

    [ForeignFact]
    public async Task Logout_EndsTheSessionsTokens_AndNoOthers()
    {
        fixture.World.Service.AnswerJson("{}");
        using var other = new PlainBrowser();
        var (ended, staying) = (await fixture.LogInAsync(_browser), await fixture.LogInAsync(other));
        foreach (var tokens in new[] { ended, staying }) Assert.Equal(200, (await fixture.SendAsync(tokens.Access, HttpMethod.Get, "crm/contacts/1")).Status);
        var told = await fixture.Provider.CountAsync("told");

        await fixture.LogOutAsync(_browser);

        Assert.Equal(told + 1, await fixture.Provider.CountAsync("told"));
        Assert.Equal("invalid_token", (await fixture.SendAsync(ended.Access, HttpMethod.Get, "crm/contacts/1")).Reason);
        Assert.Equal(200, (await fixture.SendAsync(staying.Access, HttpMethod.Get, "crm/contacts/1")).Status);
    }

    [ForeignFact]
    public async Task AdminPlane_IsEntered_AndLeftAtTheProviderToo()
    {
        var asked = await _browser.GoAsync(new Uri(fixture.World.AdminPlane, "login"));
        Assert.Equal(fixture.Provider.Address.Port, asked.Address.Port);
        var page = await ForeignWorld.GiveAsync(_browser, asked, ForeignWorld.Root);
        Assert.Equal((200, fixture.World.AdminPlane), (page.Status, page.Address));
        Assert.Contains("<code>umbrella</code>", page.Body, StringComparison.Ordinal);

        var goodbye = await ForeignWorld.ConfirmLogoutAsync(_browser, await _browser.SubmitAsync(page, "/logout"));

        Assert.Equal(fixture.World.AdminPlane, goodbye.Address);
        Assert.Contains("""href="/login">Sign in</a>""", goodbye.Body, StringComparison.Ordinal);
        Assert.Contains("/interaction/", (await _browser.GoAsync(new Uri(fixture.World.AdminPlane, "login"))).Address.AbsolutePath, StringComparison.Ordinal);
    }

    [ForeignFact]
    public async Task AdminPlane_IsLeftWithALogoutElsewhere()
    {
        var page = await ForeignWorld.GiveAsync(_browser, await _browser.GoAsync(new Uri(fixture.World.AdminPlane, "login")), ForeignWorld.Root);
        Assert.Equal((200, fixture.World.AdminPlane), (page.Status, page.Address));

        await fixture.LogOutAsync(_browser);

        Assert.Contains("""href="/login">Sign in</a>""", (await _browser.GoAsync(fixture.World.AdminPlane)).Body, StringComparison.Ordinal);
    }

    [ForeignFact]
    public async Task MemberOfAnotherOrganization_DoesNotEnterTheAdminPlane()
    {
        var page = await ForeignWorld.GiveAsync(_browser, await _browser.GoAsync(new Uri(fixture.World.AdminPlane, "login")), "oidc|eve");

        Assert.Contains("<code>unknown_organization</code>", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(_browser.Cookies.Keys, name => name == "__Host-tgw-session");
    }

    [ForeignFact]
    public async Task ForgedTokens_AreRefusedAsThoseOfTheOtherIssuerAre()
    {
        using var defects = new TokenMeter(fixture.World.Gateway.Services);
        using var demo = DemoKey();
        var foreign = await fixture.LogInAsync(_browser);
        var own = new ForeignTokens(await fixture.World.TokenAsync("agent@acme"), "");
        Assert.Equal((200, 200), (await StatusAsync(DraftOf(foreign).Sign()), await StatusAsync(DraftOf(own, demo).Sign())));

        // What claims are called is a matter of each issuer's settings, and only one of the two has a slash to lose.
        var rows = ForgedTokens.All.Where(row => row.Value.Defect != TokenDefect.ClaimMalformed && row.Key != "issuer without its slash").ToList();
        foreach (var (name, (defect, forge)) in rows)
        {
            defects.Clear();
            var answers = await Task.WhenAll(SendAsync(forge(DraftOf(foreign))), SendAsync(forge(DraftOf(own, demo))));
            Assert.True(answers[0] == answers[1] && answers[0].Status == 401, $"{name}: {answers[0]} and {answers[1]}");
            Assert.Equal([$"{defect}", $"{defect}"], defects.Refused);
        }

        Assert.InRange(rows.Count, 80, 200);
    }

    private async Task<int> StatusAsync(string token) => (await fixture.SendAsync(token, HttpMethod.Get, "crm/contacts/1")).Status;

    private async Task<(int Status, string? Reason, string Challenge)> SendAsync(string token)
    {
        var answer = await fixture.SendAsync(token, HttpMethod.Get, "crm/contacts/1");
        return (answer.Status, answer.Reason, answer.Headers.WwwAuthenticate.ToString());
    }

    private TestKey DemoKey()
    {
        var key = new TestKey("demo");
        key.Rsa.ImportFromPem(File.ReadAllText(Path.Combine(fixture.World.StateDirectory, SigningKeyFile.Name)));
        return key;
    }

    /// <summary>A token as it was given, to be bent and signed by the key that its issuer signs with.</summary>
    private TokenDraft DraftOf(ForeignTokens tokens, TestKey? key = null) => new() { Header = tokens.Header, Payload = Named(tokens.Payload), Key = key ?? fixture.Key };

    // As the table has it.
    private static System.Text.Json.Nodes.JsonObject Named(System.Text.Json.Nodes.JsonObject payload)
    {
        payload["sub"] = "auth0|alice";
        return payload;
    }
}
