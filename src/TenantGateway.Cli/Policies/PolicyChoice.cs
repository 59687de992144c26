using TenantGateway.Cli.Terminal;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;

namespace TenantGateway.Cli.Policies;

/// <summary>The one policy, among files, that a command is about.</summary>
internal static class PolicyChoice
{
    /// <param name="paths">Files and directories.</param>
    /// <param name="name">Which one; null where there is only one.</param>
    public static Answer<Policy> Read(IEnumerable<string> paths, string? name)
    {
        if (PolicyFiles.Read(paths).Failed(out var failure, out var files)) return failure;
        var result = PolicySetReader.Read(files);
        return result.Snapshot is { } snapshot ? Choose(snapshot, name) : PolicyValidateCommand.Invalid(result.Problems);
    }

    private static Answer<Policy> Choose(PolicySnapshot snapshot, string? name)
    {
        if (name is null && snapshot.Policies.Count == 1) return snapshot.Policies.Values[0];
        if (name is not null && snapshot.Policies.TryGetValue(name, out var policy)) return policy;
        return new CliFailure(ExitCode.Usage, "unknown_policy", "The files hold no such policy, or several.", $"Give --name: {string.Join(", ", snapshot.Policies.Keys.Order(StringComparer.Ordinal))}.");
    }
}
