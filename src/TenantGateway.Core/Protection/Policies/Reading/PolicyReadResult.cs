using System.Collections.Immutable;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>A policy, or everything that is wrong with its file.</summary>
/// <param name="Name">The name the file gives, also where something else is wrong; null where it gives none that is valid.</param>
/// <param name="Policy">Null where there are problems.</param>
/// <param name="Problems">Empty where there is a policy.</param>
public sealed record PolicyReadResult(string? Name, Policy? Policy, ImmutableArray<PolicyProblem> Problems)
{
    /// <summary>What is right, and yet cannot be meant: rules that never decide. Told also where there are problems.</summary>
    public ImmutableArray<PolicyProblem> Warnings { get; init; } = [];
}
