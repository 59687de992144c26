using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Protection;

/// <summary>
/// What rendering one unit gave to a caller, and what it met on the way: the source of the audit record and of the counters.
/// Kept from unit to unit it sums them up, until <see cref="Reset"/>.</summary>
public sealed class Disclosure
{
    private readonly List<FormCount> _counters = [];
    private readonly List<TokenCount> _opened = [];
    private readonly HashSet<SubjectId> _subjects = [];
    private readonly List<ClassCount> _found = [];
    private readonly List<ClassCount> _protected = [];

    /// <summary>Tokens of another tenant: left as they are, and a security event.</summary>
    public int ForeignTokens { get; internal set; }

    /// <summary>Tokens that are cut, altered or under a key nobody knows: left as they are.</summary>
    public int DamagedTokens { get; set; }

    /// <summary>Dates and phone numbers that were given back out of shapes, which nothing authenticates.</summary>
    public int Unverified { get; internal set; }

    /// <summary>Clear values that lay at protected places of a service's answer.</summary>
    public int ClearAtRest { get; internal set; }

    /// <summary>Values replaced by stored tokens.</summary>
    public int Protected { get; private set; }

    /// <summary>The same by class, without handles among other words, which name none.</summary>
    public ReadOnlySpan<ClassCount> ProtectedByClass => CollectionsMarshal.AsSpan(_protected);

    /// <summary>True where something of a value became visible, so that a record must be durable before it leaves.</summary>
    public bool RevealsSomething { get; private set; }

    /// <summary>The age of a login that would have given more than the caller got, where the policy wants callers to know; null otherwise.</summary>
    public TimeSpan? FreshLogin { get; private set; }

    /// <summary>The value that was one too many; null where none was.</summary>
    public DistinctExcess? Excess { get; internal set; }

    public ImmutableArray<DisclosureCount> Counts
    {
        get
        {
            var counts = new DisclosureCount[_counters.Count];
            for (var i = 0; i < counts.Length; i++) counts[i] = new DisclosureCount(_counters[i].Class, _counters[i].Form, _counters[i].Count);
            return ImmutableCollectionsMarshal.AsImmutableArray(counts);
        }
    }

    /// <summary>The same without a copy.</summary>
    public ReadOnlySpan<FormCount> Given => CollectionsMarshal.AsSpan(_counters);

    /// <summary>The people whose data became visible, by the values of identifying classes.</summary>
    public ImmutableArray<string> Subjects => _subjects.Count == 0 ? [] : [.. _subjects.Select(subject => subject.Value)];

    /// <summary>The generations whose tokens were opened.</summary>
    public ImmutableArray<string> KeyIds => [.. _opened.Select(opened => opened.Generation.ToString())];

    /// <summary>The stored tokens that were opened, by generation.</summary>
    public ReadOnlySpan<TokenCount> Opened => CollectionsMarshal.AsSpan(_opened);

    /// <summary>Values that were found where no rule names any, by class.</summary>
    public ReadOnlySpan<ClassCount> Found => CollectionsMarshal.AsSpan(_found);

    public void Reset()
    {
        _found.Clear();
        _protected.Clear();
        _counters.Clear();
        _opened.Clear();
        _subjects.Clear();
        ForeignTokens = DamagedTokens = Unverified = ClearAtRest = 0;
        Protected = 0;
        RevealsSomething = false;
        FreshLogin = null;
        Excess = null;
    }

    // The freshest of several gives all that there is.
    internal void WouldGiveMoreTo(TimeSpan loginOfAge) => FreshLogin = FreshLogin < loginOfAge ? FreshLogin : loginOfAge;

    internal void Count(FieldClass fieldClass, Form form)
    {
        RevealsSomething |= form > Form.Handle;
        foreach (ref var counter in CollectionsMarshal.AsSpan(_counters))
        {
            if (counter.Class != fieldClass || counter.Form != form) continue;
            counter = counter with { Count = counter.Count + 1 };
            return;
        }

        _counters.Add(new FormCount(fieldClass, form, 1));
    }

    internal void CountFound(FieldClass fieldClass) => Add(_found, fieldClass);

    /// <param name="fieldClass">Null where nothing says of what class it is.</param>
    internal void CountProtected(FieldClass? fieldClass)
    {
        Protected++;
        if (fieldClass is { } known) Add(_protected, known);
    }

    internal void AddSubject(SubjectId subject) => _subjects.Add(subject);

    internal void CountOpened(KeyId generation)
    {
        foreach (ref var opened in CollectionsMarshal.AsSpan(_opened))
        {
            if (opened.Generation != generation) continue;
            opened = opened with { Tokens = opened.Tokens + 1 };
            return;
        }

        _opened.Add(new TokenCount(generation, 1));
    }

    private static void Add(List<ClassCount> counts, FieldClass fieldClass)
    {
        foreach (ref var count in CollectionsMarshal.AsSpan(counts))
        {
            if (count.Class != fieldClass) continue;
            count = count with { Count = count.Count + 1 };
            return;
        }

        counts.Add(new ClassCount(fieldClass, 1));
    }
}

/// <summary>How many values of one class were given in one form.</summary>
public readonly record struct FormCount(FieldClass Class, Form Form, int Count);

/// <summary>How many tokens of one generation there were.</summary>
public readonly record struct TokenCount(KeyId Generation, int Tokens);
