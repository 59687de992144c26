using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using TenantGateway.Core.Keys;

namespace TenantGateway.Forwarding;

/// <summary>The key that signs assertions (ES256) and the public halves of all keys that replicas of this deployment may have signed with.</summary>
internal sealed class AssertionKey : IDisposable
{
    private readonly ECDsa _signing;

    public AssertionKey(string keyId, ECDsa signing, IEnumerable<ServiceKeyRecord> published)
    {
        _signing = signing;
        KeyId = keyId;
        Published = [.. published.Select(ToJsonWebKey)];
    }

    public string KeyId { get; }

    public IReadOnlyList<JsonWebKey> Published { get; }

    /// <summary>Signs a JWS signing input (RFC 7515 section 5.1) with ECDSA P-256 and SHA-256; r||s as RFC 7518 section 3.4 wants it.</summary>
    public byte[] Sign(ReadOnlySpan<byte> input)
    {
        // ECDsa instances are not promised to be thread-safe.
        lock (_signing) return _signing.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose() => _signing.Dispose();

    private static JsonWebKey ToJsonWebKey(ServiceKeyRecord record)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(record.PublicKey.Span, out _);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonWebKey
        {
            Kty = "EC",
            Crv = "P-256",
            Use = "sig",
            Alg = "ES256",
            Kid = record.KeyId,
            X = Base64UrlEncoder.Encode(point.X),
            Y = Base64UrlEncoder.Encode(point.Y),
        };
    }
}
