using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.Rotation;

/// <summary>Wraps a generation's key under another version of the key-encryption key. The key is the same, and so is every token.</summary>
internal sealed class Rewrapper(IKeyEncryptionService keyService)
{
    /// <summary>The record under that version, unsigned.</summary>
    /// <exception cref="KeyServiceException">The key service failed, or what it wrapped does not come back.</exception>
    internal async ValueTask<GenerationRecord> RewrapAsync(GenerationRecord record, string kekId, CancellationToken cancellationToken)
    {
        using var key = new PinnedKey(GenerationKey.KeySize);
        var length = await keyService.UnwrapAsync(record.KekId, record.WrappedKey, key.Memory, cancellationToken);
        if (length != GenerationKey.KeySize) throw new KeyServiceException(KeyServiceFailure.Invalid, $"Generation {record.KeyId} unwraps to {length} bytes.");
        return GenerationLife.Rewrap(record, kekId, await ProvenWrap.WrapAsync(keyService, kekId, key, cancellationToken));
    }
}
