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
/// 1. Decode the parts. 2. Read header and payload, names unique. 3. Refuse header extensions. 4. Find the issuer by its exact
/// name. 5. Judge algorithm, type and key id by the issuer's rules. 6. Judge the claims.
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
        // :: Step 1: what the parts hold
        var buffer = ArrayPool<byte>.Shared.Rent(2 * parts.Length);
        try
        {
            defect = parts.Decode(buffer, out var header, out var payload);
            if (defect == TokenDefect.None) defect = Judge(header, payload, buffer.AsSpan(header.Length + payload.Length), plane, kind, out presented);
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

    private TokenDefect Judge(ReadOnlySpan<byte> headerText, ReadOnlySpan<byte> payloadText, Span<byte> names, Plane plane, ActorKind kind, out PresentedToken? presented)
    {
        presented = null;
        // :: Step 2: the members
        var header = new JsonMembers(headerText, names[..headerText.Length]);
        var payload = new JsonMembers(payloadText, names.Slice(headerText.Length, payloadText.Length));
        var defect = header.Read();
        if (defect == TokenDefect.None) defect = payload.Read();
        // :: Step 3: extensions
        if (defect == TokenDefect.None) defect = JoseHeader.RefuseExtensions(in header);
        if (defect != TokenDefect.None) return defect;

        // :: Step 4: the issuer
        if (payload["iss"u8].AsText() is not { } name) return TokenDefect.IssuerMissing;
        if (issuers.Find(name) is not { } issuer) return TokenDefect.IssuerUnknown;

        // :: Step 5: algorithm, type, key
        defect = JoseHeader.Read(in header, issuer, issuer.Types, out var algorithm, out var keyId);
        if (defect != TokenDefect.None) return defect;

        // :: Step 6: the claims
        defect = TokenClaims.Read(in payload, issuer, plane, kind, clock.GetUtcNow(), out var claims);
        if (claims is not null) presented = new PresentedToken(issuer, keyId, algorithm, claims, TokenClaims.NotBeforeOf(in payload, claims));
        return defect;
    }
}
