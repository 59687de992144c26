using System.Collections.Frozen;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>All policies at one moment: swapped as a whole, read once a request.</summary>
/// <param name="Version">The digest of the effective policies: 32 hexadecimal digits of SHA-256. Equal content, equal version.</param>
/// <param name="Policies">By name.</param>
public sealed record PolicySnapshot(string Version, FrozenDictionary<string, Policy> Policies);
