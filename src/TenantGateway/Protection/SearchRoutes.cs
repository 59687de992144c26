using System.Collections.Immutable;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

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
               from parameter in UndeclaredOf(plans[route.Policy].Policy)
               orderby route.RouteId, parameter
               select new UndeclaredSearch(route.RouteId, route.Policy, parameter),
        ];
    }

    private static IEnumerable<string> UndeclaredOf(Policy policy) =>
        policy.Query.Where(rule => rule.TwoTokens is null).Select(rule => rule.Parameter)
            .Concat(policy.Path.Where(rule => rule.TwoTokens is null).Select(rule => $"path {rule.Template.Text}"))
            .Concat(policy.Headers.Where(rule => rule is { Use: ValueUse.Search, TwoTokens: null }).Select(rule => $"header {rule.Name}"));
}
