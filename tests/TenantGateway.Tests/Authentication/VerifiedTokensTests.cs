using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Authentication;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Authentication;

/// <summary>What is remembered of tokens, and what is judged each time all the same.</summary>
public sealed class VerifiedTokensTests : IdentityTest
{
    private protected override Dictionary<string, string?> Settings => new() { ["Gateway:TokenCache:EntriesPerTenant"] = "16", ["Gateway:TokenCache:Entries"] = "100" };

    private VerifiedTokens Remembered => Gateway.Services.GetRequiredService<VerifiedTokens>();

    [Fact]
    public async Task TokenThatComesAgain_IsKnownByItsDigest()
    {
        var authorization = "Bearer " + Draft().Sign();

        Assert.Equal("signature", await VerifiedByAsync(authorization));
        Assert.Equal("digest", await VerifiedByAsync(authorization));
    }

    [Fact]
    public async Task TokenWithABitMore_IsAnother()
    {
        var token = Draft().Sign();
        Assert.Equal("signature", await VerifiedByAsync("Bearer " + token));

        Assert.Equal("invalid_token", (await GetAsync($"Bearer {token}=")).Code);
        Assert.Equal("invalid_token", (await GetAsync($"Bearer {token[..^4]}AAAA")).Code);
    }

    [Fact]
    public async Task RefusedToken_IsNotRemembered()
    {
        var token = Draft();
        token.Payload["iat"] = (long?)token.Payload["iat"] + 100;
        var authorization = "Bearer " + token.Sign();
        Assert.Equal("invalid_token", (await GetAsync(authorization)).Code);
        Assert.Equal(0, Remembered.Count);

        Parts.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("signature", await VerifiedByAsync(authorization));
    }

    [Fact]
    public async Task ExpiredToken_IsRefusedAtItsSecond()
    {
        var token = Draft();
        token.Payload["exp"] = Gateway.Now.ToUnixTimeSeconds() + 60;
        var authorization = "Bearer " + token.Sign();
        await VerifiedByAsync(authorization);

        Parts.Clock.Advance(TimeSpan.FromSeconds(89));
        Assert.Equal(200, (await GetAsync(authorization)).Status);
        Parts.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("invalid_token", (await GetAsync(authorization)).Code);
        Assert.Equal(nameof(TokenDefect.Expired), Gateway.LastDefect);
    }

    [Fact]
    public async Task AfterTenMinutes_TheSignatureIsVerifiedAgain()
    {
        var authorization = "Bearer " + Draft().Sign();
        await VerifiedByAsync(authorization);
        Parts.Clock.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal("digest", await VerifiedByAsync(authorization));

        Parts.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("signature", await VerifiedByAsync(authorization));
    }

    [Fact]
    public async Task OtherKeysOfTheIssuer_VerifyAgain_TheSameOnesDoNot()
    {
        var authorization = "Bearer " + Draft().Sign();
        await VerifiedByAsync(authorization);
        using var next = new TestKey("key-2");

        // Whoever names an unknown key has the issuer asked.
        await AskAgainAsync();
        Assert.Equal("digest", await VerifiedByAsync(authorization));
        Issuer.Published = [Issuer.Key.ToJwk(), next.ToJwk()];
        await AskAgainAsync();
        Assert.Equal("signature", await VerifiedByAsync(authorization));
        Assert.Equal("digest", await VerifiedByAsync(authorization));
        Issuer.Published = [next.ToJwk()];
        await AskAgainAsync();
        Assert.Equal("invalid_token", (await WhileTimePassesAsync(GetAsync(authorization))).Code);
    }

    [Fact]
    public async Task SuspendedTenant_IsRefusedAtOnce()
    {
        var authorization = "Bearer " + Draft().Sign();
        await VerifiedByAsync(authorization);

        await ChangeAsync(tenant => tenant with { State = TenantState.Suspended });

        Assert.Equal("tenant_suspended", (await GetAsync(authorization)).Code);
    }

    [Fact]
    public async Task OrganizationThatMoves_TakesItsTokensAlong()
    {
        var authorization = "Bearer " + Draft().Sign();
        Assert.Equal("acme", (await GetAsync(authorization)).Admitted.Tenant);

        await ChangeAsync(tenant => tenant with { Organizations = [] }, "acme");
        Assert.Equal("unknown_organization", (await GetAsync(authorization)).Code);
        await ChangeAsync(tenant => tenant with { Organizations = [new OrganizationBinding(Issuer.Name, "org_acme")] }, "globex");

        Assert.Equal("globex", (await GetAsync(authorization)).Admitted.Tenant);
        Assert.Equal("signature", Gateway.LastVerifiedBy);
    }

    [Fact]
    public async Task TokenOfTheDataPlane_OpensNoAdminPlane()
    {
        var authorization = "Bearer " + Draft().Sign();
        await VerifiedByAsync(authorization);

        Assert.Equal("invalid_token", (await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/tenants", authorization)).Code);
        // And is none the worse for it.
        Assert.Equal(200, (await GetAsync(authorization)).Status);
    }

    [Fact]
    public async Task FloodOfOneTenant_PushesOutItsOwnAlone_AndNotItsRegulars()
    {
        var (regular, other) = ("Bearer " + Draft().Sign(), "Bearer " + Draft("org_globex").Sign());
        await VerifiedByAsync(other);
        await VerifiedByAsync(regular);
        for (var i = 0; i < 40; i++)
        {
            await VerifiedByAsync("Bearer " + Draft(subject: i.ToString(CultureInfo.InvariantCulture)).Sign());
            Assert.Equal("digest", await VerifiedByAsync(regular));
        }

        Assert.Equal("digest", await VerifiedByAsync(other));
        Assert.Equal(17, Remembered.Count);
    }

    [Fact]
    public async Task OrganizationWithoutTenant_TakesUpNoRoom()
    {
        Assert.Equal("unknown_organization", (await GetAsync(Draft("org_nobody"))).Code);

        Assert.Equal(0, Remembered.Count);
    }

    [Fact]
    public async Task MoreThanAllMayHave_IsTakenFromThoseWhoHaveMost()
    {
        for (var i = 0; i < 12; i++) Parts.Tenants.Add(IdentityParts.TenantOf(Issuer, $"many-{i}"));
        await Gateway.Services.GetRequiredService<ITenantDirectory>().ReloadAsync(default);
        var small = "Bearer " + Draft().Sign();
        await VerifiedByAsync(small);
        for (var i = 0; i < 12 * 12; i++) await VerifiedByAsync("Bearer " + Draft($"org_many-{i % 12}", i.ToString(CultureInfo.InvariantCulture)).Sign());

        Assert.InRange(Remembered.Count, 90, 100);
        Assert.Equal("digest", await VerifiedByAsync(small));
    }

    private async Task<string?> VerifiedByAsync(string authorization)
    {
        Assert.Equal(200, (await GetAsync(authorization)).Status);
        return Gateway.LastVerifiedBy;
    }

    private async Task AskAgainAsync()
    {
        var token = Draft();
        token.Header["kid"] = "made-up";
        Assert.Equal("invalid_token", (await WhileTimePassesAsync(GetAsync(token))).Code);
    }

    private async Task ChangeAsync(Func<Tenant, Tenant> change, string id = "acme")
    {
        Parts.Tenants.Change(TenantId.Parse(id), change);
        await Gateway.Services.GetRequiredService<ITenantDirectory>().ReloadAsync(default);
    }
}
