using TenantGateway.Core.Access;
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
}
