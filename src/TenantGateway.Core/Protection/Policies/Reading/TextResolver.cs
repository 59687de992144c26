using System.Collections.Immutable;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Reads the paths of prose.</summary>
internal sealed class TextResolver(ProblemLog log, ImmutableArray<Selector> embedded)
{
    public const int MaxPaths = 100;

    public ImmutableArray<Selector> Resolve(OneOrMany paths)
    {
        var selectors = ImmutableArray.CreateBuilder<Selector>();
        foreach (var (text, at) in paths.Placed(JsonLocation.Root.Member("texts")))
        {
            if (!Selector.TryParse(text, out var selector, out var problem)) log.Report(at, problem, FieldResolver.Selectable);
            else if (selectors.Any(other => other.Normalized == selector.Normalized)) log.Report(at, "The same path stands there already.", "Keep one of them.");
            else if (embedded.Any(other => other.LeadsTo(selector)))
                log.Report(at, "The path ends in a document inside a string, or at it, and prose is not looked into there.", "Remove the path, or the one under embedded.");
            else selectors.Add(selector);
        }

        if (selectors.Count > MaxPaths) log.Report(JsonLocation.Root.Member("texts"), $"There are more than {MaxPaths} paths.", "Use wildcards, or split the policy.");
        return selectors.ToImmutable();
    }
}
