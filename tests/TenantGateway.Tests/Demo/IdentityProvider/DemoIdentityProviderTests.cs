using System.Net;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TenantGateway.Demo.IdentityProvider;

namespace TenantGateway.Tests.Demo.IdentityProvider;

public sealed class DemoIdentityProviderTests(IdentityProviderFixture fixture) : IClassFixture<IdentityProviderFixture>
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("acme.localhost")]
    public async Task Discovery_NamesTheOneIssuerUnderEveryHost(string host)
    {
        var request = LoopbackClient.Request(HttpMethod.Get, "/.well-known/openid-configuration");
        request.Headers.Host = $"{host}:{fixture.Provider.Issuer.Port}";

        var (status, body) = await fixture.Client.ExchangeAsync(request);

        Assert.Equal(HttpStatusCode.OK, status);
        using var discovery = JsonDocument.Parse(body);
        Assert.Equal($"http://127.0.0.1:{fixture.Provider.Issuer.Port}/", discovery.RootElement.GetProperty("issuer").GetString());
    }

    [Fact]
    public async Task Jwks_VerifiesTheToken()
    {
        var keys = await ReadKeysAsync(fixture.Client);

        var key = Assert.Single(keys.Keys);
        Assert.Equal(("RSA", "sig", "RS256", 2048), (key.Kty, key.Use, key.Alg, key.KeySize));
        Assert.False(key.HasPrivateKey);
        Assert.True(await VerifiesAsync(await fixture.Client.GetStringAsync("/demo/token?user=agent@acme"), keys));
    }

    [Fact]
    public async Task Restart_KeepsTheKey()
    {
        using var data = new TemporaryDirectory();
        string token;
        await using (var before = await IdentityProviderFixture.StartAsync(data.Path))
        {
            using var client = LoopbackClient.Create(before.Issuer);
            token = await client.GetStringAsync("/demo/token?user=agent@acme");
        }

        await using var after = await IdentityProviderFixture.StartAsync(data.Path);
        using var later = LoopbackClient.Create(after.Issuer);
        Assert.True(await VerifiesAsync(token, await ReadKeysAsync(later)));
    }

    [Fact]
    public async Task SigningKey_IsItsOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
            return;

        using var parent = new TemporaryDirectory();
        var data = Path.Combine(parent.Path, "made");
        await using var provider = await IdentityProviderFixture.StartAsync(data);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, SigningKeyFile.Name)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data));
    }

    [Theory]
    [InlineData("someone-else", DemoLoginGrant.GrantType, "agent@acme", "invalid_client")]
    [InlineData(DemoLoginGrant.ClientId, "client_credentials", "agent@acme", "unsupported_grant_type")]
    [InlineData(DemoLoginGrant.ClientId, DemoLoginGrant.GrantType, "mallory@acme", "invalid_request")]
    public async Task TokenEndpoint_RefusesWhatItDoesNotKnow(string client, string grant, string user, string error)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_id"] = client, ["grant_type"] = grant, [DemoLoginGrant.ParameterPrefix + "user"] = user,
        });
        using var response = await fixture.Client.PostAsync("/connect/token", form);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.False(response.IsSuccessStatusCode);
        Assert.Equal(error, answer.RootElement.GetProperty("error").GetString());
    }

    private static async Task<JsonWebKeySet> ReadKeysAsync(HttpClient client)
    {
        using var discovery = JsonDocument.Parse(await client.GetStringAsync("/.well-known/openid-configuration"));
        return new JsonWebKeySet(await client.GetStringAsync(discovery.RootElement.GetProperty("jwks_uri").GetString()));
    }

    private static async Task<bool> VerifiesAsync(string token, JsonWebKeySet keys)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = keys.GetSigningKeys(),
            TryAllIssuerSigningKeys = false,
            ValidateIssuer = false,
            ValidAudience = DemoAudiences.DataPlane,
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = ["RS256"],
            LifetimeValidator = (_, expires, _, _) => expires == IdentityProviderFixture.Now.UtcDateTime.AddHours(1),
        });
        return result.IsValid;
    }
}
