using System.Runtime.InteropServices;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Content;

/// <summary>What a scan found in one unit: spans in the order of the document, the key ids met, or why the unit is refused.</summary>
public sealed class UnitScan
{
    private readonly List<FieldSpan> _spans = [];
    private readonly HashSet<KeyId> _met = [];
    private KeyId[] _keyIds = new KeyId[4];
    private int _keyIdCount;
    private int _most = int.MaxValue;

    public ReadOnlySpan<FieldSpan> Spans => CollectionsMarshal.AsSpan(_spans);

    /// <summary>The distinct key ids of the tokens and handles found.</summary>
    public ReadOnlyMemory<KeyId> KeyIds => _keyIds.AsMemory(0, _keyIdCount);

    /// <summary>Strings that begin as a stored token and are not one: passed on as they are.</summary>
    public int DamagedTokens { get; internal set; }

    /// <summary>Set where the unit must not go on.</summary>
    public Reason? Refused { get; private set; }

    /// <summary>The number of the rule at which it was refused, or <see cref="FieldTrie.NoRule"/>.</summary>
    public short RefusedAt { get; private set; } = FieldTrie.NoRule;

    /// <summary>The spans from one on, to be moved to where they lie in the unit.</summary>
    internal Span<FieldSpan> SpansFrom(int number) => CollectionsMarshal.AsSpan(_spans)[number..];

    /// <summary>Sets how many spans more there may be.</summary>
    internal void Allow(int more) => _most = _spans.Count + more;

    internal void Add(in FieldSpan span)
    {
        if (_spans.Count >= _most)
        {
            Refuse(Reasons.TooManyFields, span.Rule);
            return;
        }

        _spans.Add(span);
        if (span.Kind != FieldSpanKind.Value) Meet(span.Token.KeyId);
    }

    internal void Refuse(Reason reason, short rule = FieldTrie.NoRule)
    {
        Refused = reason;
        RefusedAt = rule;
    }

    /// <summary>Makes the instance ready for the next unit.</summary>
    public void Reset()
    {
        _spans.Clear();
        _met.Clear();
        _keyIdCount = 0;
        _most = int.MaxValue;
        DamagedTokens = 0;
        Refused = null;
        RefusedAt = FieldTrie.NoRule;
    }

    private void Meet(KeyId keyId)
    {
        // Most spans have the key id of the one before. The set keeps a unit of thousands of invented ids from costing the square of that.
        if ((_keyIdCount > 0 && _keyIds[_keyIdCount - 1] == keyId) || !_met.Add(keyId)) return;
        if (_keyIdCount == _keyIds.Length) Array.Resize(ref _keyIds, _keyIdCount * 2);
        _keyIds[_keyIdCount++] = keyId;
    }
}
