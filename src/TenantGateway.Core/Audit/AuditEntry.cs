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
    /// The stable code of the outcome: <c>ok</c>, <c>intent</c> for what is about to be tried, <c>unchanged</c> where there was nothing to do,
    /// the code of a <see cref="Reason"/>, or why a stored record was refused.
    /// </summary>
    public required string Outcome { get; init; }

    public ActorId? Actor { get; init; }

    /// <summary>How the actor proved itself (<see cref="Actor.Evidence"/>).</summary>
    public string? Evidence { get; init; }

    /// <summary>What acted. Default: a person, or nobody where there is no <see cref="Actor"/>.</summary>
    public ActorKind ActorKind { get; init; } = ActorKind.Person;

    /// <summary>The registered name of the service that acted; null otherwise.</summary>
    public string? Service { get; init; }

    /// <summary>What the actor needed the values for, one of the purposes of the policy.</summary>
    public string? Purpose { get; init; }

    public string? Route { get; init; }

    public string? PolicyName { get; init; }

    public string? PolicyVersion { get; init; }

    public string? RequestId { get; init; }

    public string? TraceId { get; init; }

    /// <summary>What the event was about where that is not personal: a tenant id, a file name.</summary>
    public string? Subject { get; init; }

    /// <summary>How often, where one entry stands for many events; null where it stands for one.</summary>
    public long? Count { get; init; }

    /// <summary>Per class and form, how many values were given.</summary>
    public ImmutableArray<DisclosureCount> Disclosures { get; init; } = [];

    /// <summary>Personal or free text: reason, address of the client. Sealed, never part of the leaf.</summary>
    public AuditDetails? Details { get; init; }
}

public sealed record DisclosureCount(FieldClass Class, Form Form, int Count);

public sealed record AuditDetails(string? Reason, string? RemoteAddress);
