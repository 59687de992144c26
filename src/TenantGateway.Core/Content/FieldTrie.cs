using System.Text;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Content;

/// <summary>
/// Selectors compiled into one deterministic automaton, so that a scan follows a single state however many rules overlap.
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

    /// <summary>How many elements all states together may tell apart: each has an entry.</summary>
    public const int MaxElementStates = 200_000;

    /// <summary>A rule's number is a <see cref="short"/>; one that overflowed would read as no rule.</summary>
    public const int MaxRules = 10_000;

    private readonly Node[] _states;

    private FieldTrie(Node[] states, bool coversPlaces) => (_states, CoversPlaces) = (states, coversPlaces);

    /// <summary>Compiles selectors; a rule's number is its index.</summary>
    /// <param name="selectors">Of the fields.</param>
    /// <param name="embedded">Of strings that hold a document, in which paths go on.</param>
    /// <param name="texts">Of strings that are prose.</param>
    /// <param name="plain">Of values that hold no personal data.</param>
    /// <exception cref="ArgumentException">Over <see cref="MaxRules"/>, <see cref="MaxNamesPerLevel"/> or <see cref="MaxStates"/>.</exception>
    public static FieldTrie Compile(IReadOnlyList<Selector> selectors, IReadOnlyList<Selector>? embedded = null, IReadOnlyList<Selector>? texts = null, IReadOnlyList<Selector>? plain = null)
    {
        Selector[] all = [.. selectors, .. embedded ?? [], .. texts ?? [], .. plain ?? []];
        if (all.Length > MaxRules) throw new ArgumentException($"There are more than {MaxRules} selectors.");
        var states = SelectorAutomaton.Build(all, new SelectorGroups(selectors.Count, embedded?.Count ?? 0, texts?.Count ?? 0)).States;
        var precedence = new RulePrecedence(all, states);
        return new FieldTrie([.. states.Select(state => Node.Of(state, precedence.Decide(state.Ends)))], selectors.Count + (embedded?.Count ?? 0) > 0);
    }

    /// <summary>Whether any selector of a field or embedded document leads anywhere; those of prose do not count.</summary>
    public bool CoversPlaces { get; }

    /// <summary>The rule whose selector ends here, or <see cref="NoRule"/>.</summary>
    public short RuleAt(int state) => state == Nowhere ? NoRule : _states[state].Rule;

    /// <summary>Whether a string here holds a document.</summary>
    public bool IsEmbedded(int state) => state != Nowhere && _states[state].IsEmbedded;

    /// <summary>Whether a string here is prose.</summary>
    public bool IsText(int state) => state != Nowhere && _states[state].IsText;

    /// <summary>Whether a value here, with all that is in it, holds no personal data.</summary>
    public bool IsPlain(int state) => state != Nowhere && _states[state].IsPlain;

    /// <summary>The state of an element where none are counted, or of a member whose name no selector spells.</summary>
    public int Other(int state) => state == Nowhere ? Nowhere : _states[state].Other;

    /// <summary>Whether the elements of an array here are told apart by their numbers.</summary>
    public bool CountsElements(int state) => state != Nowhere && _states[state].Elements is not null;

    /// <summary>The state of an element by its number, where elements are counted.</summary>
    public int Element(int state, ulong index) => _states[state].Elements is { } elements ? elements.At(index) : _states[state].Other;

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

    private readonly record struct Node(byte[][] Names, int[] Targets, ulong Lengths, bool IsAscii, int Other, short Rule, bool IsEmbedded, bool IsText, bool IsPlain, ElementStates? Elements)
    {
        public static Node Of(AutomatonState state, short rule)
        {
            byte[][] names = [.. state.Names.Select(Encoding.UTF8.GetBytes)];
            return new Node(
                names,
                [.. state.Targets],
                names.Aggregate(0UL, (bits, name) => bits | LengthBit(name.Length)),
                names.All(name => Ascii.IsValid(name)),
                state.Other,
                rule,
                state.IsEmbedded,
                state.IsText,
                state.IsPlain,
                state.Elements);
        }
    }
}
