using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;

namespace TenantGateway.Core.Protection;

/// <summary>
/// What rendering one unit gave to a caller, and what it met on the way: the source of the audit record and of the counters.
/// Kept from unit to unit it sums them up, until <see cref="Reset"/>.</summary>
public sealed class Disclosure
{
    private readonly List<DisclosureCount> _counts = [];

    /// <summary>Tokens of another tenant: left as they are, and a security event.</summary>
    public int ForeignTokens { get; internal set; }

    /// <summary>Tokens that are cut, altered or under a key nobody knows: left as they are.</summary>
    public int DamagedTokens { get; set; }

    /// <summary>Clear values that lay at protected places of a service's answer.</summary>
    public int ClearAtRest { get; internal set; }

    /// <summary>Values replaced by stored tokens.</summary>
    public int Protected { get; internal set; }

    /// <summary>True where something of a value became visible, so that a record must be durable before it leaves.</summary>
    public bool RevealsSomething { get; private set; }

    public ImmutableArray<DisclosureCount> Counts => [.. _counts];

    public void Reset()
    {
        _counts.Clear();
        ForeignTokens = DamagedTokens = ClearAtRest = Protected = 0;
        RevealsSomething = false;
    }

    internal void Count(FieldClass fieldClass, Form form)
    {
        RevealsSomething |= form != Form.Handle;
        for (var i = 0; i < _counts.Count; i++)
        {
            if (_counts[i].Class != fieldClass || _counts[i].Form != form) continue;
            _counts[i] = _counts[i] with { Count = _counts[i].Count + 1 };
            return;
        }

        _counts.Add(new DisclosureCount(fieldClass, form, 1));
    }
}
