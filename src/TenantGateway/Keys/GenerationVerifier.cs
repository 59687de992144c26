using TenantGateway.Core.Keys;

namespace TenantGateway.Keys;

/// <summary>
/// Decides which stored records count. A record whose signature does not verify, or that is older than one already seen, is left out, raises
/// an alarm and is counted; it is never used.
/// </summary>
internal sealed class GenerationVerifier(KeyMetrics metrics, ILogger<GenerationVerifier> logger)
{
    /// <param name="stored">As the store gave them.</param>
    /// <param name="signingKey">The public half of the signing key (SubjectPublicKeyInfo).</param>
    /// <param name="known">What was verified before: the newest known record stays where the stored one is older.</param>
    internal List<GenerationRecord> Verify(IReadOnlyList<GenerationRecord> stored, byte[] signingKey, GenerationTable known)
    {
        var verified = new List<GenerationRecord>(stored.Count);
        foreach (var record in stored)
        {
            var before = known.Record(record.KeyId);
            if (before is not null && AreSame(before, record)) verified.Add(before);
            else if (!RecordSignature.Verify(signingKey, GenerationRecordEncoding.Encode(record), record.Signature.Span)) Refuse(record, "unsigned");
            else if (before is null || record.Epoch > before.Epoch) verified.Add(record);
            else
            {
                Refuse(record, "older");
                verified.Add(before);
            }
        }

        return verified;
    }

    // Saves the signature check for what has been checked; compares every byte that the signature covers.
    private static bool AreSame(GenerationRecord one, GenerationRecord other) =>
        one.Signature.Span.SequenceEqual(other.Signature.Span)
        && GenerationRecordEncoding.Encode(one).AsSpan().SequenceEqual(GenerationRecordEncoding.Encode(other));

    private void Refuse(GenerationRecord record, string reason)
    {
        metrics.RecordRefused(reason);
        Log.RecordRefused(logger, record.KeyId, record.Tenant, reason);
    }
}
