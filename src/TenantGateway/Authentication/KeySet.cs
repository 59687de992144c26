using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace TenantGateway.Authentication;

/// <summary>
/// The keys of an issuer as it published them. As long as it publishes the same ones it is the same object: what was verified by a set can be told by it.
/// </summary>
internal sealed class KeySet(FrozenDictionary<string, SecurityKey> keys)
{
    public int Count => keys.Count;

    public SecurityKey? Find(string keyId) => keys.GetValueOrDefault(keyId);

    /// <summary>Whether the other holds exactly these keys under these names.</summary>
    public bool IsSameAs(FrozenDictionary<string, SecurityKey> other) =>
        other.Count == keys.Count && other.All(pair => keys.TryGetValue(pair.Key, out var key) && AreSame(key, pair.Value));

    private static bool AreSame(SecurityKey one, SecurityKey other) => (one, other) switch
    {
        (RsaSecurityKey a, RsaSecurityKey b) => a.Parameters.Modulus.AsSpan().SequenceEqual(b.Parameters.Modulus) && a.Parameters.Exponent.AsSpan().SequenceEqual(b.Parameters.Exponent),
        (JsonWebKey a, JsonWebKey b) => a.Crv == b.Crv && a.X == b.X && a.Y == b.Y,
        _ => false,
    };
}
