using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Keys;

namespace TenantGateway.Authentication.Services;

/// <summary>The key that signs service tokens (ES256), and the public halves of all keys that replicas of this deployment may have signed with.</summary>
internal sealed class ServiceTokenKey : IDisposable
{
    public const string TokenType = "tg-service+jwt";

    private const string HeaderStart = "{\"alg\":\"ES256\",\"typ\":\"" + TokenType + "\",\"kid\":\"";
    private const string HeaderEnd = "\"}";

    private readonly ECDsa _signing;
    private readonly Dictionary<string, ServiceKeyRecord> _byHeader;

    public ServiceTokenKey(string keyId, ECDsa signing, IReadOnlyList<ServiceKeyRecord> published)
    {
        _signing = signing;
        Header = HeaderOf(keyId);
        KeyIds = [.. published.Select(record => record.KeyId)];
        _byHeader = published.ToDictionary(record => HeaderOf(record.KeyId), StringComparer.Ordinal);
    }

    /// <summary>What every such token begins with: the first part of the header is always spelt alike, up to a whole group of base64.</summary>
    public static string TokenStart { get; } = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(HeaderStart).AsSpan()[..^(HeaderStart.Length % 3)]);

    /// <summary>The encoded header of tokens that are signed now.</summary>
    public string Header { get; }

    public IReadOnlyList<string> KeyIds { get; }

    public byte[] Sign(ReadOnlySpan<byte> input)
    {
        // ECDsa instances are not promised to be thread-safe.
        lock (_signing) return _signing.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>
    /// Verifies a signature of this deployment. The header is compared whole: there is no other algorithm, type or parameter to be talked into, and no second spelling.
    /// </summary>
    public bool Verify(string header, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        if (!_byHeader.TryGetValue(header, out var record)) return false;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(record.PublicKey.Span, out _);
        return key.VerifyData(input, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose() => _signing.Dispose();

    private static string HeaderOf(string keyId) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(HeaderStart + keyId + HeaderEnd));
}
