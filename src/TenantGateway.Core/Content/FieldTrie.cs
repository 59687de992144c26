using System.Collections.Immutable;
using System.Text;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Content;

/// <summary>
/// Selectors compiled into one deterministic automaton over member names, so that a scan follows a single state however many rules overlap.
/// A state is the set of places in selectors that a path has reached (subset construction).
/// </summary>
public sealed class FieldTrie
{
    /// <summary>The state of a path that no selector can reach any more.</summary>
    public const int Nowhere = -1;

    public const int Root = 0;

    /// <summary>No rule.</summary>
    public const short NoRule = -1;

    /// <summary>More named members than this at one level are refused: a scan keeps one bit each to find duplicates.</summary>
    public const int MaxNamesPerLevel = 64;

    public const int MaxStates = 10_000;

    /// <summary>A rule's number is a <see cref="short"/>; one that overflowed would read as no rule.</summary>
    public const int MaxRules = 10_000;

    private readonly Node[] _states;

    private FieldTrie(Node[] states) => _states = states;

    /// <summary>Compiles selectors; a rule's number is its index.</summary>
    /// <param name="selectors">Of the fields.</param>
    /// <param name="embedded">Of strings that hold a document, in which paths go on.</param>
    /// <exception cref="ArgumentException">Over <see cref="MaxRules"/>, <see cref="MaxNamesPerLevel"/> or <see cref="MaxStates"/>.</exception>
    public static FieldTrie Compile(IReadOnlyList<Selector> selectors, IReadOnlyList<Selector>? embedded = null) =>
        selectors.Count + (embedded?.Count ?? 0) <= MaxRules
            ? new FieldTrie(new Compiler([.. selectors, .. embedded ?? []], selectors.Count).Run())
            : throw new ArgumentException($"There are more than {MaxRules} selectors.");

    /// <summary>The rule whose selector ends here, or <see cref="NoRule"/>.</summary>
    public short RuleAt(int state) => state == Nowhere ? NoRule : _states[state].Rule;

    /// <summary>Whether a string here holds a document.</summary>
    public bool IsEmbedded(int state) => state != Nowhere && _states[state].IsEmbedded;

    /// <summary>The state of an element, or of a member whose name no selector spells.</summary>
    public int Other(int state) => state == Nowhere ? Nowhere : _states[state].Other;

    /// <summary>Follows a member name.</summary>
    /// <param name="state">Where the object is.</param>
    /// <param name="name">Unescaped UTF-8.</param>
    /// <param name="next">The state of the member.</param>
    /// <returns>The number of the name at this level, <c>-1</c> for another name, <c>-2</c> for one that differs from a spelled name in case only.</returns>
    public int Follow(int state, ReadOnlySpan<byte> name, out int next)
    {
        next = Nowhere;
        if (state == Nowhere) return OtherName;
        ref readonly var here = ref _states[state];
        next = here.Other;
        var names = here.Names;
        if (names.Length == 0) return OtherName;

        // Most names have another length than every name spelled here, and an ASCII variant has the length of its name.
        var sameLength = (here.Lengths & LengthBit(name.Length)) != 0;
        for (var i = 0; sameLength && i < names.Length; i++)
        {
            if (!name.SequenceEqual(names[i])) continue;
            next = here.Targets[i];
            return i;
        }

        return (sameLength || !here.IsAscii || !Ascii.IsValid(name)) && IsCaseVariant(here, name) ? CaseVariant : OtherName;
    }

    private static ulong LengthBit(int length) => 1UL << (length & 63);

    private static bool IsCaseVariant(in Node state, ReadOnlySpan<byte> name)
    {
        var ascii = state.IsAscii && Ascii.IsValid(name);
        foreach (var spelled in state.Names)
        {
            if (ascii ? Ascii.EqualsIgnoreCase(name, spelled) : CaseFolding.AreEqual(name, spelled)) return true;
        }

        return false;
    }

    public const int OtherName = -1;
    public const int CaseVariant = -2;

    private readonly record struct Node(byte[][] Names, int[] Targets, ulong Lengths, bool IsAscii, int Other, short Rule, bool IsEmbedded)
    {
        public static Node Of(byte[][] names, int[] targets, int other, short rule, bool isEmbedded) => new(
            names,
            targets,
            names.Aggregate(0UL, (bits, name) => bits | LengthBit(name.Length)),
            names.All(name => Ascii.IsValid(name)),
            other,
            rule,
            isEmbedded);
    }

    private readonly record struct Place(short Rule, int Step);

    private sealed class Compiler(IReadOnlyList<Selector> selectors, int fields)
    {
        private readonly List<Node> _states = [];
        private readonly Dictionary<string, int> _known = [];

        public Node[] Run()
        {
            // A policy of query parameters alone has no selectors; its root leads nowhere.
            if (selectors.Count == 0) return [Node.Of([], [], Nowhere, NoRule, isEmbedded: false)];
            Visit([.. Enumerable.Range(0, selectors.Count).Select(rule => new Place((short)rule, 0))]);
            return [.. _states];
        }

        private int Visit(ImmutableArray<Place> places)
        {
            if (places.IsEmpty) return Nowhere;
            var key = string.Join(';', places);
            if (_known.TryGetValue(key, out var known)) return known;
            if (_states.Count == MaxStates) throw new ArgumentException($"The selectors overlap in more than {MaxStates} ways.");

            var number = _known[key] = _states.Count;
            _states.Add(default);
            var open = places.Where(place => !IsAtEnd(place)).ToImmutableArray();
            var names = open.Select(StepOf).Where(step => !step.IsWildcard).Select(step => step.Name).OfType<string>().Distinct().ToArray();
            if (names.Length > MaxNamesPerLevel) throw new ArgumentException($"The selectors spell more than {MaxNamesPerLevel} names at one level.");

            _states[number] = Node.Of(
                [.. names.Select(Encoding.UTF8.GetBytes)],
                [.. names.Select(name => Visit(Advance(open, name)))],
                Visit(Advance(open, null)),
                RuleOf(places),
                places.Any(place => place.Rule >= fields && IsAtEnd(place)));
            return number;
        }

        private bool IsAtEnd(Place place) => place.Step == selectors[place.Rule].Steps.Length;

        private SelectorStep StepOf(Place place) => selectors[place.Rule].Steps[place.Step];

        private ImmutableArray<Place> Advance(ImmutableArray<Place> open, string? name) =>
        [
            .. open.Where(place => StepOf(place) is var step && (step.IsWildcard || step.Name == name))
                .Select(place => place with { Step = place.Step + 1 }),
        ];

        // All selectors that end at one state have the same length; the one that spells more names decides, then the first written.
        private short RuleOf(ImmutableArray<Place> places) =>
            places.Where(place => place.Rule < fields && IsAtEnd(place))
                .OrderBy(place => selectors[place.Rule].Steps.Count(step => step.IsWildcard))
                .ThenBy(place => place.Rule)
                .Select(place => place.Rule)
                .FirstOrDefault(NoRule);
    }
}
