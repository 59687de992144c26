using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>
/// Finds paths between which nothing decides. The longer path wins, so only paths of one length can be at odds; and names that differ
/// only in case are one property to some parsers and two to others, so that a value could pass beside its rule.
/// </summary>
internal sealed class PathConflicts(ProblemLog log)
{
    public void Check(IReadOnlyList<PlacedPath> paths)
    {
        for (var later = 1; later < paths.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++) Compare(paths[earlier], paths[later]);
        }
    }

    private void Compare(PlacedPath earlier, PlacedPath later)
    {
        if (earlier.Selector.Normalized == later.Selector.Normalized)
        {
            log.Report(later.At, $"The same path stands at {earlier.At}.", "Keep one of them.");
        }
        else if (DifferOnlyInCase(earlier.Selector, later.Selector))
        {
            log.Report(later.At, $"The path has a name that differs only in case from one at {earlier.At}.", "Spell the name alike; variants of it are refused in traffic.");
        }
        else if (Meet(earlier.Selector, later.Selector) && !TreatAlike(earlier.Field, later.Field))
        {
            log.Report(later.At, $"The path and the one at {earlier.At} are of one length and can select the same value, but are treated differently.",
                "Give both the same class and protection, or replace the wildcard by names.");
        }
    }

    private static bool TreatAlike(FieldDocument a, FieldDocument b) =>
        a.Class is null || b.Class is null || (a.Class == b.Class && a.Protection == b.Protection);

    private static bool Meet(Selector a, Selector b) => a.Steps.Length == b.Steps.Length && CommonSteps(a, b) == a.Steps.Length;

    private static bool DifferOnlyInCase(Selector a, Selector b)
    {
        var common = CommonSteps(a, b);
        return common < a.Steps.Length && common < b.Steps.Length
            && string.Equals(a.Steps[common].Name, b.Steps[common].Name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>How many steps from the start can lead to the same place.</summary>
    private static int CommonSteps(Selector a, Selector b)
    {
        var common = 0;
        while (common < a.Steps.Length && common < b.Steps.Length && Meet(a.Steps[common], b.Steps[common])) common++;
        return common;
    }

    private static bool Meet(SelectorStep a, SelectorStep b) => a.IsWildcard || b.IsWildcard || a.Name == b.Name;
}
