using TenantGateway.Core.Access;

namespace TenantGateway.Cli.Trials;

/// <summary>What would become of a message.</summary>
/// <param name="Values">In the order of the message.</param>
/// <param name="Sketch">The message as a service would store or get it, without any value of it.</param>
/// <param name="Refusal">Why it would not go on; null where it would.</param>
internal sealed record TrialOutcome(IReadOnlyList<TrialValue> Values, string Sketch, TrialRefusal? Refusal);

/// <summary>A value that a rule covers.</summary>
/// <param name="Line">Of newline-delimited JSON, from 1; null for every other type.</param>
/// <param name="Path">That of the rule, never of the message.</param>
/// <param name="Class">Of the rule.</param>
/// <param name="Protection">As a policy says it.</param>
/// <param name="Becomes">For people.</param>
/// <param name="TokenLength">Characters of the token that is stored.</param>
internal sealed record TrialValue(int? Line, string Path, string Class, string Protection, string Becomes, int TokenLength);

/// <summary>Why a message would not go on.</summary>
/// <param name="Reason">As the gateway would say it.</param>
/// <param name="Path">The rule at which it is refused; null where no rule has to do with it.</param>
/// <param name="Line">As in <see cref="TrialValue"/>.</param>
internal sealed record TrialRefusal(Reason Reason, string? Path, int? Line);
