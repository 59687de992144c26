using System.Net;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using TenantGateway.Demo.IdentityProvider;

namespace TenantGateway.Tests.Demo.IdentityProvider;

public sealed class DemoTokenEndpointTests(IdentityProviderFixture fixture) : IClassFixture<IdentityProviderFixture>
{
    private const string Namespace = "https://tenantgateway.example/";

    [Fact]
    public async Task AgentWithMfa_GetsAuth0ShapedAccessToken()
    {
        var (header, claims) = await DecodeAsync("user=agent@acme&mfa=true&age=0");

        Assert.Equal("RS256", header["alg"].GetString());
        Assert.Equal("at+jwt", header["typ"].GetString());
        Assert.NotEmpty(header["kid"].GetString() ?? "");
        Assert.Equal(fixture.Provider.Issuer.AbsoluteUri, claims["iss"].GetString());
        Assert.EndsWith("/", claims["iss"].GetString(), StringComparison.Ordinal);
        Assert.Matches("^auth0\\|[0-9a-f]{24}$", claims["sub"].GetString());
        Assert.Equal("https://api.tenantgateway.example", claims["aud"].GetString());
        Assert.Equal("org_acme", claims["org_id"].GetString());
        Assert.Equal("tenantgateway-demo", claims["client_id"].GetString());
        Assert.Equal("contacts:read contacts:write", claims["scope"].GetString());
        Assert.NotEmpty(claims["jti"].GetString() ?? "");
        Assert.Equal(IdentityProviderFixture.Now.ToUnixTimeSeconds(), claims["iat"].GetInt64());
        Assert.Equal(IdentityProviderFixture.Now.ToUnixTimeSeconds() + 3600, claims["exp"].GetInt64());
        Assert.Equal("""["pwd","mfa"]""", claims[Namespace + "amr"].GetRawText());
        Assert.Equal(IdentityProviderFixture.Now.ToUnixTimeSeconds(), claims[Namespace + "auth_time"].GetInt64());
        Assert.Equal("""["contacts.agent"]""", claims[Namespace + "roles"].GetRawText());
        Assert.Equal("auth0", claims[Namespace + "connection_strategy"].GetString());
    }

