using System.Collections.Immutable;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Audit.Search;

/// <summary>The operation by which the name behind an actor's pseudonym is shown.</summary>
public static class AuditResolution
{
    public const string Kind = "audit.resolve";

    /// <summary>How long after its end the name may be looked at.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <returns>False where the parameters are not exactly one pseudonym.</returns>
    public static bool TryReadActor(ImmutableSortedDictionary<string, string> parameters, out ActorId actor)
    {
        actor = default;
        if (parameters.Count != 1 || !parameters.TryGetValue("actor", out var text) || !text.StartsWith(ActorId.Prefix, StringComparison.Ordinal) || text.Length > 64) return false;
        actor = new ActorId(text);
        return true;
    }
}
