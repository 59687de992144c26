using System.Collections.Immutable;
using TenantGateway.Core.Protection;

namespace TenantGateway.Keys.Rotation;

/// <summary>Where no route is served nobody knows which searches there are, so no rotation of a lookup line begins.</summary>
internal sealed class UnknownSearches : ISearchRoutes
{
    public ImmutableArray<UndeclaredSearch> FindUndeclared() => [new UndeclaredSearch("*", "*", "*")];
}
