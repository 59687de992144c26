using TenantGateway.Tests.Identity;
using TenantGateway.Tests.World;
using Answer = TenantGateway.Tests.Identity.Answer;

namespace TenantGateway.Tests.Sessions;

/// <summary>The idle limit over real sockets, at two gateways on one database.</summary>
public sealed class IdleTests : IdentityTest
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    private static readonly Answer Idle = new(
        401,
        "{\"code\":\"session_idle\"}",
        "Bearer realm=\"tenant-gateway\", error=\"insufficient_user_authentication\", error_description=\"More recent authentication is required\", "
        + "acr_values=\"http://schemas.openid.net/pape/policies/2007/06/multi-factor\", max_age=\"1800\"");

    [Fact]
    public async Task SessionInUse_StaysInUse_AndIdleOneMustLogInAgain()
    {
        var authorization = Authorization(Session());
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(200, (await GetAsync(authorization)).Status);
            Parts.Clock.Advance(Limit);
        }

        Assert.Equal(200, (await GetAsync(authorization)).Status);
        Parts.Clock.Advance(Limit + TimeSpan.FromSeconds(1));
        Assert.Equal(Idle, await GetAsync(authorization));
    }

    [Fact]
    public async Task RefreshedToken_DoesNotWakeAnIdleSession_ALoginDoes()
    {
        var session = Session();
        Assert.Equal(200, (await GetAsync(Authorization(session))).Status);
        await WrittenAsync();
        Parts.Clock.Advance(Limit + TimeSpan.FromMinutes(5));

        session.Payload["iat"] = Gateway.Now.ToUnixTimeSeconds();
        Assert.Equal(Idle, await GetAsync(Authorization(session)));
        session.Payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds();
        Assert.Equal(200, (await GetAsync(Authorization(session))).Status);
    }

    [Fact]
    public async Task LoginThatIsNotKnown_IsAsYoungAsItsToken()
    {
        var young = Session();
        young.Payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - 7200;
        Assert.Equal(200, (await GetAsync(Authorization(young))).Status);

        var old = Session();
        old.Payload["sid"] = "s-2";
        old.Payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - 7200;
        old.Payload["iat"] = Gateway.Now.ToUnixTimeSeconds() - 1801;
        Assert.Equal(Idle, await GetAsync(Authorization(old)));
    }

    [Fact]
    public async Task TokenWithoutSession_CountsByItsLogin()
    {
        var token = Draft();
        token.Payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - 3600;
        Assert.Equal(200, (await GetAsync(Authorization(token))).Status);
        await WrittenAsync();
        Parts.Clock.Advance(Limit + TimeSpan.FromMinutes(5));

        token.Payload["iat"] = Gateway.Now.ToUnixTimeSeconds();
        Assert.Equal(Idle, await GetAsync(Authorization(token)));
    }

    [Fact]
    public async Task SessionInUseElsewhere_IsInUse()
    {
        await using var other = await IdentityGateway.StartAsync(Parts);
        var authorization = Authorization(Session());
        Assert.Equal(200, (await GetAsync(authorization)).Status);
        Parts.Clock.Advance(Limit);
        Assert.Equal(200, (await SendAsync(other.Data, HttpMethod.Get, "/", authorization, "localhost")).Status);
        await WrittenAsync(2);
        Parts.Clock.Advance(Limit - TimeSpan.FromMinutes(2));

        // More than the limit after this one saw it last.
        Assert.Equal(200, (await GetAsync(authorization)).Status);
    }

    [Fact]
    public async Task DatabaseAway_WhoIsKnownGoesOn_WhoIsNotMustLogInAgain()
    {
        var known = Authorization(Session());
        Assert.Equal(200, (await GetAsync(known)).Status);
        Parts.Sessions.IsDown = true;
        Assert.Equal(200, (await GetAsync(known)).Status);

        var unknown = Session();
        unknown.Payload["sid"] = "s-2";
        unknown.Payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - 1801;
        Assert.Equal(Idle, await GetAsync(Authorization(unknown)));
        // A login of the last minutes needs nobody to vouch for it.
        unknown.Payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - 1;
        Assert.Equal(200, (await GetAsync(Authorization(unknown))).Status);
    }

    [Fact]
    public async Task ManyFirstRequests_AskTheDatabaseOnce_AndThenNoMore()
    {
        var session = Session();
        session.Payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - 3600;
        var authorization = Authorization(session);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => GetAsync(authorization)));
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(200, (await GetAsync(authorization)).Status);

        Assert.Equal(1, Parts.Sessions.Finds);
    }

    [Fact]
    public async Task AdminPlane_HasTheLimitToo()
    {
        var token = Issuer.Draft(Gateway.Now, TestIssuer.AdminAudience, IdentityGateway.OperatorOrganization);
        token.Payload["roles"] = "tenant-admin";
        token.Payload["exp"] = Gateway.Now.ToUnixTimeSeconds() + 36_000;
        var authorization = Authorization(token);
        Assert.Equal(200, (await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/tenants", authorization)).Status);
        Parts.Clock.Advance(Limit + TimeSpan.FromSeconds(1));

        Assert.Equal(Idle, await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/tenants", authorization));
    }

    private TokenDraft Session()
    {
        var token = Draft();
        token.Payload["sid"] = "s-1";
        token.Payload["exp"] = Gateway.Now.ToUnixTimeSeconds() + 36_000;
        return token;
    }

    private static string Authorization(TokenDraft token) => "Bearer " + token.Sign();

    // The writer's interval is real to it only when the clock moves.
    private async Task WrittenAsync(int step = 1)
    {
        var before = Parts.Sessions.Writes;
        await Eventually.IsTrueAsync(() =>
        {
            Parts.Clock.Advance(TimeSpan.FromSeconds(step));
            return Parts.Sessions.Writes > before;
        });
    }
}
