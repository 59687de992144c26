using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Audit;

/// <summary>
/// What happened, before the log gives it a place: the log writer adds sequence, time and hashes inside its commit. No member but
/// <see cref="Details"/> may hold personal data; the details are sealed under the tenant's audit key, apart from the leaf.
/// </summary>
public sealed record AuditEntry
{
    public required AuditEvent Event { get; init; }

    /// <summary>Whose log; <see cref="TenantId.Operator"/> for what belongs to no customer.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>
    /// The stable name of the outcome, which <see cref="AuditOutcomes"/> lists: <c>ok</c>, <c>intent</c> for what is about to be tried, <c>unchanged</c> where there was
    /// nothing to do, the code of a <see cref="Reason"/>, or why a stored record was refused.
    /// </summary>
    public required string Outcome { get; init; }

    public ActorId? Actor { get; init; }

    /// <summary>What kind of actor: <c>person</c>, <c>service</c>, <c>system</c>; null where it is not known.</summary>
    public string? ActorType { get; init; }

    /// <summary>How the actor proved itself (<see cref="Actor.Evidence"/>).</summary>
    public string? Evidence { get; init; }

    /// <summary>The registered name of the service that acted; null otherwise.</summary>
    public string? Service { get; init; }

    /// <summary>The pseudonym of the login session.</summary>
    public string? Session { get; init; }

    /// <summary>The organization under which the actor acted, or that the event was about; null where there is none. No personal data: it names a company.</summary>
    public OrganizationReference? Organization { get; init; }

    public string? Route { get; init; }

    public string? PolicyName { get; init; }

    public string? PolicyVersion { get; init; }

    /// <summary>What for, one of the words of a policy.</summary>
    public string? Purpose { get; init; }

    /// <summary>Where the reason is told in full, such as the number of a ticket; nothing personal. The words themselves are details.</summary>
    public string? ReasonReference { get; init; }

    /// <summary>The operation (<c>op_...</c>) under which it was done.</summary>
    public string? Operation { get; init; }

    public string? RequestId { get; init; }

    public string? TraceId { get; init; }

    /// <summary>What the event was about where that is not personal: a tenant id, a file name.</summary>
    public string? Subject { get; init; }

    /// <summary>The pseudonyms of the people whose data it was (<see cref="SubjectId"/>).</summary>
    public ImmutableArray<string> Subjects { get; init; } = [];

    /// <summary>The key generations by which values were opened.</summary>
    public ImmutableArray<string> KeyIds { get; init; } = [];

    /// <summary>How often, where one entry stands for many events; null where it stands for one.</summary>
    public long? Count { get; init; }

    /// <summary>How many of the values that were given came out of shapes, which nothing authenticates; null for none.</summary>
    public long? Unverified { get; init; }

    /// <summary>What may be gone from now on; only of <see cref="AuditEvent.AuditPruned"/>.</summary>
    public PruningNotice? Pruning { get; init; }

    /// <summary>Per class and form, how many values were given.</summary>
    public ImmutableArray<DisclosureCount> Disclosures { get; init; } = [];

    /// <summary>Which of several records this is, where one cannot hold all subjects; null where it is the only one. The trail fills it in.</summary>
    public AuditPart? Part { get; init; }

    /// <summary>Personal or free text: reason, address of the client. Sealed, never part of the leaf.</summary>
    public AuditDetails? Details { get; init; }
}

public sealed record DisclosureCount(FieldClass Class, Form Form, int Count);

/// <summary>The first part counts from 1 and alone says what was given.</summary>
public readonly record struct AuditPart(int Number, int Of);
