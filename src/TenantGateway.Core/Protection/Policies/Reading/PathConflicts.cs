using System.Text;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>
/// Finds paths between which nothing decides. Of those that end at one place the one that selects less decides; and names that differ
/// only in case are one property to some parsers and two to others, so that a value could pass beside its rule. Warns of paths that never decide.
/// </summary>
internal sealed class PathConflicts(ProblemLog log)
{
    public const string SelectsNothing = "The path selects nothing: one of its slices is empty.";
    public const string Mend = "Mend the slice, or remove the path.";

    private readonly HashSet<(int, int)> _told = [];

    public void Check(IReadOnlyList<PlacedPath> paths)
    {
        CheckTwins(paths);
        Selector[] selectors = [.. paths.Select(path => path.Selector)];
        try
        {
            var states = SelectorAutomaton.Build(selectors, new SelectorGroups(selectors.Length)).States;
            foreach (var state in states) CheckNames(state, paths);
            CheckRules(states, new RulePrecedence(selectors, states), paths);
        }
        catch (ArgumentException)
        {
            // Whoever compiles the whole policy tells of the bound.
        }
    }

    private void CheckTwins(IReadOnlyList<PlacedPath> paths)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < paths.Count; i++)
        {
            if (first.TryAdd(paths[i].Selector.Normalized, i)) continue;
            var earlier = first[paths[i].Selector.Normalized];
            _told.Add((earlier, i));
            log.Report(paths[i].At, $"The same path stands at {paths[earlier].At}.", "Keep one of them.");
        }
    }

    private void CheckNames(AutomatonState state, IReadOnlyList<PlacedPath> paths)
    {
        var names = state.Names.Select(Encoding.UTF8.GetBytes).ToArray();
        for (var a = 0; a < names.Length; a++)
        {
            for (var b = a + 1; b < names.Length; b++)
            {
                if (CaseFolding.AreEqual(names[a], names[b])) TellOfCase(state, paths, state.Names[a], state.Names[b]);
            }
        }
    }

    private void TellOfCase(AutomatonState state, IReadOnlyList<PlacedPath> paths, string name, string variant)
    {
        var (one, other) = (RuleThatSpells(state, paths, name), RuleThatSpells(state, paths, variant));
        var (earlier, later) = (Math.Min(one, other), Math.Max(one, other));
        if (!_told.Add((earlier, later))) return;
        log.Report(paths[later].At, earlier == later ? "The path has names that differ only in case." : $"The path has a name that differs only in case from one at {paths[earlier].At}.",
            "Spell the name alike; variants of it are refused in traffic.");
    }

    private static int RuleThatSpells(AutomatonState state, IReadOnlyList<PlacedPath> paths, string name) =>
        state.Open.First(place => paths[place.Rule].Selector.Steps[place.Step].Choices.Any(choice => choice.Name == name)).Rule;

    private void CheckRules(IReadOnlyList<AutomatonState> states, RulePrecedence precedence, IReadOnlyList<PlacedPath> paths)
    {
        var deciding = new HashSet<int>();
        foreach (var state in states)
        {
            if (precedence.Decide(state.Ends) is not (>= 0 and var decides)) continue;
            deciding.Add(decides);
            foreach (var rule in state.Ends)
            {
                var selectsLess = precedence.IsWithin(decides, rule) && !precedence.IsWithin(rule, decides);
                if (rule != decides && !selectsLess && !TreatAlike(paths[decides].Field, paths[rule].Field)) TellOfTie(paths, decides, rule);
            }
        }

        for (var i = 0; i < paths.Count; i++)
        {
            if (!deciding.Contains(i) && !_told.Any(pair => pair.Item2 == i)) TellOfIdle(states, precedence, paths, i);
        }
    }

    private void TellOfTie(IReadOnlyList<PlacedPath> paths, int one, int other)
    {
        var (earlier, later) = (Math.Min(one, other), Math.Max(one, other));
        if (!_told.Add((earlier, later))) return;
        log.Report(paths[later].At, $"The path and the one at {paths[earlier].At} can select the same value and neither selects less than the other, but they are treated differently.",
            "Give both the same class and protection, or add a path for what both select: it decides there.");
    }

    private void TellOfIdle(IReadOnlyList<AutomatonState> states, RulePrecedence precedence, IReadOnlyList<PlacedPath> paths, int rule)
    {
        string[] others = [.. states.Where(state => state.Ends.Contains((short)rule)).Select(state => paths[precedence.Decide(state.Ends)].At.Text).Distinct()];
        if (others.Length == 0) log.Warn(paths[rule].At, SelectsNothing, Mend);
        else log.Warn(paths[rule].At, $"The path never decides: all that it selects is decided by {string.Join(", ", others.Take(3))}{(others.Length > 3 ? " and more" : "")}.", "Remove it, or one of those.");
    }

    private static bool TreatAlike(FieldDocument a, FieldDocument b) =>
        a.Class is null || b.Class is null || (a.Class == b.Class && a.Protection == b.Protection);
}
