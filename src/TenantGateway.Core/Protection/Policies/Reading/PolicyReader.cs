using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>
/// Reads a policy file. Three passes, each of which reports all that it finds: the syntax, without which there is nothing to look at; the
/// structure, as the published schema has it; and what the rules mean together, which no schema can say.
/// </summary>
public static class PolicyReader
{
    /// <param name="file">The file's name, told in problems.</param>
    /// <param name="json">Its content.</param>
    public static PolicyReadResult Read(string file, ReadOnlyMemory<byte> json)
    {
        var log = new ProblemLog(file);
        using var syntax = PolicySyntax.Parse(json, log);
        var document = syntax is null ? null : new DocumentBinder(log).Bind(syntax.RootElement);
        var policy = document is null ? null : new PolicyResolver(log).Resolve(document);
        return new PolicyReadResult(document?.Name, policy, log.ToImmutable()) { Warnings = log.Warnings };
    }
}
