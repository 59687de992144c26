using System.Collections.Immutable;
using TenantGateway.Core.Protection;
using Yarp.ReverseProxy;

namespace TenantGateway.Protection;

/// <summary>Looks at the routes and policies in force.</summary>
internal sealed class SearchRoutes(PolicyStore policies, IProxyStateLookup proxy) : ISearchRoutes
{
    public ImmutableArray<UndeclaredSearch> FindUndeclared()
    {
        var plans = policies.Active.Routes;
        return
        [
            .. from route in proxy.GetRoutes()
               let name = route.Config.Metadata?.GetValueOrDefault(RequiredPolicies.MetadataKey)
               where name is not null && plans.ContainsKey(name)
               from query in plans[name].Policy.Query
               where query.TwoTokens is null
               orderby route.Config.RouteId, query.Parameter
               select new UndeclaredSearch(route.Config.RouteId, name, query.Parameter),
        ];
    }
}
