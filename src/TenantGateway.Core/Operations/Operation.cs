using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Operations;

/// <summary>
/// Something that destroys or discloses, on its way through four eyes: requested by one person, approved by another, run once. It is bound to a
/// hash of exactly what will be done.
/// </summary>
public sealed record Operation
{
    /// <summary><c>op_</c> and 26 characters of lower-case base32.</summary>
    public required string Id { get; init; }

    /// <summary>The <see cref="IOperationKind.Name"/> of what will be done.</summary>
    public required string Kind { get; init; }

    /// <summary>To whose data or keys it is done.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>What the kind needs to know, by name.</summary>
    public required ImmutableSortedDictionary<string, string> Parameters { get; init; }

    /// <summary>What will be done, as the approver reads it.</summary>
    public required ImmutableArray<string> Effects { get; init; }

    /// <summary>SHA-256 over kind, tenant, parameters and effects.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    public required OperationState State { get; init; }

    /// <summary>Why, in the requester's words. Personal or free text: never in a log or a leaf, stored sealed only, and empty where nobody asked for it.</summary>
    public required string Reason { get; init; }

    public required ActorId RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>From then on it can be neither approved nor run.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Who approved it, never the requester; or who denied it.</summary>
    public ActorId? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended: <c>ok</c>, or the code of a <see cref="Access.Reason"/>.</summary>
    public string? Outcome { get; init; }

    /// <summary>What audit entries are about: tenant, kind and id.</summary>
    public string AuditSubject => AuditSubjectOf(Tenant, Kind, Id);

    public static string AuditSubjectOf(TenantId tenant, string kind, string id) => $"{tenant}/{kind}/{id}";

    /// <summary>Rises with every change; a change is made to the epoch that was read or not at all.</summary>
    public required long Epoch { get; init; }
}

/// <summary>The life of an operation.</summary>
public enum OperationState
{
    Requested = 1,
    Approved = 2,
    Running = 3,
    Done = 4,
    Failed = 5,
    Denied = 6,
    Expired = 7,
}
