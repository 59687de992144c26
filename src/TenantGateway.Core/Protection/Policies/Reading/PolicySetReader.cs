using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Reads all policy files of a deployment as one: a snapshot of every policy, or every problem of every file.</summary>
public static class PolicySetReader
{
    public static PolicySetResult Read(IEnumerable<PolicyFile> files)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var policies = new List<Policy>();
        var problems = ImmutableArray.CreateBuilder<PolicyProblem>();
        var warnings = ImmutableArray.CreateBuilder<PolicyProblem>();
        foreach (var file in files)
        {
            var result = PolicyReader.Read(file.Name, file.Json);
            problems.AddRange(result.Problems);
            warnings.AddRange(result.Warnings);
            if (result.Policy is not null) policies.Add(result.Policy);
            if (result.Name is not null && !names.TryAdd(result.Name, file.Name))
            {
                problems.Add(new PolicyProblem(file.Name, JsonLocation.Root.Member("name").Text,
                    $"The policy {result.Name} is also defined in {names[result.Name]}.", "Rename one of them; routes refer to policies by name."));
            }
        }

        return new PolicySetResult(problems.Count == 0 ? Snapshot(policies) : null, problems.ToImmutable()) { Warnings = warnings.ToImmutable() };
    }

    private static PolicySnapshot Snapshot(List<Policy> policies) =>
        new(PolicyDigest.Of(policies), policies.ToFrozenDictionary(policy => policy.Name, StringComparer.Ordinal));
}

/// <summary>A snapshot, or everything that is wrong.</summary>
/// <param name="Snapshot">Null where there are problems.</param>
/// <param name="Problems">Empty where there is a snapshot; otherwise in the order of the files.</param>
public sealed record PolicySetResult(PolicySnapshot? Snapshot, ImmutableArray<PolicyProblem> Problems)
{
    /// <summary>What is right, and yet cannot be meant; in the order of the files.</summary>
    public ImmutableArray<PolicyProblem> Warnings { get; init; } = [];
}
