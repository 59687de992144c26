using TenantGateway.Core.Protection;

namespace TenantGateway.Protection;

/// <summary>Looks at the routes of the settings and the policies in force.</summary>
internal sealed class RoutePolicies(PolicyStore policies, RequiredPolicies required) : IRoutePolicies
{
    public RoutePolicy? Find(string route)
    {
        var active = policies.Active;
        var policy = required.Routes.FirstOrDefault(known => known.RouteId == route).Policy;
        return policy is not null && active.Routes.TryGetValue(policy, out var plan) && required.LoginOf(route) is { } login ? new RoutePolicy(route, plan, active.Version, login) : null;
    }
}
