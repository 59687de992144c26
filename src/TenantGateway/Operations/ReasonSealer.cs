using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Operations;

/// <summary>
/// Seals the reason of an operation under the operator's audit key as the details of audit entries are: a random 16-byte nonce, then AES-SIV
/// (RFC 5297). The operation's id is associated data beside the nonce, so that no reason can be moved to another operation, nor to an audit entry.
/// </summary>
internal sealed class ReasonSealer(IKeyRings keyRings)
{
    private const int NonceSize = 16;

    /// <exception cref="KeyServiceException">The operator's audit key cannot be used.</exception>
    internal async ValueTask<byte[]> SealAsync(string id, string reason, CancellationToken cancellationToken)
    {
        using var lease = await keyRings.LeaseAsync(TenantId.Operator, default, cancellationToken);
        return Seal(lease.Ring.Audit, id, reason);
    }

    /// <exception cref="KeyServiceException">The operator's audit key cannot be used.</exception>
    /// <exception cref="CryptographicException">The sealed reason is damaged or another operation's.</exception>
    internal async ValueTask<string> OpenAsync(string id, ReadOnlyMemory<byte> sealedReason, CancellationToken cancellationToken)
    {
        using var lease = await keyRings.LeaseAsync(TenantId.Operator, default, cancellationToken);
        return Open(lease.Ring.Audit, id, sealedReason.Span);
    }

    private static byte[] Seal(GenerationKey key, string id, string reason)
    {
        var plaintext = Encoding.UTF8.GetBytes(reason);
        var output = new byte[NonceSize + AesSiv.TagSize + plaintext.Length];
        var nonce = output.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        key.Details.Seal(StateFor(key, id, nonce), plaintext, output.AsSpan(NonceSize));
        CryptographicOperations.ZeroMemory(plaintext);
        return output;
    }

    private static string Open(GenerationKey key, string id, ReadOnlySpan<byte> sealedReason)
    {
        if (sealedReason.Length < NonceSize + AesSiv.TagSize) throw new CryptographicException("A sealed reason is longer.");
        var plaintext = new byte[sealedReason.Length - NonceSize - AesSiv.TagSize];
        return key.Details.TryOpen(StateFor(key, id, sealedReason[..NonceSize]), sealedReason[NonceSize..], plaintext)
            ? Encoding.UTF8.GetString(plaintext)
            : throw new CryptographicException("A reason does not open.");
    }

    private static AesSivState StateFor(GenerationKey key, string id, ReadOnlySpan<byte> nonce)
    {
        var state = key.DetailsState;
        key.Details.Absorb(ref state, Encoding.ASCII.GetBytes("operation reason " + id));
        key.Details.Absorb(ref state, nonce);
        return state;
    }
}
