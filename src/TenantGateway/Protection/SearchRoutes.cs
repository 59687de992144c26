using System.Collections.Immutable;
using TenantGateway.Core.Protection;

namespace TenantGateway.Protection;

/// <summary>Looks at the routes of the settings and the policies in force: also a process that serves no route is asked.</summary>
internal sealed class SearchRoutes(PolicyStore policies, RequiredPolicies required) : ISearchRoutes
{
    public ImmutableArray<UndeclaredSearch> FindUndeclared()
    {
        var plans = policies.Active.Routes;
        return
        [
            .. from route in required.Routes
               where plans.ContainsKey(route.Policy)
               from query in plans[route.Policy].Policy.Query
               where query.TwoTokens is null
               orderby route.RouteId, query.Parameter
               select new UndeclaredSearch(route.RouteId, route.Policy, query.Parameter),
        ];
    }
}
