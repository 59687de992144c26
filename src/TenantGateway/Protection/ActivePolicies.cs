using System.Collections.Frozen;
using TenantGateway.Core.Protection;

namespace TenantGateway.Protection;

/// <summary>The policies in force, compiled: immutable, swapped as a whole.</summary>
/// <param name="Version">The digest of the effective policies.</param>
/// <param name="Routes">By policy name.</param>
internal sealed record ActivePolicies(string Version, FrozenDictionary<string, RoutePlan> Routes)
{
    public static readonly ActivePolicies None = new("none", FrozenDictionary<string, RoutePlan>.Empty);
}
