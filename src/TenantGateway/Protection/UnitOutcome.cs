using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;

namespace TenantGateway.Protection;

/// <summary>What became of a unit: refused, passed as it was, or rewritten.</summary>
/// <param name="Refusal">Why it must not go on.</param>
/// <param name="Rewritten">The new bytes, owned by the receiver; null where the unit goes on as it was.</param>
internal readonly record struct UnitOutcome(Refusal? Refusal, ByteBuffer? Rewritten)
{
    /// <summary>What the unit must be asked for again, with other tokens; null where once is enough.</summary>
    public FanOutSearch? FanOut { get; init; }

    /// <summary>The age of a login that would have given more, where the policy wants callers to know; null otherwise.</summary>
    public TimeSpan? FreshLogin { get; init; }

    public static readonly UnitOutcome Unchanged = default;

    public static UnitOutcome Refused(Reason reason, string? location = null) => new(new Refusal(reason, location), null);
}
