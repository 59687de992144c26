using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>What tokens say of a login, in the shape of Auth0's.</summary>
internal sealed record DemoIdentity
{
    /// <summary>Stays within codes and refresh tokens: the number that is good for one use.</summary>
    public const string Use = "demo_use";

    /// <summary>Stays within codes and refresh tokens: the session they belong to.</summary>
    public const string OwnSession = "demo_session";

    /// <summary>Stays within codes and refresh tokens: what the access token is for.</summary>
    public const string OwnAudience = "demo_audience";

    public required DemoAccount Account { get; init; }

    public required bool MultiFactor { get; init; }

    public required DateTimeOffset AuthenticatedAt { get; init; }

    public required string ConnectionStrategy { get; init; }

    /// <summary>Of the access token.</summary>
    public required string Audience { get; init; }

    /// <summary>The <c>sid</c>.</summary>
    public required string Session { get; init; }

    /// <summary>Of the access token.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    public IReadOnlyList<string> ProtocolScopes { get; init; } = [];

    /// <summary>Null where nothing can be redeemed later.</summary>
    public string? OneTimeUse { get; init; }

    public static DemoIdentity Of(DemoSession session, string audience) => new()
    {
        Account = session.Account,
        MultiFactor = session.MultiFactor,
        AuthenticatedAt = session.AuthenticatedAt,
        ConnectionStrategy = DemoClaims.DatabaseStrategy,
        Audience = audience,
        Session = session.Id,
    };

    public ClaimsPrincipal ToPrincipal()
    {
        var methods = ToArray(MultiFactor ? ["pwd", "mfa"] : ["pwd"]);
        var authenticatedAt = AuthenticatedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var identity = new ClaimsIdentity("demo", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, Account.Subject);
        identity.SetClaim(DemoClaims.Organization, Account.Organization);

        // :: The access token: under the deployment's own names
        identity.SetClaim(DemoClaims.ConnectionStrategy, ConnectionStrategy);
        identity.SetClaim(DemoClaims.Session, Session);
        identity.AddClaim(new Claim(DemoClaims.AuthenticationMethods, methods, JsonClaimValueTypes.JsonArray));
        identity.AddClaim(new Claim(DemoClaims.Roles, ToArray(Account.Roles), JsonClaimValueTypes.JsonArray));
        identity.AddClaim(new Claim(DemoClaims.AuthenticationTime, authenticatedAt, ClaimValueTypes.Integer64));

        // :: The id token: under their registered names
        identity.SetClaim(SessionClaim, Session);
        identity.SetClaim(Claims.AuthenticationContextReference, MultiFactor ? DemoClaims.MultiFactorContext : "urn:tenantgateway:demo:password");
        identity.AddClaim(new Claim(Claims.AuthenticationMethodReference, methods, JsonClaimValueTypes.JsonArray));
        identity.AddClaim(new Claim(Claims.AuthenticationTime, authenticatedAt, ClaimValueTypes.Integer64));

        // :: Codes and refresh tokens
        identity.SetClaim(Use, OneTimeUse);
        identity.SetClaim(OwnSession, Session);
        identity.SetClaim(OwnAudience, Audience);

        identity.SetScopes([.. ProtocolScopes, .. Account.Scope.Split(' ')]);
        identity.SetResources(Audience);
        identity.SetAccessTokenLifetime(Lifetime);
        identity.SetDestinations(DestinationsOf);
        return new ClaimsPrincipal(identity);
    }

    public const string SessionClaim = "sid";

    private static string[] DestinationsOf(Claim claim) => claim.Type switch
    {
        Claims.Subject or DemoClaims.Organization => [Destinations.AccessToken, Destinations.IdentityToken],
        SessionClaim or Claims.AuthenticationContextReference or Claims.AuthenticationMethodReference or Claims.AuthenticationTime => [Destinations.IdentityToken],
        Use or OwnSession or OwnAudience => [],
        _ => [Destinations.AccessToken],
    };

    /// <summary>As JSON, because a single plain claim would be written as a string where Auth0 writes an array of one.</summary>
    private static string ToArray(IEnumerable<string> values) => JsonSerializer.Serialize(values);
}
