using System.Collections.Immutable;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Protection;

/// <summary>Looks at the routes of the settings and the policies in force.</summary>
internal sealed class RoutePolicies(PolicyStore policies, RequiredPolicies required) : IRoutePolicies
{
    public ImmutableArray<ValueShape> UnauthenticatedShapes =>
    [
        .. policies.Active.Routes.Values.SelectMany(plan => plan.Fields).Select(known => known.Shape).OfType<ShapeRule>()
            .Where(rule => rule.IsUnauthenticated).Select(rule => rule.Shape).Distinct().Order(),
    ];

    public RoutePolicy? Find(string route)
    {
        var active = policies.Active;
        var policy = required.Routes.FirstOrDefault(known => known.RouteId == route).Policy;
        return policy is not null && active.Routes.TryGetValue(policy, out var plan) && required.LoginOf(route) is { } login ? new RoutePolicy(route, plan, active.Version, login) : null;
    }
}
