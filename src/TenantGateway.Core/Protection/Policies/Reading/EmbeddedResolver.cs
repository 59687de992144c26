using System.Collections.Immutable;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Reads the paths of strings that hold JSON.</summary>
internal sealed class EmbeddedResolver(ProblemLog log)
{
    public const int MaxPaths = 100;

    public ImmutableArray<Selector> Resolve(OneOrMany paths)
    {
        var selectors = ImmutableArray.CreateBuilder<Selector>();
        foreach (var (text, at) in paths.Placed(JsonLocation.Root.Member("embedded")))
        {
            if (!Selector.TryParse(text, out var selector, out var problem)) log.Report(at, problem, "Write names, wildcards, indices, slices and .. only, such as $.calls[*].arguments.");
            else if (selectors.Any(other => other.Normalized == selector.Normalized)) log.Report(at, "The same path stands there already.", "Keep one of them.");
            else if (selectors.Any(other => other.LeadsTo(selector) || selector.LeadsTo(other)))
                log.Report(at, "The path lies inside of another, and a document in a string of a document in a string is not looked into.", "Keep the outer one.");
            else Add(selector, at);
        }

        if (selectors.Count > MaxPaths) log.Report(JsonLocation.Root.Member("embedded"), $"There are more than {MaxPaths} paths.", "Use wildcards, or split the policy.");
        return selectors.ToImmutable();

        void Add(Selector selector, JsonLocation at)
        {
            if (selector.IsEmpty) log.Warn(at, PathConflicts.SelectsNothing, PathConflicts.Mend);
            selectors.Add(selector);
        }
    }
}
