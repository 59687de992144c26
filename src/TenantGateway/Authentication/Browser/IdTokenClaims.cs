using System.Text.Json;

namespace TenantGateway.Authentication.Browser;

/// <summary>What the gateway reads of an id token, by the strict reader of access tokens: no name twice, nothing converted.</summary>
internal readonly record struct IdTokenClaims(string Subject, string Organization, DateTimeOffset? AuthenticatedAt, string? Session)
{
    public static bool TryRead(string token, string organizationClaim, out IdTokenClaims claims)
    {
        claims = default;
        if (CompactToken.Split(token, out var parts) != TokenDefect.None) return false;
        var buffer = new byte[2 * token.Length];
        try
        {
            return parts.Decode(buffer, out var header, out var payload) == TokenDefect.None
                && TryRead(payload, buffer.AsSpan(header.Length + payload.Length), organizationClaim, out claims);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> payload, Span<byte> names, string organizationClaim, out IdTokenClaims claims)
    {
        claims = default;
        var members = new JsonMembers(payload, names[..payload.Length]);
        if (members.Read() != TokenDefect.None) return false;
        if (members["sub"u8].AsText() is not { Length: <= TokenClaims.MaxNameLength } subject) return false;
        if (members[System.Text.Encoding.UTF8.GetBytes(organizationClaim)].AsText() is not { Length: <= TokenClaims.MaxNameLength } organization) return false;
        var session = members["sid"u8];
        if (!session.IsAbsent && session.AsText() is not { Length: <= TokenClaims.MaxNameLength }) return false;
        claims = new IdTokenClaims(subject, organization, members["auth_time"u8].AsTime(), session.AsText());
        return true;
    }
}
