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

    private readonly ReadOnlySpan<byte> _document;
    private readonly ContentPlan _plan;
    private readonly FieldTrie _fields;
    private readonly UnitScan _unit;
    private readonly bool _refusesTokens;
    private readonly bool _mayHoldTokens;

    private JsonScanner(ReadOnlySpan<byte> document, ContentPlan plan, UnitScan unit)
    {
        _document = document;
        _plan = plan;
        _fields = plan.Fields;
        _unit = unit;
        _refusesTokens = plan is { Operation: PlanOperation.Protect, FromCaller: true };
        _mayHoldTokens = document.IndexOf(TokenSearch.CommonPart) >= 0;
    }

    /// <summary>Scans a document; the outcome, a refusal included, is in <paramref name="unit"/>.</summary>
    public static void Scan(ReadOnlySpan<byte> document, ContentPlan plan, UnitScan unit)
    {
        unit.Reset();
        if (document.StartsWith("\uFEFF"u8) || !Utf8.IsValid(document))
        {
            unit.Refuse(Reasons.InvalidUtf8);
            return;
        }

        try
        {
            new JsonScanner(document, plan, unit).Run();
        }
        catch (JsonException)
        {
            unit.Refuse(Reasons.MalformedJson);
        }
    }

    // The frames need no zeros: each is written before it is read.
    [SkipLocalsInit]
    private readonly void Run()
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
        frames[0] = new Frame(new Place(FieldTrie.Root, _fields.RuleAt(FieldTrie.Root)), isArray: true);
        while (_unit.Refused is null && reader.Read())
        {
            ref var frame = ref frames[depth];
            var here = frame.IsArray ? frame.Place : member;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    member = Member(ref reader, ref frame);
                    break;
                case JsonTokenType.String:
                    OnString(ref reader, here.Rule);
                    break;
                case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                    OnLiteral(ref reader, here.Rule);
                    break;
                case JsonTokenType.Null:
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray when depth == MaxDepth:
                    _unit.Refuse(Reasons.JsonTooDeep);
                    break;
                case JsonTokenType.StartObject:
                    frames[++depth] = new Frame(here, isArray: false);
                    break;
                case JsonTokenType.StartArray:
                    frames[++depth] = new Frame(Follow(here, _fields.Other(here.State)), isArray: true);
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
        return new Place(state, rule != FieldTrie.NoRule ? rule : parent.Rule);
    }

    private readonly Place Member(ref Utf8JsonReader reader, ref Frame frame)
    {
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

    private readonly void OnLiteral(ref Utf8JsonReader reader, short rule)
    {
        if (rule != FieldTrie.NoRule) Add(ref reader, rule, FieldSpanKind.Value, default);
    }

    private readonly void OnString(ref Utf8JsonReader reader, short rule)
    {
        if (!reader.ValueIsEscaped)
        {
            if (_mayHoldTokens) OnText(ref reader, reader.ValueSpan, rule);
            else if (rule != FieldTrie.NoRule) OnValue(ref reader, reader.ValueSpan, rule);
            return;
        }

        using var unescaped = Scratch.Rent(reader.ValueSpan.Length);
        var length = JsonText.Unescape(reader.ValueSpan, unescaped.Span);
        if (length < 0) _unit.Refuse(Reasons.LoneSurrogate, rule);
        else OnText(ref reader, unescaped.Span[..length], rule);
    }

    private readonly void OnText(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, short rule)
    {
        if (_plan.Operation == PlanOperation.Protect) OnTextToProtect(ref reader, text, rule);
        else OnTextToReveal(ref reader, text, rule);
    }

    private readonly void OnTextToProtect(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, short rule)
    {
        if (!_plan.FromCaller)
        {
            var isStored = TokenHeader.TryRead(text, out var stored) && stored.TokenLength == text.Length && stored.Kind != TokenKind.Handle;
            if (!isStored) OnLiteral(ref reader, rule);
            return;
        }

        if (TokenSearch.HoldsStoredToken(text))
        {
            _unit.Refuse(Reasons.StoredTokenInRequest, rule);
        }
        else if (TokenSearch.HoldsHandle(text))
        {
            var whole = TokenHeader.TryRead(text, out var handle) && handle.TokenLength == text.Length;
            if (!whole || rule == FieldTrie.NoRule) _unit.Refuse(Reasons.InvalidHandle, rule);
            else Add(ref reader, rule, FieldSpanKind.Handle, handle);
        }
        else if (rule != FieldTrie.NoRule)
        {
            OnValue(ref reader, text, rule);
        }
    }

    // A covered string that holds no token.
    private readonly void OnValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, short rule)
    {
        if (_refusesTokens && text.IndexOf(MaskMarker.Utf8) >= 0) _unit.Refuse(Reasons.MaskedValue, rule);
        else if (_refusesTokens && IsStump(text)) _unit.Refuse(Reasons.InvalidHandle, rule);
        else Add(ref reader, rule, FieldSpanKind.Value, default);
    }

    // The front of a handle, cut before its key id ends: stored as a value it would replace the one it stood for.
    private static bool IsStump(ReadOnlySpan<byte> text) =>
        text.StartsWith(TokenHeader.HandleFamily) && text.IndexOfAnyExcept(TokenSearch.Characters) < 0;

    private readonly void OnTextToReveal(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, short rule)
    {
        if (!text.StartsWith(TokenHeader.StoredFamily)) OnLiteral(ref reader, rule);
        else if (TokenHeader.TryRead(text, out var token) && token.TokenLength == text.Length) Add(ref reader, rule, FieldSpanKind.StoredToken, token);
        else if (IsDamaged(text, rule)) _unit.DamagedTokens++;
        else OnLiteral(ref reader, rule);
    }

    // At a covered place only what no caller could have sent as a value counts as a damaged token, which passes as it is.
    private static bool IsDamaged(ReadOnlySpan<byte> text, short rule) =>
        text.IndexOfAnyExcept(TokenSearch.Characters) < 0 && (rule == FieldTrie.NoRule || TokenSearch.HoldsStoredToken(text));

    private readonly void Add(ref Utf8JsonReader reader, short rule, FieldSpanKind kind, TokenHeader token)
    {
        if (_unit.Spans.Length == _plan.MaxFields)
        {
            _unit.Refuse(Reasons.TooManyFields, rule);
            return;
        }

        var start = (int)reader.TokenStartIndex;
        _unit.Add(new FieldSpan(start, (int)reader.BytesConsumed - start, rule, kind, token));
    }

    private readonly record struct Place(int State, short Rule);

    /// <param name="position">Of the object itself, or of each element of the array.</param>
    /// <param name="isArray">Also true for what lies around the root.</param>
    private struct Frame(Place position, bool isArray)
    {
        public readonly Place Place = position;
        public readonly bool IsArray = isArray;

        /// <summary>One bit for each spelled name that has occurred.</summary>
        public ulong Seen;
    }
}
