using System.Collections.Immutable;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Content;

/// <summary>
/// Selectors as one deterministic automaton over member names and element numbers (subset construction): a state is the set of places in selectors that a
/// path has reached, and every state can be reached by some document. So what it says of states holds for all documents.
/// </summary>
internal sealed class SelectorAutomaton
{
    private readonly IReadOnlyList<Selector> _selectors;
    private readonly SelectorGroups _groups;
    private readonly List<AutomatonState> _states = [];
    private readonly Dictionary<string, int> _known = [];
    private readonly Queue<ImmutableArray<SelectorPlace>> _left = new();
    private int _elements;

    private SelectorAutomaton(IReadOnlyList<Selector> selectors, SelectorGroups groups) => (_selectors, _groups) = (selectors, groups);

    public IReadOnlyList<AutomatonState> States => _states;

    /// <param name="selectors">A rule's number is its index.</param>
    /// <param name="groups">What they lead to.</param>
    /// <exception cref="ArgumentException">A bound is exceeded; the message is a sentence.</exception>
    public static SelectorAutomaton Build(IReadOnlyList<Selector> selectors, SelectorGroups groups)
    {
        var automaton = new SelectorAutomaton(selectors, groups);
        automaton.Visit([.. Enumerable.Range(0, selectors.Count).Select(rule => new SelectorPlace((short)rule, 0))]);
        while (automaton._left.TryDequeue(out var places)) automaton._states.Add(automaton.StateOf(places));
        return automaton;
    }

    // States are numbered as they are met, and made in that order.
    private int Visit(ImmutableArray<SelectorPlace> places)
    {
        if (places.IsEmpty && _known.Count > 0) return FieldTrie.Nowhere;
        var key = string.Concat(places.Select(place => $"{(char)place.Rule}{(char)place.Step}"));
        if (_known.TryGetValue(key, out var known)) return known;
        if (_known.Count == FieldTrie.MaxStates) throw new ArgumentException($"The selectors overlap in more than {FieldTrie.MaxStates} ways.");
        _left.Enqueue(places);
        return _known[key] = _known.Count;
    }

    private AutomatonState StateOf(ImmutableArray<SelectorPlace> places)
    {
        ImmutableArray<SelectorPlace> open = [.. places.Where(place => !IsAtEnd(place))];
        // What takes every member needs no name to tell it from others.
        string[] names = [.. open.Select(StepOf).Where(step => !step.TakesAll).SelectMany(step => step.Choices).Select(choice => choice.Name).OfType<string>().Distinct()];
        if (names.Length > FieldTrie.MaxNamesPerLevel) throw new ArgumentException($"The selectors spell more than {FieldTrie.MaxNamesPerLevel} names at one level.");
        return new AutomatonState(
            [.. names],
            [.. names.Select(name => Visit(Advance(open, step => step.SelectsMember(name))))],
            Visit(Advance(open, step => step.SelectsMember(null))),
            ElementsOf(open),
            [.. places.Where(place => _groups.IsField(place.Rule) && IsAtEnd(place)).Select(place => place.Rule)],
            places.Any(place => _groups.IsEmbedded(place.Rule) && IsAtEnd(place)),
            places.Any(place => _groups.IsText(place.Rule) && IsAtEnd(place)),
            places.Any(place => _groups.IsPlain(place.Rule) && IsAtEnd(place)),
            open);
    }

    private ElementStates? ElementsOf(ImmutableArray<SelectorPlace> open)
    {
        ElementRange[] ranges = [.. open.Select(StepOf).Where(step => !step.TakesAll).SelectMany(step => step.Choices).Select(choice => choice.Elements).OfType<ElementRange>().Distinct()];
        if (ranges.Length == 0) return null;
        var before = ranges.Max(range => range.End ?? range.Start);
        var period = ranges.Where(range => range.End is null).Aggregate(1, (all, range) => LeastCommonMultiple(all, range.Step));
        _elements += before + period;
        if (_elements > FieldTrie.MaxElementStates) throw new ArgumentException($"The selectors tell more than {FieldTrie.MaxElementStates} elements apart.");
        return new ElementStates([.. Enumerable.Range(0, before + period).Select(index => Visit(Advance(open, step => step.SelectsElement(index))))], period);
    }

    private static int LeastCommonMultiple(int a, int b)
    {
        var (greater, rest) = (a, b);
        while (rest != 0) (greater, rest) = (rest, greater % rest);
        return a / greater * b <= ElementRange.MaxNumber
            ? a / greater * b
            : throw new ArgumentException($"The slices at one level repeat only after more than {ElementRange.MaxNumber} elements.");
    }

    // A descendant step stays where it is for whatever is further below, and goes on as well where the child is selected.
    private ImmutableArray<SelectorPlace> Advance(ImmutableArray<SelectorPlace> open, Func<SelectorStep, bool> selects)
    {
        var places = new SortedSet<SelectorPlace>(SelectorPlace.InOrder);
        foreach (var place in open)
        {
            var step = StepOf(place);
            if (step.IsDescendant) places.Add(place);
            if (selects(step)) places.Add(place with { Step = place.Step + 1 });
        }

        return [.. places];
    }

    private bool IsAtEnd(SelectorPlace place) => place.Step == _selectors[place.Rule].Steps.Length;

    private SelectorStep StepOf(SelectorPlace place) => _selectors[place.Rule].Steps[place.Step];
}

/// <summary>What selectors lead to, by their numbers: fields first, then embedded documents, then prose, and whatever is left is plain.</summary>
internal readonly record struct SelectorGroups(int Fields, int Embedded = 0, int Texts = 0)
{
    public bool IsField(int rule) => rule < Fields;

    public bool IsEmbedded(int rule) => rule >= Fields && rule < Fields + Embedded;

    public bool IsText(int rule) => rule >= Fields + Embedded && rule < Fields + Embedded + Texts;

    public bool IsPlain(int rule) => rule >= Fields + Embedded + Texts;
}

/// <summary>A place in a selector: behind how many of its steps.</summary>
internal readonly record struct SelectorPlace(short Rule, int Step)
{
    public static readonly IComparer<SelectorPlace> InOrder =
        Comparer<SelectorPlace>.Create((a, b) => a.Rule != b.Rule ? a.Rule.CompareTo(b.Rule) : a.Step.CompareTo(b.Step));
}

/// <param name="Names">The names that selectors spell for members here.</param>
/// <param name="Targets">The state of each.</param>
/// <param name="Other">The state of members of other names, and of elements where none are counted.</param>
/// <param name="Elements">Null where no selector tells elements apart.</param>
/// <param name="Ends">The fields whose selectors end here.</param>
/// <param name="IsEmbedded">Whether a string here holds a document.</param>
/// <param name="IsText">Whether a string here is prose.</param>
/// <param name="IsPlain">Whether a value here holds no personal data.</param>
/// <param name="Open">The places that go on.</param>
internal sealed record AutomatonState(
    ImmutableArray<string> Names, ImmutableArray<int> Targets, int Other, ElementStates? Elements, ImmutableArray<short> Ends, bool IsEmbedded, bool IsText, bool IsPlain,
    ImmutableArray<SelectorPlace> Open);

/// <summary>The states of elements by number: those of the first, and then the last of these again and again.</summary>
internal sealed class ElementStates(ImmutableArray<int> states, int period)
{
    public int At(ulong index)
    {
        if (index < (ulong)states.Length) return states[(int)index];
        var repeated = states.Length - period;
        return states[repeated + (int)((index - (ulong)repeated) % (ulong)period)];
    }

    public IEnumerable<int> All => states;
}
