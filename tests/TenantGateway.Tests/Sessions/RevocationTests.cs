using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Authentication;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.World;
using Answer = TenantGateway.Tests.Identity.Answer;

namespace TenantGateway.Tests.Sessions;

/// <summary>Over real sockets, at two gateways on one database.</summary>
public sealed class RevocationTests : IdentityTest
{
    private static readonly ActorId Reviewer = new("ac_reviewer");

    public static TheoryData<string, string, bool> Reaches => new()
    {
        { "Token", "t-1", true },
        { "Token", "t-2", false },
        { "Session", "s-1", true },
        { "Session", "s-2", false },
        { "Subject", "auth0|alice", true },
        { "Subject", "auth0|bob", false },
        { "SubjectWithoutSession", "auth0|alice", false },
        { "Organization", "org_acme", true },
        { "Organization", "org_globex", false },
        { "Issuer", "", true },
    };

    [Theory]
    [MemberData(nameof(Reaches))]
    public async Task Revocation_EndsWhatItNames(string kind, string name, bool ends)
    {
        var token = Full();
        Assert.Equal(200, (await GetAsync(token)).Status);

        await RevokeAsync(Enum.Parse<RevocationKind>(kind), name);

        if (ends) await AssertRevokedAsync(token);
        else Assert.Equal(200, (await GetAsync(token)).Status);
    }

    [Fact]
    public async Task SameNameAtAnotherIssuer_IsAnother()
    {
        await Gateway.Services.GetRequiredService<IRevocations>().RevokeAsync([new(RevocationKind.Session, Parts.OtherIssuer.Name, "s-1", null)], Reviewer, default);

        Assert.Equal(200, (await GetAsync(Full())).Status);
    }

    [Fact]
    public async Task LogoutOfOneSession_EndsTokensThatNameNone()
    {
        var token = Draft();
        await RevokeAsync(RevocationKind.SubjectWithoutSession, "auth0|alice");

        await AssertRevokedAsync(token);
    }

    [Fact]
    public async Task SubjectUpToAMoment_LeavesLaterLogins()
    {
        var old = Full();
        Assert.Equal(200, (await GetAsync(old)).Status);
        await RevokeAsync(RevocationKind.Subject, "auth0|alice");
        await AssertRevokedAsync(old);

        // A new token of the old login is no new login.
        var refreshed = Full();
        refreshed.Payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - 120;
        Parts.Clock.Advance(TimeSpan.FromSeconds(200));
        refreshed.Payload["iat"] = Gateway.Now.ToUnixTimeSeconds();
        await AssertRevokedAsync(refreshed);

        var again = Full();
        again.Payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - 1;
        again.Payload["iat"] = Gateway.Now.ToUnixTimeSeconds();
        Assert.Equal(200, (await GetAsync(again)).Status);
    }

    [Fact]
    public async Task EarlierMoment_TakesNothingBack()
    {
        await RevokeAsync(RevocationKind.Subject, "auth0|alice");
        await RevokeAsync(RevocationKind.Subject, "auth0|alice", Gateway.Now - TimeSpan.FromDays(1));

        await AssertRevokedAsync(Full());
    }

    [Fact]
    public async Task OtherProcess_KnowsWithinASecond()
    {
        await using var other = await IdentityGateway.StartAsync(Parts);
        var authorization = "Bearer " + Full().Sign();
        Assert.Equal(200, (await SendAsync(other.Data, HttpMethod.Get, "/", authorization, "localhost")).Status);
        await RevokeAsync(RevocationKind.Session, "s-1");

        Parts.Clock.Advance(TimeSpan.FromSeconds(1));

        await Eventually.IsTrueAsync(async () => (await SendAsync(other.Data, HttpMethod.Get, "/", authorization, "localhost")).Status == 401);
    }

    [Fact]
    public async Task OtherProcess_KnowsAtOnceOnTheAdminPlane()
    {
        await using var other = await IdentityGateway.StartAsync(Parts);
        var authorization = "Bearer " + Operator().Sign();
        Assert.Equal(200, (await SendAsync(other.Admin, HttpMethod.Get, "/admin/tenants", authorization)).Status);

        await RevokeAsync(RevocationKind.Session, "s-1");

        Assert.Equal("invalid_token", (await SendAsync(other.Admin, HttpMethod.Get, "/admin/tenants", authorization)).Code);
    }

    [Fact]
    public async Task DatabaseAway_AdminPlaneRefusesAtOnce_DataPlaneAfterFiveMinutes()
    {
        Assert.Equal(200, (await GetAsync(Full())).Status);
        Parts.Sessions.IsDown = true;

        var answer = await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/tenants", "Bearer " + Operator().Sign());
        Assert.Equal(new Answer(503, "{\"code\":\"revocations_unknown\"}", null), answer);
        Assert.Equal(200, (await GetAsync(Full())).Status);
        Parts.Clock.Advance(TimeSpan.FromSeconds(301));
        Assert.Equal("revocations_unknown", (await GetAsync(Full())).Code);

        Parts.Sessions.IsDown = false;
        Parts.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsTrueAsync(async () => (await GetAsync(Full())).Status == 200);
    }

    [Fact]
    public async Task IssuerThatIsNotConfigured_IsRefused() => await Assert.ThrowsAsync<ArgumentException>(async () =>
        await Gateway.Services.GetRequiredService<IRevocations>().RevokeAsync([new(RevocationKind.Issuer, "https://evil.example/", "", null)], Reviewer, default));

    private TokenDraft Full()
    {
        var token = Draft();
        token.Payload["sid"] = "s-1";
        token.Payload["jti"] = "t-1";
        return token;
    }

    private TokenDraft Operator()
    {
        var token = Issuer.Draft(Gateway.Now, TestIssuer.AdminAudience, IdentityGateway.OperatorOrganization);
        token.Payload["roles"] = "tenant-admin";
        token.Payload["sid"] = "s-1";
        return token;
    }

    private async Task RevokeAsync(RevocationKind kind, string name, DateTimeOffset? before = null) =>
        await Gateway.Services.GetRequiredService<IRevocations>().RevokeAsync([new RevocationOrder(kind, Issuer.Name, name, before)], Reviewer, default);

    private async Task AssertRevokedAsync(TokenDraft token)
    {
        Assert.Equal("invalid_token", (await GetAsync(token)).Code);
        Assert.Equal(nameof(TokenDefect.Revoked), Gateway.LastDefect);
    }
}
