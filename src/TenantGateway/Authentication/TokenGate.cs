using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TenantGateway.Core.Access;

namespace TenantGateway.Authentication;

/// <summary>
/// Refuses what token handlers let by, before any key is touched: the form of the token, every name in it, the issuer's own rules, and the times.
/// No I/O; what passes still needs its signature checked.
/// </summary>
/// <remarks>
/// 1. Read header and payload, names unique and without extensions. 2. Find the issuer by its exact name. 3. Judge algorithm, type and key id by the issuer's
/// rules. 4. Judge the claims.
/// </remarks>
internal sealed class TokenGate(ConfiguredIssuers issuers, TimeProvider clock)
{
    /// <param name="parts">The three parts, each in its one spelling.</param>
    /// <param name="plane">Which plane the token is to open.</param>
    /// <param name="kind">Whose it must be: a person's token is never a service's, nor the reverse.</param>
    /// <param name="presented">What the token says, if it passes.</param>
    /// <param name="defect">What is wrong with it, if it does not.</param>
    public bool TryPass(in CompactToken parts, Plane plane, ActorKind kind, [NotNullWhen(true)] out PresentedToken? presented, out TokenDefect defect)
    {
        presented = null;
        var buffer = ArrayPool<byte>.Shared.Rent(2 * parts.Length);
        try
        {
            // :: Step 1: the members
            defect = TokenMembers.Read(in parts, buffer, out var header, out var payload);
            if (defect == TokenDefect.None) defect = Judge(in header, in payload, plane, kind, out presented);
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

    private TokenDefect Judge(ref readonly JsonMembers header, ref readonly JsonMembers payload, Plane plane, ActorKind kind, out PresentedToken? presented)
    {
        presented = null;
        // :: Step 2: the issuer
        if (payload["iss"u8].AsText() is not { } name) return TokenDefect.IssuerMissing;
        if (issuers.Find(name) is not { } issuer) return TokenDefect.IssuerUnknown;

        // :: Step 3: algorithm, type, key
        var defect = JoseHeader.Read(in header, issuer, issuer.Types, out var algorithm, out var keyId);
        if (defect != TokenDefect.None) return defect;

        // :: Step 4: the claims
        defect = TokenClaims.Read(in payload, issuer, plane, kind, clock.GetUtcNow(), out var claims);
        if (claims is not null) presented = new PresentedToken(issuer, keyId, algorithm, claims, TokenClaims.NotBeforeOf(in payload, claims));
        return defect;
    }
}
