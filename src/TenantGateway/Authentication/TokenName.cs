using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Access;

namespace TenantGateway.Authentication;

/// <summary>
/// Names a token by the SHA-256 of exactly its bytes. The gate lets one spelling of a token by, so a name is one token; and whoever measures how long a look-up
/// takes learns of a digest, not of a token.
/// </summary>
internal static class TokenName
{
    /// <summary>The same for the token of a request, remembered with its connection: whoever asks again on it sends the same token, and the server gives the same string for it.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="token">The token that its header holds.</param>
    public static Fingerprint Of(HttpContext context, ReadOnlySpan<char> token)
    {
        if (context.Features.Get<ConnectionToken>() is not { } connection || context.Request.Headers.Authorization[0] is not { } header) return Of(token);
        if (connection.Last is { } last && ReferenceEquals(last.Header, header)) return last.Name;
        var name = Of(token);
        connection.Last = new NamedHeader(header, name);
        return name;
    }

    /// <param name="token">A token in compact serialization, which is ASCII and at most <see cref="CompactToken.MaxLength"/> characters.</param>
    public static Fingerprint Of(ReadOnlySpan<char> token)
    {
        Span<byte> bytes = stackalloc byte[token.Length];
        Span<byte> digest = stackalloc byte[Fingerprint.Size];
        SHA256.HashData(bytes[..Encoding.ASCII.GetBytes(token, bytes)], digest);
        return new Fingerprint(digest);
    }
}
