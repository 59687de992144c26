namespace TenantGateway.Core.Keys;

/// <summary>
/// The states of a generation and the edges between them. <c>data</c>: pending, primary, readable, disabled, destroyed; <c>lookup</c> is searchable after
/// primary; <c>audit</c> is primary until it is destroyed. What is disabled can be enabled, what is pending can be abandoned; there is no other way back
/// and none around.
/// </summary>
public static class GenerationLife
{
    public static bool Allows(KeyLine line, GenerationState from, GenerationState to) => (line, from, to) switch
    {
        (KeyLine.Audit, GenerationState.Primary, GenerationState.Destroyed) => true,
        (KeyLine.Audit, _, _) => false,
        (KeyLine.Data, GenerationState.Primary, GenerationState.Readable) => true,
        (KeyLine.Lookup, GenerationState.Primary, GenerationState.Searchable) => true,
        (KeyLine.Lookup, GenerationState.Searchable, GenerationState.Readable) => true,
        (KeyLine.Data or KeyLine.Lookup, GenerationState.Pending, GenerationState.Primary) => true,
        // Abandoned: nobody ever wrote with it.
        (KeyLine.Data or KeyLine.Lookup, GenerationState.Pending, GenerationState.Destroyed) => true,
        (KeyLine.Data or KeyLine.Lookup, GenerationState.Readable, GenerationState.Disabled) => true,
        (KeyLine.Data or KeyLine.Lookup, GenerationState.Disabled, GenerationState.Readable) => true,
        (KeyLine.Data or KeyLine.Lookup, GenerationState.Disabled, GenerationState.Destroyed) => true,
        _ => false,
    };

    /// <summary>The record in its next state, unsigned. One that is destroyed holds no wrapped key any more.</summary>
    /// <exception cref="InvalidOperationException">There is no such edge.</exception>
    public static GenerationRecord Move(GenerationRecord record, GenerationState to, DateTimeOffset now) =>
        !Allows(record.Line, record.State, to) ? throw new InvalidOperationException($"A generation of line {record.Line} does not become {to} after {record.State}.")
        : Change(record) with
        {
            State = to,
            StateSince = now,
            WrappedKey = to == GenerationState.Destroyed ? ReadOnlyMemory<byte>.Empty : record.WrappedKey,
        };

    /// <summary>The record in its state, wrapped anew, unsigned.</summary>
    public static GenerationRecord Rewrap(GenerationRecord record, string kekId, ReadOnlyMemory<byte> wrappedKey) =>
        record.State == GenerationState.Destroyed ? throw new InvalidOperationException("A destroyed generation has no key.")
        : Change(record) with { KekId = kekId, WrappedKey = wrappedKey };

    /// <summary>The record in its state, marked as compromised, unsigned.</summary>
    public static GenerationRecord Mark(GenerationRecord record) => Change(record) with { IsCompromised = true };

    private static GenerationRecord Change(GenerationRecord record) => record with { Epoch = checked(record.Epoch + 1), Signature = default };
}
