using System.Net;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Protection;

namespace TenantGateway.Protection;

/// <summary>What all units of one exchange share: the policy as it was when the request came, who acts, and names for the record.</summary>
internal sealed record UnitContext
{
    public required RoutePlan Plan { get; init; }

    public required string PolicyVersion { get; init; }

    public required Actor Actor { get; init; }

    /// <summary>What the actor needs values for, one of the purposes of the policy; null for nothing that it knows.</summary>
    public string? Purpose { get; init; }

    public required string Route { get; init; }

    public required string RequestId { get; init; }

    public string? TraceId { get; init; }

    /// <summary>Why one of its streams was cut off.</summary>
    public StreamVerdict Verdict { get; } = new();

    /// <summary>Who asked from where, for the details of a record.</summary>
    public required UnitCaller Caller { get; init; }
}

/// <summary>What is personal about a caller: told to nobody, and sealed where it is recorded.</summary>
/// <param name="Address">Where the request came from.</param>
/// <param name="UserAgent">As it was sent.</param>
/// <param name="Name">The subject of the token.</param>
internal sealed record UnitCaller(IPAddress? Address, string? UserAgent, string? Name)
{
    public AuditDetails Details => new(null, Address?.ToString()) { UserAgent = UserAgent, ActorName = Name };

    /// <summary>Names the type only, so that a caller that slips into a log shows nothing.</summary>
    public override string ToString() => nameof(UnitCaller);
}
