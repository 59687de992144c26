using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys;

/// <summary>
/// Wraps a generation's key and proves that it comes back: one that does not must be noticed before anything is sealed under it, or before the
/// old wrapping is thrown away.
/// </summary>
internal static class ProvenWrap
{
    /// <exception cref="KeyServiceException">The key service failed, or what it wrapped does not come back.</exception>
    internal static async ValueTask<byte[]> WrapAsync(IKeyEncryptionService keyService, string kekId, PinnedKey key, CancellationToken cancellationToken)
    {
        using var unwrapped = new PinnedKey(GenerationKey.KeySize);
        var wrapped = await keyService.WrapAsync(kekId, key.Memory, cancellationToken);
        var length = await keyService.UnwrapAsync(kekId, wrapped, unwrapped.Memory, cancellationToken);
        return length == GenerationKey.KeySize && CryptographicOperations.FixedTimeEquals(key.Span, unwrapped.Span)
            ? wrapped
            : throw new KeyServiceException(KeyServiceFailure.Invalid, $"What {kekId} wraps does not come back when it is unwrapped.");
    }
}
