using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TenantGateway.Core.Access;

namespace TenantGateway.Authentication;

/// <summary>
/// Judges logout tokens (OpenID Connect Back-Channel Logout 1.0 sections 2.4 and 2.6) as strictly as access tokens: before any key is touched, and without I/O.
/// </summary>
internal sealed class LogoutGate(ConfiguredIssuers issuers, TimeProvider clock)
{
    /// <summary>A logout token that is older is not taken: an issuer sends it at once.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    public bool TryPass(in CompactToken parts, [NotNullWhen(true)] out PresentedLogout? presented, out TokenDefect defect)
    {
        presented = null;
        var buffer = ArrayPool<byte>.Shared.Rent(2 * parts.Length);
        try
        {
            // :: Step 1: the members
            defect = TokenMembers.Read(in parts, buffer, out var header, out var payload);
            if (defect == TokenDefect.None) defect = Judge(in header, in payload, out presented);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader has no other way to say that a text is not JSON, or holds half of a surrogate pair.
            defect = TokenDefect.NotJson;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        return defect == TokenDefect.None && presented is not null;
    }

    private TokenDefect Judge(ref readonly JsonMembers header, ref readonly JsonMembers payload, out PresentedLogout? presented)
    {
        presented = null;
        // :: Step 2: the issuer, and by its rules the header
        if (payload["iss"u8].AsText() is not { } name) return TokenDefect.IssuerMissing;
        if (issuers.Find(name) is not { } issuer) return TokenDefect.IssuerUnknown;
        var defect = JoseHeader.Read(in header, issuer, issuer.LogoutTypes, out var algorithm, out var keyId);
        if (defect != TokenDefect.None) return defect;

        // :: Step 3: the claims
        defect = JudgeClaims(in payload, issuer, out var issuedAt);
        if (defect != TokenDefect.None) return defect;
        defect = LogoutOrders.Read(in payload, issuer.Name, issuedAt, out var orders);
        if (defect != TokenDefect.None) return defect;
        if (payload["jti"u8].AsText() is not { Length: <= TokenClaims.MaxNameLength } id) return TokenDefect.TokenIdMissing;
        presented = new PresentedLogout(issuer, keyId, algorithm, orders, Fingerprint.Of("logout-token", issuer.Name, id), issuedAt + MaxAge + 2 * issuer.ClockSkew);
        return TokenDefect.None;
    }

    private TokenDefect JudgeClaims(ref readonly JsonMembers payload, ConfiguredIssuer issuer, out DateTimeOffset issuedAt)
    {
        issuedAt = default;
        var now = clock.GetUtcNow();
        if (payload["aud"u8].AsTexts() is not [var audience] || !issuer.LogoutAudiences.Contains(audience, StringComparer.Ordinal)) return TokenDefect.AudienceMismatch;
        if (payload["iat"u8].AsTime() is not { } at) return TokenDefect.IssuedAtMissing;
        if (at > now + issuer.ClockSkew) return TokenDefect.IssuedInFuture;
        if (now - at > MaxAge + issuer.ClockSkew) return TokenDefect.Expired;
        // Older issuers send none, and then the age alone counts.
        var expiry = payload["exp"u8];
        if (!expiry.IsAbsent && expiry.AsTime() is null) return TokenDefect.ExpiryMissing;
        if (expiry.AsTime() is { } end && now >= end + issuer.ClockSkew) return TokenDefect.Expired;
        // It must not be possible to take an identity token for it, nor it for one.
        if (payload.Has("nonce"u8)) return TokenDefect.NonceForbidden;
        issuedAt = at;
        return TokenDefect.None;
    }
}
