using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Protection;

/// <summary>The policies in force, compiled: immutable, swapped as a whole.</summary>
/// <param name="Version">The digest of the effective policies.</param>
/// <param name="Routes">By policy name.</param>
internal sealed record ActivePolicies(string Version, FrozenDictionary<string, RoutePlan> Routes)
{
    public static readonly ActivePolicies None = new("none", FrozenDictionary<string, RoutePlan>.Empty);

    /// <summary>The routes whose callers have no token, by route id.</summary>
    public FrozenDictionary<string, OpenRoute> Open { get; init; } = FrozenDictionary<string, OpenRoute>.Empty;

    /// <summary>The names of the policies that protect nothing yet.</summary>
    public ImmutableArray<string> Observing { get; } = [.. Routes.Values.Where(plan => plan.Observes).Select(plan => plan.Policy.Name).Order(StringComparer.Ordinal)];

    /// <summary>What in the policies cannot be meant.</summary>
    public ImmutableArray<PolicyProblem> Warnings { get; init; } = [];

    /// <summary>The version as a number for notices: other policies have another one, but for a chance of 1 to 2^64.</summary>
    public long Number { get; } = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Version)));
}
