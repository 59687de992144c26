using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
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

    /// <summary>Teaches the server the grant; <paramref name="clock"/> dates the pretended logins.</summary>
    public static void AddDemoLoginGrant(this OpenIddictServerBuilder server, TimeProvider clock)
    {
        server.AllowCustomFlow(GrantType);
        server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            ValidateClient(context);
            return ValueTask.CompletedTask;
        }));
        server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            LogIn(context, clock);
            return ValueTask.CompletedTask;
        }));
    }

    /// <summary>In degraded mode OpenIddict has no registry of clients: there is this one, and it is public.</summary>
    private static void ValidateClient(ValidateTokenRequestContext context)
    {
        if (context.Request.ClientId != ClientId)
            context.Reject(Errors.InvalidClient, "The demo's identity provider knows one client.");
    }

    private static void LogIn(HandleTokenRequestContext context, TimeProvider clock)
    {
        var problem = DemoLogin.Read(name => (string?)context.Request.GetParameter(ParameterPrefix + name), out var login);
        if (login is null)
            context.Reject(Errors.InvalidRequest, problem?.Detail);
        else
            context.SignIn(CreatePrincipal(login, clock.GetUtcNow()));
    }

    private static ClaimsPrincipal CreatePrincipal(DemoLogin login, DateTimeOffset now)
    {
        var identity = new ClaimsIdentity(GrantType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, login.Account.Subject);
        identity.SetClaim(DemoClaims.Organization, login.Account.Organization);
        identity.SetClaim(DemoClaims.ConnectionStrategy, login.ConnectionStrategy);
        identity.AddClaim(ToArray(DemoClaims.AuthenticationMethods, login.MultiFactor ? ["pwd", "mfa"] : ["pwd"]));
        identity.AddClaim(ToArray(DemoClaims.Roles, login.Account.Roles));
        identity.AddClaim(new Claim(
            DemoClaims.AuthenticationTime,
            (now - login.Age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ClaimValueTypes.Integer64));

        identity.SetScopes(login.Account.Scope.Split(' '));
        identity.SetResources(login.Audience);
        identity.SetAccessTokenLifetime(login.Lifetime);
        identity.SetDestinations(static _ => [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }

    /// <summary>As JSON, because a single plain claim would be written as a string where Auth0 writes an array of one.</summary>
    private static Claim ToArray(string type, IEnumerable<string> values) =>
        new(type, JsonSerializer.Serialize(values), JsonClaimValueTypes.JsonArray);
}
