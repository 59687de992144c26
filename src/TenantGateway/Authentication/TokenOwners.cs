using TenantGateway.Core.Access;

namespace TenantGateway.Authentication;

/// <summary>
/// Whose a token is. A person's token can never pass as a service's, nor the reverse: one that bears any mark of a service is no person's whatever its issuer is
/// configured to have, it must bear all of them to be a service's, and none of a login.
/// </summary>
internal static class TokenOwners
{
    private const string ClientSuffix = "@clients";
    private const string ClientCredentials = "client-credentials";

    /// <returns>What is wrong with a token for this kind of caller.</returns>
    public static TokenDefect DefectFor(ActorKind wanted, ref readonly JsonMembers payload, string subject, ConfiguredIssuer issuer)
    {
        var owner = OwnerOf(in payload, subject, issuer);
        if (owner is null) return TokenDefect.OwnerAmbiguous;
        if (owner == wanted) return TokenDefect.None;
        return owner == ActorKind.Service ? TokenDefect.ServiceToken : TokenDefect.PersonToken;
    }

    // Null where the marks contradict each other.
    private static ActorKind? OwnerOf(ref readonly JsonMembers payload, string subject, ConfiguredIssuer issuer)
    {
        var client = TokenClaims.Named(in payload, issuer.Claims.Client).AsText();
        var isClient = subject == client || subject == payload["client_id"u8].AsText() || subject == payload["azp"u8].AsText();
        var isNamedSo = subject.EndsWith(ClientSuffix, StringComparison.OrdinalIgnoreCase);
        var hasGrant = payload.Has("gty"u8);
        var grant = payload["gty"u8].AsText();
        if (!isClient && !isNamedSo && (!hasGrant || (grant is not null && !grant.Contains(ClientCredentials, StringComparison.OrdinalIgnoreCase)))) return ActorKind.Person;
        if (HasLogin(in payload, issuer.Claims)) return null;
        var isService = issuer.ServiceTokens switch
        {
            ServiceTokenStyle.ClientId => subject == client && !isNamedSo && !hasGrant,
            ServiceTokenStyle.Auth0 => grant == ClientCredentials && client is not null && subject == client + ClientSuffix,
            _ => false,
        };
        return isService ? ActorKind.Service : null;
    }

    private static bool HasLogin(ref readonly JsonMembers payload, IssuerClaimOptions names) =>
        !TokenClaims.Named(in payload, names.AuthenticationMethods).IsAbsent || !TokenClaims.Named(in payload, names.AuthenticationTime).IsAbsent
        || !TokenClaims.Named(in payload, names.ConnectionStrategy).IsAbsent || payload.Has("amr"u8) || payload.Has("auth_time"u8) || payload.Has("acr"u8);
}
