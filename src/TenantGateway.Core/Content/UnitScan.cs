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
    private int _mostFields = int.MaxValue;
    private int _mostTokens = int.MaxValue;
    private int _tokens;
    private readonly List<AskedText> _asked = [];
    private readonly List<int> _documents = [];
    private ProseFinder? _finder;

    public ReadOnlySpan<FieldSpan> Spans => CollectionsMarshal.AsSpan(_spans);

    /// <summary>Whether values were found where no rule names them.</summary>
    internal bool HasFindings { get; private set; }

    /// <summary>Where each document begins that is looked through for personal data.</summary>
    internal ReadOnlySpan<int> Documents => CollectionsMarshal.AsSpan(_documents);

    /// <summary>The texts that a recognizer outside is to be asked about before the spans are all there are.</summary>
    public ReadOnlySpan<AskedText> Asked => CollectionsMarshal.AsSpan(_asked);

    /// <summary>The distinct key ids of the tokens and handles found.</summary>
    public ReadOnlyMemory<KeyId> KeyIds => _keyIds.AsMemory(0, _keyIdCount);

    /// <summary>Strings that begin as a stored token and are not one: passed on as they are.</summary>
    public int DamagedTokens { get; internal set; }

    /// <summary>Set where the unit must not go on.</summary>
    public Reason? Refused { get; private set; }

    /// <summary>The number of the rule at which it was refused, or <see cref="FieldTrie.NoRule"/>.</summary>
    public short RefusedAt { get; private set; } = FieldTrie.NoRule;

    /// <summary>Where in the document it was refused, in names that may be shown; null where a rule tells it, or nothing does.</summary>
    public string? RefusedPath { get; private set; }

    /// <summary>Looks through prose, and through values that no rule names.</summary>
    internal ProseFinder Finder => _finder ??= new ProseFinder();

    /// <summary>The spans from one on, to be moved to where they lie in the unit.</summary>
    internal Span<FieldSpan> SpansFrom(int number) => CollectionsMarshal.AsSpan(_spans)[number..];

    /// <summary>The texts from one on, to be moved to where they lie in the unit.</summary>
    internal Span<AskedText> AskedFrom(int number) => CollectionsMarshal.AsSpan(_asked)[number..];

    internal void BeginDocument(int start) => _documents.Add(start);

    internal void Ask(in AskedText text) => _asked.Add(text);

    /// <summary>Sets how much there may be in what is looked at next.</summary>
    internal void Allow(ContentLimits limits)
    {
        _mostFields = _spans.Count - _tokens + limits.MaxFields;
        _mostTokens = _tokens + limits.MaxTokens;
    }

    internal void AddFinding(in FieldSpan span)
    {
        HasFindings = true;
        Add(span);
    }

    internal void Add(in FieldSpan span)
    {
        var isToken = span.Kind is not (FieldSpanKind.Value or FieldSpanKind.Null);
        if (isToken ? _tokens >= _mostTokens : _spans.Count - _tokens >= _mostFields)
        {
            Refuse(isToken ? Reasons.TooManyTokens : Reasons.TooManyFields, span.Rule);
            return;
        }

        _spans.Add(span);
        if (!isToken) return;
        _tokens++;
        Meet(span.Token.KeyId);
    }

    internal void Refuse(Reason reason, short rule = FieldTrie.NoRule)
    {
        Refused = reason;
        RefusedAt = rule;
    }

    internal void Refuse(Reason reason, string path)
    {
        Refuse(reason);
        RefusedPath = path;
    }

    /// <summary>Puts spans where they belong among those from one on. What lies over one that is there already is none: that one decides.</summary>
    internal void Insert(int first, List<FieldSpan> found)
    {
        var (at, known) = (first, _spans.Count);
        foreach (var span in found)
        {
            while (at < known && _spans[at].End <= span.Start) at++;
            if (Refused is null && (at == known || _spans[at].Start >= span.End)) AddFinding(span);
        }

        SpansFrom(first).Sort(static (a, b) => a.Start.CompareTo(b.Start));
    }

    /// <summary>Makes the instance ready for the next unit.</summary>
    public void Reset()
    {
        _spans.Clear();
        _met.Clear();
        _keyIdCount = 0;
        _mostFields = _mostTokens = int.MaxValue;
        _tokens = 0;
        DamagedTokens = 0;
        Refused = null;
        RefusedAt = FieldTrie.NoRule;
        RefusedPath = null;
        _asked.Clear();
        _documents.Clear();
        HasFindings = false;
        _finder?.Reset();
    }

    private void Meet(KeyId keyId)
    {
        // Most spans have the key id of the one before. The set keeps a unit of thousands of invented ids from costing the square of that.
        if ((_keyIdCount > 0 && _keyIds[_keyIdCount - 1] == keyId) || !_met.Add(keyId)) return;
        if (_keyIdCount == _keyIds.Length) Array.Resize(ref _keyIds, _keyIdCount * 2);
        _keyIds[_keyIdCount++] = keyId;
    }
}
