using TenantGateway.Core.Access;

namespace TenantGateway.Core.Operations;

/// <summary>
/// An operation as it is stored. Whoever can write the database could otherwise approve: a record counts only while <see cref="Signature"/>
/// verifies under the key service's signing key.
/// </summary>
public sealed record OperationRecord
{
    /// <summary>Without its reason, which is stored sealed only.</summary>
    public required Operation Operation { get; init; }

    /// <summary>The pseudonym of the requester's subject whatever its issuer: who comes back through another issuer is still the requester.</summary>
    public required ActorId RequestedBySubject { get; init; }

    /// <summary>The reason, sealed under the operator's audit key; empty where it could not be.</summary>
    public required ReadOnlyMemory<byte> SealedReason { get; init; }

    /// <summary>Until when the process that runs it has it to itself; null where none does. Not signed: it decides when, never what.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }

    /// <summary>ES256 (r||s, 64 bytes) over <see cref="OperationRecordEncoding"/>.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }
}
