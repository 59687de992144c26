using System.Collections.Immutable;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Content;

/// <summary>Which of the rules decides whose selectors end at one place: the one that selects less, that is nothing which the others do not select too.</summary>
internal sealed class RulePrecedence
{
    private readonly IReadOnlyList<Selector> _selectors;
    private readonly HashSet<int>[] _places;
    private readonly Dictionary<(short, short), bool> _within = [];

    public RulePrecedence(IReadOnlyList<Selector> selectors, IReadOnlyList<AutomatonState> states)
    {
        _selectors = selectors;
        _places = [.. selectors.Select(_ => new HashSet<int>())];
        for (var state = 0; state < states.Count; state++)
        {
            foreach (var rule in states[state].Ends) _places[rule].Add(state);
        }
    }

    /// <summary>Whether every place that one rule selects, in any document, is selected by the other too.</summary>
    public bool IsWithin(short rule, short other) =>
        _within.TryGetValue((rule, other), out var known) ? known : _within[(rule, other)] = _places[rule].IsSubsetOf(_places[other]);

    /// <summary>The rule that decides. Where none selects less than all others, which a policy may have only where it treats them alike: the one that spells more, then the first.</summary>
    public short Decide(ImmutableArray<short> ends)
    {
        if (ends.Length < 2) return ends.FirstOrDefault(FieldTrie.NoRule);
        return ends.Where(rule => !ends.Any(other => IsWithin(other, rule) && !IsWithin(rule, other)))
            .OrderBy(rule => _selectors[rule].Steps.Count(step => !step.IsExact))
            .ThenBy(rule => rule)
            .First();
    }
}
