using TenantGateway.Core.Keys;

namespace TenantGateway.Keys;

/// <summary>Signs generation records with the key service's signing key.</summary>
internal sealed class GenerationSigner(IKeyEncryptionService keyService)
{
    /// <summary>The record with its signature; the one it came with counts for nothing.</summary>
    internal async ValueTask<GenerationRecord> SignAsync(GenerationRecord record, CancellationToken cancellationToken)
    {
        var digest = RecordSignature.Digest(GenerationRecordEncoding.Encode(record));
        return record with { Signature = await keyService.SignAsync(digest, cancellationToken) };
    }
}
