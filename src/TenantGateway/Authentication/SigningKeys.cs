using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace TenantGateway.Authentication;

/// <summary>
/// Chooses the keys of a key set (RFC 7517) that may verify tokens: named, for signatures, RSA of 2048 bits or more or a NIST curve, and for an
/// algorithm that the issuer is configured for. Certificates beside a key are ignored: the key is what was published under the name.
/// </summary>
internal static class SigningKeys
{
    public const int LeastRsaBits = 2048;

    public static FrozenDictionary<string, SecurityKey> Select(JsonWebKeySet keys, ImmutableArray<string> algorithms) =>
        keys.Keys
            .Where(key => !string.IsNullOrEmpty(key.Kid))
            .GroupBy(key => key.Kid, StringComparer.Ordinal)
            // Two keys of one name: which one was meant cannot be told.
            .Where(group => group.Count() == 1)
            .Select(group => Accept(group.First(), algorithms))
            .OfType<SecurityKey>()
            .ToFrozenDictionary(key => key.KeyId, StringComparer.Ordinal);

    private static SecurityKey? Accept(JsonWebKey key, ImmutableArray<string> algorithms)
    {
        if (!string.IsNullOrEmpty(key.Use) && key.Use != "sig") return null;
        if (!string.IsNullOrEmpty(key.Alg) && !algorithms.Contains(key.Alg, StringComparer.Ordinal)) return null;
        return key.Kty switch
        {
            "RSA" => AcceptRsa(key),
            "EC" => AcceptCurve(key),
            _ => null,
        };
    }

    private static RsaSecurityKey? AcceptRsa(JsonWebKey key)
    {
        if (key.N is null || key.E is null) return null;
        // Leading zeros would make a short modulus look long.
        var modulus = Base64UrlEncoder.DecodeBytes(key.N).AsSpan().TrimStart((byte)0);
        if (modulus.IsEmpty || modulus.Length * 8 - BitOperations.LeadingZeroCount((uint)modulus[0] << 24) < LeastRsaBits) return null;
        return new RsaSecurityKey(new RSAParameters { Modulus = modulus.ToArray(), Exponent = Base64UrlEncoder.DecodeBytes(key.E) }) { KeyId = key.Kid };
    }

    // Kept as a JSON Web Key: the handler then makes itself one ECDsa per use, which may not be shared between threads.
    private static JsonWebKey? AcceptCurve(JsonWebKey key) =>
        key.Crv is "P-256" or "P-384" or "P-521" && key.X is not null && key.Y is not null
            ? new JsonWebKey { Kty = key.Kty, Crv = key.Crv, X = key.X, Y = key.Y, Kid = key.Kid }
            : null;
}
