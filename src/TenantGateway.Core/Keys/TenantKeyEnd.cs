namespace TenantGateway.Core.Keys;

/// <summary>
/// What the end of a whole tenant does to its generations, all at once: edges of their own, because nothing is written or read any more that a
/// primary generation would be needed for. The audit line is disabled by nothing: its pseudonyms and details are evidence until the tenant is destroyed.
/// </summary>
public static class TenantKeyEnd
{
    /// <summary>Whether the termination of its tenant disables the generation.</summary>
    public static bool Disables(GenerationRecord record) =>
        record.Line is KeyLine.Data or KeyLine.Lookup && record.State is not (GenerationState.Disabled or GenerationState.Destroyed);

    /// <summary>The record disabled, unsigned.</summary>
    public static GenerationRecord Disable(GenerationRecord record, DateTimeOffset now) => Change(record, GenerationState.Disabled, now);

    /// <summary>The record in the state that it had before, unsigned.</summary>
    public static GenerationRecord Restore(GenerationRecord record, GenerationState before, DateTimeOffset now) => record.State == GenerationState.Disabled
        ? Change(record, before, now)
        : throw new InvalidOperationException($"A generation is restored from disabled, not from {record.State}.");

    /// <summary>The record without its wrapped key, unsigned.</summary>
    public static GenerationRecord Destroy(GenerationRecord record, DateTimeOffset now) => Change(record, GenerationState.Destroyed, now) with { WrappedKey = ReadOnlyMemory<byte>.Empty };

    private static GenerationRecord Change(GenerationRecord record, GenerationState state, DateTimeOffset now) =>
        record with { State = state, StateSince = now, Epoch = checked(record.Epoch + 1), Signature = default };
}
