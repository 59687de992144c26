namespace TenantGateway.Core.Protection.Policies;

/// <summary>One thing that is wrong with a policy file.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Path">Where in it, as a JSON path.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">How to mend it.</param>
public sealed record PolicyProblem(string File, string Path, string Problem, string Remedy)
{
    public override string ToString() => $"{File} {Path}: {Problem} {Remedy}";
}
