using System.Text.Json.Nodes;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Authorization;

public sealed class LoginEvidenceTests : IdentityTest
{
    private const string TooWeak = "A different authentication level is required";
    private const string TooOld = "More recent authentication is required";

    [Theory]
    [InlineData("pwd mfa", null, "mfa")]
    [InlineData("mfa", "google-oauth2", "mfa")]
    [InlineData("mfa", "samlp", "mfa")]
    [InlineData("pwd", "samlp", "sso:samlp")]
    [InlineData("", "samlp", "sso:samlp")]
    [InlineData("pwd", null, null)]
    [InlineData("", null, null)]
    [InlineData("MFA", null, null)]
    [InlineData("pwd otp", null, null)]
    [InlineData("federated", "google-oauth2", null)]
    [InlineData("pwd", "SAMLP", null)]
    [InlineData("pwd", "auth0", null)]
    public async Task Login_CountsBySecondFactorOrAllowedConnection(string methods, string? strategy, string? evidence)
    {
        var token = Draft();
        token.Payload["amr"] = new JsonArray([.. methods.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(method => JsonValue.Create(method))]);
        if (strategy is not null) token.Payload["connection_strategy"] = strategy;

        var answer = await GetAsync(token);

        if (evidence is null) Assert.Equal(Insufficient(TooWeak, 28_800), answer);
        else Assert.Equal(evidence, answer.Admitted.Evidence);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(8 * 3600, true)]
    [InlineData(-30, true)]
    [InlineData(8 * 3600 + 1, false)]
    [InlineData(-31, false)]
    [InlineData(null, false)]
    public async Task Login_CountsForEightHours(int? age, bool isFresh)
    {
        var token = Draft();
        token.Payload.Remove("auth_time");
        if (age is { } seconds) token.Payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - seconds;

        var answer = await GetAsync(token);

        if (isFresh) Assert.Equal(200, answer.Status);
        else Assert.Equal(Insufficient(TooOld, 28_800), answer);
    }

    [Theory]
    [InlineData("GET", 3600, true)]
    [InlineData("GET", 8 * 3600 + 1, false)]
    [InlineData("POST", 900, true)]
    [InlineData("POST", 901, false)]
    [InlineData("DELETE", 901, false)]
    [InlineData("OPTIONS", 901, false)]
    public async Task AdminChange_NeedsALoginOfTheLastMinutes(string method, int age, bool isFresh)
    {
        var token = Issuer.Draft(Gateway.Now, TestIssuer.AdminAudience, IdentityGateway.OperatorOrganization);
        token.Payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - age;

        var answer = await SendAsync(Gateway.Admin, HttpMethod.Parse(method), "/admin/nothing", "Bearer " + token.Sign());

        if (isFresh) Assert.Equal("unknown_route", answer.Code);
        else Assert.Equal(Insufficient(TooOld, method == "GET" ? 28_800 : 900), answer);
    }

    [Theory]
    [InlineData("GET", "/admin/tenants", 28_800)]
    [InlineData("POST", "/admin/tenants/acme/keys/rotate", 900)]
    [InlineData("GET", "/admin/audit/export", 300)]
    public async Task DefaultAges_HoldToTheSecond(string method, string path, int most)
    {
        Assert.NotEqual(401, (await AskAsync(most)).Status);
        Assert.Equal(Insufficient(TooOld, most), await AskAsync(most + 1));

        Task<Answer> AskAsync(int age)
        {
            var token = Issuer.Draft(Gateway.Now, TestIssuer.AdminAudience, IdentityGateway.OperatorOrganization);
            token.Payload["roles"] = new JsonArray([.. AdminRoles.All.Select(role => JsonValue.Create(role))]);
            token.Payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - age;
            return SendAsync(Gateway.Admin, HttpMethod.Parse(method), path, "Bearer " + token.Sign());
        }
    }

    [Theory]
    [InlineData("org_acme")]
    [InlineData("org_operator2")]
    public async Task AnotherOrganization_IsNoOperator(string organization)
    {
        var token = Issuer.Draft(Gateway.Now, TestIssuer.AdminAudience, organization);
        token.Payload["roles"] = new JsonArray("tenant-admin");

        Assert.Equal("unknown_organization", (await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/tenants", "Bearer " + token.Sign())).Code);
    }

    [Fact]
    public async Task OperatorOrganizationOfAnotherIssuer_IsNoOperator()
    {
        var token = Parts.OtherIssuer.Draft(Gateway.Now, TestIssuer.AdminAudience, IdentityGateway.OperatorOrganization);

        Assert.Equal("unknown_organization", (await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/tenants", "Bearer " + token.Sign())).Code);
    }

    [Fact]
    public async Task Actor_HasOneNamePerTenant()
    {
        var first = (await GetAsync(Draft())).Admitted.Actor;
        var leases = Parts.KeyRings.Leases;
        var again = (await GetAsync(Draft())).Admitted.Actor;
        Assert.Equal(leases, Parts.KeyRings.Leases);
        var elsewhere = (await GetAsync(Draft("org_globex"))).Admitted.Actor;
        var another = (await GetAsync(Draft(subject: "auth0|bob"))).Admitted.Actor;

        Assert.Matches("^ac_[a-z2-7]{26}$", first);
        Assert.Equal(first, again);
        Assert.Equal(3, new HashSet<string> { first, elsewhere, another }.Count);
    }

    [Theory]
    [InlineData(KeyServiceFailure.Unavailable, 503, "key_service_unavailable")]
    [InlineData(KeyServiceFailure.Denied, 403, "tenant_key_unavailable")]
    [InlineData(KeyServiceFailure.Invalid, 503, "key_service_unavailable")]
    public async Task NoKeys_NobodyIsLetIn(KeyServiceFailure failure, int status, string code)
    {
        Parts.KeyRings.Fault = new KeyServiceException(failure, "The vault does not answer.");

        Assert.Equal(new Answer(status, $"{{\"code\":\"{code}\"}}", null), await GetAsync(Draft()));

        Parts.KeyRings.Fault = null;
        Assert.Equal(200, (await GetAsync(Draft())).Status);
    }

    /// <summary>Whose pseudonym is in memory needs no key to be named, and is refused all the same.</summary>
    [Theory]
    [InlineData(KeyServiceFailure.Unavailable, 503, "key_service_unavailable")]
    [InlineData(KeyServiceFailure.Denied, 403, "tenant_key_unavailable")]
    public async Task KeysShut_NobodyIsLetInFromTheCache(KeyServiceFailure failure, int status, string code)
    {
        Assert.Equal(200, (await GetAsync(Draft())).Status);
        Parts.KeyRings.Shut = failure;

        Assert.Equal(new Answer(status, $"{{\"code\":\"{code}\"}}", null), await GetAsync(Draft()));

        Parts.KeyRings.Shut = null;
        Assert.Equal(200, (await GetAsync(Draft())).Status);
    }

    private static Answer Insufficient(string description, int maxAge) => new(
        401,
        "{\"code\":\"insufficient_user_authentication\"}",
        $"Bearer realm=\"tenant-gateway\", error=\"insufficient_user_authentication\", error_description=\"{description}\", "
        + $"acr_values=\"http://schemas.openid.net/pape/policies/2007/06/multi-factor\", max_age=\"{maxAge}\"");
}
