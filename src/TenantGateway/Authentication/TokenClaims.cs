using System.Collections.Frozen;
using System.Text;
using TenantGateway.Core.Access;

namespace TenantGateway.Authentication;

/// <summary>Judges the claims of a token by its issuer's rules: RFC 7519 section 4.1 and RFC 9068 section 4, without their leniency.</summary>
internal static class TokenClaims
{
    /// <summary>Characters of a subject or organization: OpenID Connect Core 1.0 section 2 allows a subject no more.</summary>
    public const int MaxNameLength = 255;

    public static TokenDefect Read(ref readonly JsonMembers payload, ConfiguredIssuer issuer, Plane plane, ActorKind kind, DateTimeOffset now, out VerifiedToken? claims)
    {
        claims = null;
        // Proof of possession (RFC 7800) is not supported: a bound token that is taken without its proof would be a stolen one's way in.
        if (payload.Has("cnf"u8)) return TokenDefect.ProofOfPossessionRequired;
        if (payload["sub"u8].AsText() is not { Length: <= MaxNameLength } subject) return TokenDefect.SubjectMissing;
        var owner = TokenOwners.DefectFor(kind, in payload, subject, issuer);
        if (owner != TokenDefect.None) return owner;
        if (OrganizationOf(Named(in payload, issuer.Claims.Organization), kind) is not { Length: <= MaxNameLength } organization) return TokenDefect.OrganizationMissing;
        if (!IsFor(payload["aud"u8], issuer.AudienceOf(plane))) return TokenDefect.AudienceMismatch;
        if (payload["iat"u8].AsTime() is not { } issuedAt) return TokenDefect.IssuedAtMissing;
        if (payload["exp"u8].AsTime() is not { } expiresAt) return TokenDefect.ExpiryMissing;
        var times = CheckTimes(payload["nbf"u8], issuer, now, issuedAt, expiresAt);
        if (times != TokenDefect.None) return times;
        return ReadEvidence(in payload, issuer, new RequiredClaims(kind, subject, organization, issuedAt, expiresAt), out claims);
    }

    /// <summary>The moment before which a token that was read does not count.</summary>
    public static DateTimeOffset NotBeforeOf(ref readonly JsonMembers payload, VerifiedToken claims) =>
        payload["nbf"u8].AsTime() is { } from && from > claims.IssuedAt ? from : claims.IssuedAt;

    // A service belongs to no organization by itself: none is as good as one, but a member of another type is neither.
    private static string? OrganizationOf(JsonMember organization, ActorKind kind) =>
        kind == ActorKind.Service && organization.IsAbsent ? "" : organization.AsText();

    // Exactly the plane's audience: a token that is also for others could be replayed by any of them.
    private static bool IsFor(JsonMember audience, string? expected) =>
        expected is not null && audience.AsTexts() is [var only] && string.Equals(only, expected, StringComparison.Ordinal);

    private static TokenDefect CheckTimes(JsonMember notBefore, ConfiguredIssuer issuer, DateTimeOffset now, DateTimeOffset issuedAt, DateTimeOffset expiresAt)
    {
        if (issuedAt > now + issuer.ClockSkew) return TokenDefect.IssuedInFuture;
        if (!notBefore.IsAbsent)
        {
            if (notBefore.AsTime() is not { } from) return TokenDefect.NotBeforeMalformed;
            if (from > now + issuer.ClockSkew) return TokenDefect.NotYetValid;
        }

        if (now >= expiresAt + issuer.ClockSkew) return TokenDefect.Expired;
        return expiresAt - issuedAt > issuer.MaxLifetime ? TokenDefect.LifetimeTooLong : TokenDefect.None;
    }

    private static TokenDefect ReadEvidence(ref readonly JsonMembers payload, ConfiguredIssuer issuer, RequiredClaims required, out VerifiedToken? claims)
    {
        claims = null;
        var names = issuer.Claims;
        var strategy = Named(in payload, names.ConnectionStrategy);
        var authenticated = Named(in payload, names.AuthenticationTime);
        var client = Named(in payload, names.Client);
        var session = Named(in payload, names.Session);
        var tokenId = payload["jti"u8];
        if (!TryTexts(Named(in payload, names.Roles), out var roles) || !TryTexts(Named(in payload, names.AuthenticationMethods), out var methods)
            || !TryTexts(Named(in payload, names.Scope), out var scopes) || (!strategy.IsAbsent && strategy.AsText() is null)
            || (!authenticated.IsAbsent && authenticated.AsTime() is null) || !IsName(client) || !IsName(session) || !IsName(tokenId))
        {
            return TokenDefect.ClaimMalformed;
        }

        claims = new VerifiedToken
        {
            Issuer = issuer.Name,
            Kind = required.Kind,
            Subject = required.Subject,
            OrganizationId = required.Organization,
            Roles = roles.ToFrozenSet(StringComparer.Ordinal),
            Scopes = scopes.SelectMany(scope => scope.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToFrozenSet(StringComparer.Ordinal),
            Methods = methods.ToFrozenSet(StringComparer.Ordinal),
            ConnectionStrategy = strategy.AsText(),
            AuthenticatedAt = authenticated.AsTime(),
            Client = client.AsText(),
            IssuedAt = required.IssuedAt,
            ExpiresAt = required.ExpiresAt,
            Marks = LoginMarks.Of(issuer.Name, required.Organization, required.Subject, session.AsText(), tokenId.AsText(), authenticated.AsTime(), required.IssuedAt),
        };
        return TokenDefect.None;
    }

    private static bool IsName(JsonMember member) => member.IsAbsent || member.AsText() is { Length: <= MaxNameLength };

    private static bool TryTexts(JsonMember member, out List<string> texts)
    {
        texts = member.IsAbsent ? [] : member.AsTexts() ?? [];
        return member.IsAbsent || member.AsTexts() is not null;
    }

    internal static JsonMember Named(ref readonly JsonMembers payload, string name)
    {
        Span<byte> utf8 = stackalloc byte[256];
        return Encoding.UTF8.TryGetBytes(name, utf8, out var length) ? payload[utf8[..length]] : default;
    }

    private readonly record struct RequiredClaims(ActorKind Kind, string Subject, string Organization, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);
}
