using System.Text.Json.Nodes;
using TenantGateway.Authentication;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Authentication;

public sealed class TokenAuthenticationTests : IdentityTest
{
    [Fact]
    public async Task ValidToken_LetsTheActorIn()
    {
        var answer = await GetAsync(Draft());

        Assert.Equal(200, answer.Status);
        Assert.Equal("acme", answer.Admitted.Tenant);
        Assert.Equal("acme", answer.Admitted.ActorTenant);
        Assert.Equal("mfa", answer.Admitted.Evidence);
        Assert.Equal(["agent"], answer.Admitted.Roles);
        Assert.Equal(["contacts.read", "contacts.write"], answer.Admitted.Scopes);
    }

    [Fact]
    public async Task SingleElementsAsStringOrList_AreTheSame()
    {
        var token = Draft();
        token.Payload["aud"] = new JsonArray(TestIssuer.DataAudience);
        token.Payload["roles"] = "agent";
        token.Payload["amr"] = "mfa";
        token.Payload["scope"] = new JsonArray("contacts.read", "contacts.write");

        Assert.Equal((await GetAsync(Draft())).Body, (await GetAsync(token)).Body);
    }

    [Theory]
    [InlineData("iat", 30 + 60)]
    [InlineData("exp", -3600 - 29)]
    public async Task TimeWithinTheClocksDifference_IsAccepted(string claim, int shift)
    {
        var token = Draft();
        token.Payload[claim] = (long?)token.Payload[claim] + shift;

        Assert.Equal(200, (await GetAsync(token)).Status);
    }

    [Fact]
    public async Task NoToken_IsToldWithoutAnError()
    {
        var answer = await GetAsync((string?)null);

        Assert.Equal(new Answer(401, "{\"code\":\"missing_token\"}", "Bearer realm=\"tenant-gateway\""), answer);
    }

    [Fact]
    public async Task TokenInTheQuery_IsNotSeen()
    {
        var answer = await SendAsync(Gateway.Data, HttpMethod.Get, "/?access_token=" + Draft().Sign(), null, "localhost");

        Assert.Equal("missing_token", answer.Code);
    }

    [Theory]
    [InlineData("Basic ")]
    [InlineData("Bearer")]
    [InlineData("")]
    [InlineData("DPoP ")]
    public async Task AnotherScheme_IsRefused(string scheme)
    {
        var answer = await GetAsync(scheme + Draft().Sign());

        Assert.Equal("invalid_token", answer.Code);
        Assert.Equal(nameof(TokenDefect.NotBearer), Gateway.LastDefect);
    }

    [Fact]
    public async Task SchemeInOtherCase_IsTheSame() => Assert.Equal(200, (await GetAsync("bearer " + Draft().Sign())).Status);

    [Fact]
    public async Task TwoAuthorizationHeaders_AreRefused()
    {
        var token = Draft().Sign();
        var answer = await RawHttp.GetAsync(Gateway.Data, $"Host: localhost\r\nAuthorization: Bearer {token}\r\nAuthorization: Bearer {token}\r\n");

        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
        Assert.Equal(nameof(TokenDefect.RepeatedHeader), Gateway.LastDefect);
    }

    [Fact]
    public async Task KeyOfOneIssuer_DoesNotOpenAnother()
    {
        // Both keys have the same id; a common pool of keys would take one for the other.
        Assert.Equal(Parts.OtherIssuer.Key.Id, Issuer.Key.Id);
        Assert.Equal(403, (await GetAsync(Parts.OtherIssuer.Draft(Gateway.Now))).Status);
        var token = Draft();
        token.Payload["iss"] = Parts.OtherIssuer.Name;

        Assert.Equal("invalid_token", (await GetAsync(token)).Code);
        Assert.Equal(nameof(TokenDefect.SignatureInvalid), Gateway.LastDefect);
    }

    [Fact]
    public async Task UnknownIssuer_IsNotAsked()
    {
        await using var stranger = await TestIssuer.StartAsync(TestKey.Third);

        Assert.Equal("invalid_token", (await GetAsync(stranger.Draft(Gateway.Now))).Code);
        Assert.Equal(0, stranger.Requests);
        Assert.Equal(0, Issuer.Requests);
    }

    [Fact]
    public async Task RefusedByTheGate_NeverReachesTheIssuer()
    {
        var token = Draft();
        token.Header["typ"] = "JWT";

        Assert.Equal("invalid_token", (await GetAsync(token)).Code);
        Assert.Equal(0, Issuer.Requests);
    }

    [Theory]
    [InlineData(TestIssuer.DataAudience, 401)]
    [InlineData(TestIssuer.AdminAudience, 403)]
    public async Task AdminPlane_TakesItsOwnAudienceOnly(string audience, int status)
    {
        var token = Issuer.Draft(Gateway.Now, audience);

        Assert.Equal(status, (await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/tenants", "Bearer " + token.Sign())).Status);
    }
}
