using System.Collections.Immutable;

namespace TenantGateway.Core.Protection;

/// <summary>
/// What the policies in force say about searches while a lookup line has two generations. A rotation of that line asks before it begins: a route
/// that sends one token where two are needed would find half of the rows.
/// </summary>
public interface ISearchRoutes
{
    /// <summary>The searchable query parameters, segments of paths and headers of routes whose policy does not say how the service takes two tokens; empty where all do.</summary>
    ImmutableArray<UndeclaredSearch> FindUndeclared();
}

/// <summary>A parameter that can be searched by while one lookup generation stands, and not while two do.</summary>
/// <param name="Route">The id of the route.</param>
/// <param name="Policy">The name of its policy.</param>
/// <param name="Parameter">The name of the query parameter, or <c>path TEMPLATE</c> or <c>header NAME</c>.</param>
public sealed record UndeclaredSearch(string Route, string Policy, string Parameter);
