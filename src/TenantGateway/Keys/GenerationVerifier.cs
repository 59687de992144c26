using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>
/// Decides which stored records count. A record whose signature does not verify, that is older than one already seen, or that would be a second
/// primary of its line, is left out, raises an alarm and is counted; it is never used.
/// </summary>
internal sealed class GenerationVerifier(KeyMetrics metrics, RecordAlarms alarms, ILogger<GenerationVerifier> logger)
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

        RefuseSecondPrimaries(verified);
        return verified;
    }

    // A signed record of former times that was put back, of which this process has not seen the newer one: the line's newest generation is the primary.
    private void RefuseSecondPrimaries(List<GenerationRecord> verified)
    {
        var newest = new Dictionary<(TenantId Tenant, KeyLine Line), GenerationRecord>();
        foreach (var record in verified.Where(record => record.State == GenerationState.Primary).OrderBy(record => record.Number))
        {
            if (newest.TryGetValue((record.Tenant, record.Line), out var older)) Refuse(older, "second_primary");
            newest[(record.Tenant, record.Line)] = record;
        }

        verified.RemoveAll(record => record.State == GenerationState.Primary && !ReferenceEquals(newest[(record.Tenant, record.Line)], record));
    }

    // Saves the signature check for what has been checked; compares every byte that the signature covers.
    private static bool AreSame(GenerationRecord one, GenerationRecord other) =>
        one.Signature.Span.SequenceEqual(other.Signature.Span)
        && GenerationRecordEncoding.Encode(one).AsSpan().SequenceEqual(GenerationRecordEncoding.Encode(other));

    private void Refuse(GenerationRecord record, string reason)
    {
        metrics.RecordRefused(reason);
        alarms.Raise(record, reason);
        Log.RecordRefused(logger, record.KeyId, record.Tenant, reason);
    }
}
