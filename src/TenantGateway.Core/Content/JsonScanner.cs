using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Unicode;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>
/// Finds in one JSON document (RFC 8259) what a plan may have to change, in one pass, and refuses whatever two parsers could read differently:
/// invalid UTF-8, a byte order mark, lone surrogates, duplicate and case-variant names where a policy spells names, NUL in names, excess depth.
/// </summary>
internal ref struct JsonScanner
{
    public const int MaxDepth = 64;

    private static readonly SearchValues<byte> EmailOrToken = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.@"u8);

    private readonly ReadOnlySpan<byte> _document;
    private readonly int _offset;
    private readonly ContentPlan _plan;
    private readonly FieldTrie _fields;
    private readonly UnitScan _unit;
    private readonly bool _isInside;
    private readonly bool _refusesTokens;
    private readonly bool _mayHoldTokens;

    private JsonScanner(ReadOnlySpan<byte> document, int offset, ContentPlan plan, UnitScan unit, bool isInside)
    {
        _document = document;
        _offset = offset;
        _plan = plan;
        _fields = plan.Fields;
        _unit = unit;
        _isInside = isInside;
        _refusesTokens = plan is { Operation: PlanOperation.Protect, FromCaller: true };
        _mayHoldTokens = TokenSearch.MayHold(document);
    }

    /// <summary>Scans a document; the outcome, a refusal included, is in <paramref name="unit"/>, beside what was in there before.</summary>
    /// <param name="document">All of it.</param>
    /// <param name="offset">Where it lies in its unit.</param>
    /// <param name="plan">What is looked for.</param>
    /// <param name="unit">Takes the outcome.</param>
    public static void Scan(ReadOnlySpan<byte> document, int offset, ContentPlan plan, UnitScan unit)
    {
        if (document.StartsWith("\uFEFF"u8) || !Utf8.IsValid(document))
        {
            unit.Refuse(Reasons.InvalidUtf8);
            return;
        }

        if (plan.IsSettledBy(document)) return;
        unit.Allow(plan.Limits);
        try
        {
            var first = unit.Spans.Length;
            new JsonScanner(document, offset, plan, unit, isInside: false).Run(new Place(FieldTrie.Root, plan.Fields.RuleAt(FieldTrie.Root), plan.Fields.IsPlain(FieldTrie.Root)));
            if (plan.Recognition is not null) unit.Finder.FindIn(document, offset, plan, unit, first);
        }
        catch (JsonException)
        {
            unit.Refuse(Reasons.MalformedJson);
        }
    }

    // The frames need no zeros: each is written before it is read.
    [SkipLocalsInit]
    private readonly void Run(Place root)
    {
        if (_mayHoldTokens && _refusesTokens && TokenSearch.HoldsStoredToken(_document))
        {
            _unit.Refuse(Reasons.StoredTokenInRequest);
            return;
        }

        // The reader's own limit lies beyond ours, so that depth and malformed input can be told apart.
        var reader = new Utf8JsonReader(_document, new JsonReaderOptions { MaxDepth = MaxDepth + 2 });
        Span<Frame> frames = stackalloc Frame[MaxDepth + 1];
        var depth = 0;
        var member = default(Place);
        var name = -1;
        frames[0] = new Frame(root, FrameKind.Array, name);
        while (_unit.Refused is null && reader.Read())
        {
            ref var frame = ref frames[depth];
            var here = frame.Kind == FrameKind.Object ? member : frame.Kind == FrameKind.Array ? frame.Place : Element(ref frame);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    member = Member(ref reader, ref frame);
                    name = (int)reader.TokenStartIndex;
                    break;
                case JsonTokenType.String:
                    OnString(ref reader, here, frame.Kind == FrameKind.Object ? name : frame.Name);
                    break;
                case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                    OnLiteral(ref reader, here, frame.Kind == FrameKind.Object ? name : frame.Name);
                    break;
                case JsonTokenType.Null:
                    OnNull(ref reader, here.Rule);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray when depth == _plan.Limits.MaxDepth:
                    _unit.Refuse(Reasons.JsonTooDeep);
                    break;
                case JsonTokenType.StartObject:
                    frames[++depth] = new Frame(here, FrameKind.Object, name: -1);
                    break;
                case JsonTokenType.StartArray:
                    var named = frame.Kind == FrameKind.Object ? name : frame.Name;
                    frames[++depth] = _fields.CountsElements(here.State) ? new Frame(here, FrameKind.CountedArray, named) : new Frame(Follow(here, _fields.Other(here.State)), FrameKind.Array, named);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    depth--;
                    break;
                default:
                    throw new UnreachableException("Comments are not read.");
            }
        }
    }

    // A rule that covers an object or array covers everything inside it, until a longer path says otherwise.
    private readonly Place Follow(Place parent, int state)
    {
        var rule = _fields.RuleAt(state);
        return new Place(state, rule != FieldTrie.NoRule ? rule : parent.Rule, parent.IsPlain || _fields.IsPlain(state));
    }

    // Asked once for each element, and once more at the end of the array, behind which nobody asks.
    private readonly Place Element(ref Frame frame) => Follow(frame.Place, _fields.Element(frame.Place.State, frame.Seen++));

    private readonly Place Member(ref Utf8JsonReader reader, ref Frame frame)
    {
        if (reader.ValueSpan.Length > _plan.Limits.MaxNameBytes) _unit.Refuse(Reasons.NameTooLong);
        if (!reader.ValueIsEscaped)
        {
            if (_mayHoldTokens && _refusesTokens) RefuseTokens(reader.ValueSpan);
            return Member(reader.ValueSpan, ref frame);
        }

        using var unescaped = Scratch.Rent(reader.ValueSpan.Length);
        var length = JsonText.Unescape(reader.ValueSpan, unescaped.Span);
        if (length < 0)
        {
            _unit.Refuse(Reasons.LoneSurrogate);
            return default;
        }

        var name = unescaped.Span[..length];
        if (name.Contains((byte)0)) _unit.Refuse(Reasons.AmbiguousName);
        else if (_refusesTokens) RefuseTokens(name);
        return Member(name, ref frame);
    }

    // Nothing in a name is ever rendered, so a caller cannot have got a token there.
    private readonly void RefuseTokens(ReadOnlySpan<byte> name)
    {
        if (TokenSearch.HoldsStoredToken(name)) _unit.Refuse(Reasons.StoredTokenInRequest);
        else if (TokenSearch.HoldsHandle(name)) _unit.Refuse(Reasons.InvalidHandle);
    }

    private readonly Place Member(ReadOnlySpan<byte> name, ref Frame frame)
    {
        var number = _fields.Follow(frame.Place.State, name, out var state);
        var position = Follow(frame.Place, state);
        if (number == FieldTrie.CaseVariant) _unit.Refuse(Reasons.AmbiguousName, position.Rule);
        if (number < 0) return position;
        if ((frame.Seen & (1UL << number)) != 0) _unit.Refuse(Reasons.DuplicateName, position.Rule);
        frame.Seen |= 1UL << number;
        return position;
    }

    private readonly void OnLiteral(ref Utf8JsonReader reader, Place here, int name)
    {
        if (here.Rule != FieldTrie.NoRule) _unit.Add(SpanOf(ref reader, here.Rule));
        else if (here.IsPlain) return;
        else if (_plan.Unlisted == UnlistedHandling.Refuse) RefuseUnlisted(ref reader);
        else if (_plan.Unlisted == UnlistedHandling.Scan && reader.TokenType == JsonTokenType.Number && reader.ValueSpan.Length >= ProseFinder.LeastDigits) OnUnlistedNumber(ref reader, name);
    }

    private readonly void OnUnlistedNumber(ref Utf8JsonReader reader, int name)
    {
        if (_plan.Recognition is null) return;
        if (_isInside) _unit.Finder.FindWhole(reader.ValueSpan, NameAt(name), SpanOf(ref reader, FieldTrie.NoRule), _plan, _unit);
        else _unit.Finder.Add(new TextPlace((int)reader.TokenStartIndex, reader.ValueSpan.Length, name, IsNumber: true));
    }

    private readonly void RefuseUnlisted(ref Utf8JsonReader reader) => _unit.Refuse(Reasons.UnlistedProperty, UnlistedPaths.Of(_document, (int)reader.TokenStartIndex, _fields));

    private readonly ReadOnlySpan<byte> NameAt(int name) => ProseFinder.NameAt(_document, name);

    private readonly void OnNull(ref Utf8JsonReader reader, short rule)
    {
        if (_refusesTokens && rule != FieldTrie.NoRule && _plan.Nulls.Contains(rule)) _unit.Add(SpanOf(ref reader, rule) with { Kind = FieldSpanKind.Null });
    }

    private readonly void OnString(ref Utf8JsonReader reader, Place here, int name)
    {
        if (!reader.ValueIsEscaped)
        {
            OnText(ref reader, reader.ValueSpan, here, name);
            return;
        }

        using var unescaped = Scratch.Rent(reader.ValueSpan.Length);
        var length = JsonText.Unescape(reader.ValueSpan, unescaped.Span);
        if (length < 0) _unit.Refuse(Reasons.LoneSurrogate, here.Rule);
        else OnText(ref reader, unescaped.Span[..length], here, name);
    }

    private readonly void OnText(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, Place here, int name)
    {
        if (_fields.IsEmbedded(here.State) && HoldsDocument(text)) OnEmbedded(ref reader, text, here);
        else if (here.Rule == FieldTrie.NoRule && IsLookedAt(here) && !IsWholeToken(text)) OnProse(ref reader, text, here, name);
        else if (!_mayHoldTokens && !reader.ValueIsEscaped && here.Rule == FieldTrie.NoRule) return;
        else if (_mayHoldTokens || reader.ValueIsEscaped) TextScan.Scan(text, SpanOf(ref reader, here.Rule), _plan, _unit);
        else TextScan.ScanTokenless(text, SpanOf(ref reader, here.Rule), _plan, _unit);
    }

    private readonly bool IsLookedAt(Place here) => _fields.IsText(here.State) ? !_isInside || _plan.Recognition is not null : _plan.Unlisted != UnlistedHandling.Pass && !here.IsPlain;

    private readonly void OnProse(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, Place here, int name)
    {
        var isText = _fields.IsText(here.State);
        if (_plan.Unlisted == UnlistedHandling.Refuse && !isText)
        {
            RefuseUnlisted(ref reader);
            return;
        }

        if (_isInside)
        {
            // A span inside of this string would have to be escaped twice.
            TextScan.Scan(text, SpanOf(ref reader, FieldTrie.NoRule), _plan, _unit);
            if (_refusesTokens && text.IndexOf(MaskMarker.Utf8) >= 0) _unit.Refuse(Reasons.MaskedValue);
            if (_unit.Refused is null) _unit.Finder.FindWhole(text, NameAt(name), SpanOf(ref reader, FieldTrie.NoRule), _plan, _unit);
            if (_plan.AsksAbout(text)) AskAbout(SpanOf(ref reader, FieldTrie.NoRule), isWhole: true);
            return;
        }

        var start = (int)reader.TokenStartIndex + 1;
        if (_mayHoldTokens || reader.ValueIsEscaped || _refusesTokens) ProseScan.Scan(text, reader.ValueSpan, _offset + start, _plan, _unit);
        if (_plan.Recognition is not null) _unit.Finder.Add(new TextPlace(start, reader.ValueSpan.Length, name, IsNumber: false));
        if (_plan.AsksAbout(text)) AskAbout(new FieldSpan(_offset + start, reader.ValueSpan.Length, FieldTrie.NoRule, FieldSpanKind.Value, default) { Coding = SpanCoding.InString }, isWhole: false);
    }

    private readonly void AskAbout(in FieldSpan span, bool isWhole) => _unit.Ask(new AskedText(span.Start, span.Length, span.Coding, isWhole));

    // It stands for a value of any type.
    private readonly bool IsWholeToken(ReadOnlySpan<byte> text) => _plan.Operation == PlanOperation.Reveal && TokenSearch.TryReadWhole(text, out _);

    // A token in place of the whole document is one value, and nothing holds nothing.
    private static bool HoldsDocument(ReadOnlySpan<byte> text) =>
        !JsonLine.IsBlank(text) && !((text.StartsWith(TokenHeader.StoredFamily) || text.StartsWith(EmailShape.Family) || text.StartsWith(TokenHeader.HandleFamily)) && text.IndexOfAnyExcept(EmailOrToken) < 0);

    // Its paths go on where the string stands. What is found in it is moved to where it lies in this document.
    private readonly void OnEmbedded(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, Place here)
    {
        if (_isInside)
        {
            // What is read twice by nobody here may be read twice by somebody there.
            _unit.Refuse(Reasons.MalformedJson, here.Rule);
            return;
        }

        var (known, asked) = (_unit.Spans.Length, _unit.Asked.Length);
        new JsonScanner(text, 0, _plan, _unit, isInside: true).Run(here);
        var raw = reader.ValueSpan;
        var start = _offset + (int)reader.TokenStartIndex + 1;
        var at = (0, 0);
        foreach (ref var inside in _unit.AskedFrom(asked))
        {
            var from = JsonText.FindEscaped(raw, ref at, inside.Start);
            inside = inside with { Start = start + from, Length = JsonText.FindEscaped(raw, ref at, inside.Start + inside.Length) - from, Coding = inside.Coding | SpanCoding.InString };
        }

        at = (0, 0);
        foreach (ref var span in _unit.SpansFrom(known))
        {
            var from = JsonText.FindEscaped(raw, ref at, span.Start);
            var to = JsonText.FindEscaped(raw, ref at, span.End);
            span = span with { Start = start + from, Length = to - from, Coding = span.Coding | SpanCoding.InString };
        }
    }

    private readonly FieldSpan SpanOf(ref Utf8JsonReader reader, short rule)
    {
        var start = (int)reader.TokenStartIndex;
        return new FieldSpan(_offset + start, (int)reader.BytesConsumed - start, rule, FieldSpanKind.Value, default) { Coding = SpanCoding.Json };
    }

    private readonly record struct Place(int State, short Rule, bool IsPlain);

    private enum FrameKind : byte
    {
        Object,

        /// <summary>All elements are in the same place. Also what lies around the root.</summary>
        Array,

        /// <summary>Elements are told apart by their numbers.</summary>
        CountedArray,
    }

    /// <param name="position">Of the object or counted array itself, or of each element of an array.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Where the name begins by which an array is called; negative for none.</param>
    private struct Frame(Place position, FrameKind kind, int name)
    {
        public readonly Place Place = position;
        public readonly FrameKind Kind = kind;
        public readonly int Name = name;

        /// <summary>One bit for each spelled name that has occurred; in a counted array, how many elements have.</summary>
        public ulong Seen;
    }
}
