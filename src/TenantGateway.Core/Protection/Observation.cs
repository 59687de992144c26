using System.Collections.Immutable;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Protection;

/// <summary>What a plan would have found in a unit, had it acted: numbers and a reason, no value.</summary>
/// <param name="Refused">Why the unit would have been refused; null where it would have gone on.</param>
/// <param name="Clear">Clear values at places that rules name, by class.</param>
/// <param name="DamagedTokens">Strings that begin as a stored token and are not one.</param>
public sealed record Observation(Reason? Refused, ImmutableArray<ClassCount> Clear, int DamagedTokens);

/// <summary>How many values of one class there were.</summary>
public readonly record struct ClassCount(FieldClass Class, int Count);
