using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>
/// An OAuth extension grant (RFC 6749 section 4.5) that gives anybody a token of any demo account. It is the reason why this identity
/// provider must never run outside a developer's machine.
/// </summary>
internal static class DemoLoginGrant
{
    public const string GrantType = "urn:tenantgateway:demo:login";
    public const string ClientId = "tenantgateway-demo";

    /// <summary>Before each of <see cref="DemoLogin.Parameters"/>: OAuth has an <c>audience</c> of its own (RFC 8693), which takes only URIs.</summary>
    public const string ParameterPrefix = "demo_";

    /// <summary>Answers requests of this grant; <paramref name="clock"/> dates the pretended logins.</summary>
    public static void Answer(HandleTokenRequestContext context, TimeProvider clock)
    {
        var problem = DemoLogin.Read(name => (string?)context.Request.GetParameter(ParameterPrefix + name), out var login);
        if (login is null)
            context.Reject(Errors.InvalidRequest, problem?.Detail);
        else
            context.SignIn(IdentityOf(login, clock.GetUtcNow()).ToPrincipal());
    }

    private static DemoIdentity IdentityOf(DemoLogin login, DateTimeOffset now) => new()
    {
        Account = login.Account,
        MultiFactor = login.MultiFactor,
        AuthenticatedAt = now - login.Age,
        ConnectionStrategy = login.ConnectionStrategy,
        Audience = login.Audience,
        Session = login.Session,
        Lifetime = login.Lifetime,
    };
}
