using System.Collections.Immutable;

namespace TenantGateway.Core.Protection.Policies.Documents;

/// <summary>What is wrong with one file so far. Reading goes on after a problem, so that one run tells everything.</summary>
internal sealed class ProblemLog(string file)
{
    private readonly ImmutableArray<PolicyProblem>.Builder _problems = ImmutableArray.CreateBuilder<PolicyProblem>();

    private readonly ImmutableArray<PolicyProblem>.Builder _warnings = ImmutableArray.CreateBuilder<PolicyProblem>();

    public bool IsEmpty => _problems.Count == 0;

    public void Report(JsonLocation at, string problem, string remedy) => _problems.Add(new PolicyProblem(file, at.Text, problem, remedy));

    /// <summary>Tells what does no harm and yet cannot be meant.</summary>
    public void Warn(JsonLocation at, string problem, string remedy) => _warnings.Add(new PolicyProblem(file, at.Text, problem, remedy));

    /// <summary>True where the place itself was reported: what follows from the same mistake need not be.</summary>
    public bool Names(JsonLocation at) => _problems.Any(problem => problem.Path == at.Text);

    public ImmutableArray<PolicyProblem> ToImmutable() => _problems.ToImmutable();

    public ImmutableArray<PolicyProblem> Warnings => _warnings.ToImmutable();
}