    [Theory]
    [InlineData("agent@acme", "org_acme", "https://api.tenantgateway.example", """["contacts.agent"]""")]
    [InlineData("analyst@acme", "org_acme", "https://api.tenantgateway.example", """["contacts.analyst"]""")]
    [InlineData("agent@globex", "org_globex", "https://api.tenantgateway.example", """["contacts.agent"]""")]
    [InlineData("admin@operator", "org_operator", "https://admin.tenantgateway.example", """["tenant-admin","key-admin","policy-admin"]""")]
    [InlineData("approver@operator", "org_operator", "https://admin.tenantgateway.example", """["tenant-admin","key-admin","policy-admin"]""")]
    [InlineData("reviewer@operator", "org_operator", "https://admin.tenantgateway.example", """["security-reviewer"]""")]
    public async Task EveryAccount_HasItsOrganizationAudienceAndRoles(string user, string organization, string audience, string roles)
    {
        var (_, claims) = await DecodeAsync($"user={user}");

        Assert.Equal(organization, claims["org_id"].GetString());
        Assert.Equal(audience, claims["aud"].GetString());
        Assert.Equal(roles, claims[Namespace + "roles"].GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("&mfa=false")]
    public async Task NoMfa_PasswordIsTheOnlyMethod(string query)
    {
        var (_, claims) = await DecodeAsync("user=agent@acme" + query);

        Assert.Equal("""["pwd"]""", claims[Namespace + "amr"].GetRawText());
    }

    [Fact]
    public async Task Age_DatesTheLoginButNotTheToken()
    {
        var (_, claims) = await DecodeAsync("user=agent@acme&mfa=true&age=28801");

        Assert.Equal(IdentityProviderFixture.Now.ToUnixTimeSeconds() - 28801, claims[Namespace + "auth_time"].GetInt64());
        Assert.Equal(IdentityProviderFixture.Now.ToUnixTimeSeconds(), claims["iat"].GetInt64());
    }

    [Theory]
    [InlineData("samlp")]
    [InlineData("google-oauth2")]
    public async Task Sso_SetsTheConnectionStrategy(string strategy)
    {
        var (_, claims) = await DecodeAsync($"user=agent@acme&sso={strategy}");

        Assert.Equal(strategy, claims[Namespace + "connection_strategy"].GetString());
    }

    [Fact]
    public async Task AudienceAndLifetime_AreOverridden()
    {
        var (_, claims) = await DecodeAsync("user=agent@acme&audience=admin&lifetime=60");
        var (_, operators) = await DecodeAsync("user=admin@operator&audience=data");

        Assert.Equal("https://admin.tenantgateway.example", claims["aud"].GetString());
        Assert.Equal(60, claims["exp"].GetInt64() - claims["iat"].GetInt64());
        Assert.Equal("https://api.tenantgateway.example", operators["aud"].GetString());
    }

    [Fact]
    public async Task TwoTokens_ShareTheSubjectAndNotTheId()
    {
        var (_, first) = await DecodeAsync("user=agent@acme");
        var (_, second) = await DecodeAsync("user=agent@acme");

        Assert.Equal(first["sub"].GetString(), second["sub"].GetString());
        Assert.NotEqual(first["jti"].GetString(), second["jti"].GetString());
    }

    [Fact]
    public void Subjects_AreDistinct() =>
        Assert.Equal(DemoAccounts.All.Length, DemoAccounts.All.Select(account => account.Subject).Distinct().Count());

    [Fact]
    public async Task Token_IsPlainTextThatNobodyStores()
    {
        using var response = await fixture.Client.GetAsync("/demo/token?user=agent@acme");

        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("")]
    [InlineData("user=")]
    [InlineData("user=mallory@acme")]
    [InlineData("user=agent@acme&user=agent@globex")]
    public async Task UnknownUser_Returns404Problem(string query) => await AssertProblemAsync(query, HttpStatusCode.NotFound);

    [Theory]
    [InlineData("age=-1")]
    [InlineData("age=ten")]
    [InlineData("age=")]
    [InlineData("age=1&age=2")]
    [InlineData("age=99999999999999999999")]
    [InlineData("mfa=yes")]
    [InlineData("lifetime=0")]
    [InlineData("lifetime=86401")]
    [InlineData("sso=")]
    [InlineData("sso=SAML%20P")]
    [InlineData("audience=https://elsewhere.example")]
    public async Task BadParameter_Returns400Problem(string query) => await AssertProblemAsync("user=agent@acme&" + query, HttpStatusCode.BadRequest);

    [Fact]
    public async Task ForeignHost_IsRefused()
    {
        var request = LoopbackClient.Request(HttpMethod.Get, "/demo/token?user=agent@acme");
        request.Headers.Host = "rebound.example";

        var (status, body) = await fixture.Client.ExchangeAsync(request);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, status);
        Assert.DoesNotContain("eyJ", body, StringComparison.Ordinal);
    }

    private async Task AssertProblemAsync(string query, HttpStatusCode expected)
    {
        using var response = await fixture.Client.GetAsync("/demo/token?" + query);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    private async Task<(Dictionary<string, JsonElement> Header, Dictionary<string, JsonElement> Claims)> DecodeAsync(string query)
    {
        var parts = (await fixture.Client.GetStringAsync("/demo/token?" + query)).Split('.');
        Assert.Equal(3, parts.Length);
        return (Decode(parts[0]), Decode(parts[1]));
    }

    private static Dictionary<string, JsonElement> Decode(string part) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Base64UrlEncoder.DecodeBytes(part)) ?? [];
}
