using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Protection;

/// <summary>The policies in force, by the routes that name them: also in a process that serves no route.</summary>
public interface IRoutePolicies
{
    /// <summary>Null where no route of that id names a policy, or its policy is not in force.</summary>
    RoutePolicy? Find(string route);

    /// <summary>The shapes without authentication that any policy in force stores.</summary>
    ImmutableArray<ValueShape> UnauthenticatedShapes { get; }
}

/// <param name="Route">The id of the route.</param>
/// <param name="Plan">Its policy, compiled.</param>
/// <param name="Version">The digest of all policies in force.</param>
/// <param name="Login">What the route itself asks of a login.</param>
public sealed record RoutePolicy(string Route, RoutePlan Plan, string Version, RouteLoginRule Login);
