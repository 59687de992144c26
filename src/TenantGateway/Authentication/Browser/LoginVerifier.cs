using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using TenantGateway.Core.Access;

namespace TenantGateway.Authentication.Browser;

/// <summary>
/// Judges what a login gave. Who it is says the access token, which passes the same gate and the same scheme as every token that is sent to the admin plane; the id token must
/// be the same person of the same organization, of a login as recent as was asked for.
/// </summary>
internal sealed class LoginVerifier(TokenGate gate, LoginScheme scheme, IOptionsMonitor<JwtBearerOptions> schemes, TimeProvider clock, ILogger<LoginVerifier> logger)
{
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <returns>The login, or null: refuse.</returns>
    public async ValueTask<VerifiedLogin?> VerifyAsync(LoginAnswer answer, CancellationToken cancellationToken)
    {
        var (login, defect) = await JudgeAsync(answer, cancellationToken);
        if (defect != LoginDefect.None) Log.LoginRefused(logger, defect);
        return login;
    }

    private async ValueTask<(VerifiedLogin? Login, LoginDefect Defect)> JudgeAsync(LoginAnswer answer, CancellationToken cancellationToken)
    {
        // :: Step 1: the id token, whose signature is verified
        if (answer.IdToken is not { } idToken || !IdTokenClaims.TryRead(idToken, scheme.Issuer.Claims.Organization, out var id)) return (null, LoginDefect.IdTokenMalformed);

        // :: Step 2: the access token, by the rules for all of them
        if (answer.AccessToken is not { } accessToken || await VerifyAsync(accessToken, cancellationToken) is not { } token) return (null, LoginDefect.AccessTokenInvalid);

        // :: Step 3: one person, one organization
        if (!string.Equals(id.Subject, token.Subject, StringComparison.Ordinal)) return (null, LoginDefect.SubjectsDiffer);
        if (!string.Equals(id.Organization, token.OrganizationId, StringComparison.Ordinal)) return (null, LoginDefect.OrganizationsDiffer);

        // :: Step 4: as recent as was asked for (OpenID Connect Core 1.0 section 3.1.3.7, point 13)
        if (!IsRecent(id.AuthenticatedAt, answer.MaxAge)) return (null, LoginDefect.LoginTooOld);
        return (new VerifiedLogin(token, id.Session, idToken), LoginDefect.None);
    }

    private async ValueTask<VerifiedToken?> VerifyAsync(string accessToken, CancellationToken cancellationToken)
    {
        if (!TryPass(accessToken, out var presented) || presented.Issuer != scheme.Issuer) return null;
        if (await presented.Issuer.Keys.FindAsync(presented.KeyId, cancellationToken) != KeyLookup.Found) return null;
        if (!TokenSignature.IsGood(accessToken, presented.Issuer.Keys.Held(presented.KeyId), presented.Algorithm)) return null;
        var result = await _handler.ValidateTokenAsync(accessToken, schemes.Get(presented.Issuer.SchemeOf(Plane.Admin)).TokenValidationParameters);
        return result.IsValid ? presented.AfterVerification() : null;
    }

    private bool TryPass(string token, [NotNullWhen(true)] out PresentedToken? presented)
    {
        presented = null;
        return CompactToken.Split(token, out var parts) == TokenDefect.None && gate.TryPass(in parts, Plane.Admin, ActorKind.Person, out presented, out _);
    }

    private bool IsRecent(DateTimeOffset? authenticatedAt, string? maxAge)
    {
        if (authenticatedAt is not { } at || !int.TryParse(maxAge, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        var now = clock.GetUtcNow();
        return at <= now + scheme.Issuer.ClockSkew && now - at <= TimeSpan.FromSeconds(seconds) + scheme.Issuer.ClockSkew;
    }
}

/// <summary>A login that was accepted. A feature of the request that completes it.</summary>
/// <param name="Token">Who.</param>
/// <param name="Session">The session at the identity provider; null where the id token names none.</param>
/// <param name="IdToken">To be shown to the identity provider at logout.</param>
internal sealed record VerifiedLogin(VerifiedToken Token, string? Session, string IdToken)
{
    /// <summary>Names the type only: it holds a token.</summary>
    public override string ToString() => nameof(VerifiedLogin);
}

/// <summary>What is wrong with a login, for the log alone.</summary>
internal enum LoginDefect
{
    None,
    IdTokenMalformed,
    AccessTokenInvalid,
    SubjectsDiffer,
    OrganizationsDiffer,
    LoginTooOld,
}
