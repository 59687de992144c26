using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;

namespace TenantGateway.Protection;

/// <summary>What all units of one exchange share: the policy as it was when the request came, who acts, and names for the record.</summary>
internal sealed record UnitContext
{
    public required RoutePlan Plan { get; init; }

    public required string PolicyVersion { get; init; }

    public required Actor Actor { get; init; }

    public required string Route { get; init; }

    public required string RequestId { get; init; }

    public string? TraceId { get; init; }
}
