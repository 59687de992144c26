using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>
/// A form as <c>application/x-www-form-urlencoded</c> (WHATWG URL section 5). A name that comes several times is a list, each value of which is looked at. What other parsers
/// might take for a covered field is refused, as in a query.
/// </summary>
public sealed class FormCarrier : ICarrier
{
    /// <summary>Each name is compared with all that rules spell, so there may be no more of them than any form needs.</summary>
    public const int MaxPairs = 10_000;

    private readonly CoveredNames _fields;
    private readonly UnlistedNames _unlisted;
    private readonly ContentPlan _plan;

    /// <param name="fields">The names, decoded, with the number of the rule that covers each.</param>
    /// <param name="unlisted">What becomes of the others.</param>
    /// <param name="plan">What is done to them.</param>
    public FormCarrier(ImmutableArray<(string Name, short Rule)> fields, UnlistedNames unlisted, ContentPlan plan) => (_fields, _unlisted, _plan) = (new CoveredNames(fields), unlisted, plan);

    public void Scan(ReadOnlySpan<byte> unit, UnitScan scan)
    {
        scan.Reset();
        scan.Allow(_plan.Limits);
        if (unit.StartsWith("\uFEFF"u8)) scan.Refuse(Reasons.InvalidUtf8);
        if (unit.Count((byte)'&') >= MaxPairs) scan.Refuse(Reasons.TooManyFields);
        for (var at = 0; at <= unit.Length && scan.Refused is null;)
        {
            var length = unit[at..].IndexOf((byte)'&');
            if (length < 0) length = unit.Length - at;
            if (length > 0) ScanPair(unit.Slice(at, length), at, scan);
            at += length + 1;
        }
    }

    public void TellUnlisted(ReadOnlySpan<byte> unit, Action<string> tell) => _unlisted.Tell(unit, _fields, "form field ", tell);

    private void ScanPair(ReadOnlySpan<byte> pair, int start, UnitScan scan)
    {
        var equals = pair.IndexOf((byte)'=');
        var rawValue = equals < 0 ? default : pair[(equals + 1)..];
        using var decodedName = Scratch.Rent(pair.Length);
        using var decodedValue = Scratch.Rent(pair.Length);
        if (!TryDecode(equals < 0 ? pair : pair[..equals], decodedName.Span, out var name) || !TryDecode(rawValue, decodedValue.Span, out var value) || !Utf8.IsValid(name))
        {
            scan.Refuse(Reasons.MalformedRequest);
            return;
        }

        var field = _fields.Find(name);
        if (field < 0 && (_fields.MightBeRead(name) || _fields.HidesBehindSemicolon(pair))) scan.Refuse(Reasons.AmbiguousName);
        else if (FormNames.Refuse(name, value, _plan) is { } reason) scan.Refuse(reason);
        else if (field >= 0 && !Utf8.IsValid(value)) scan.Refuse(Reasons.InvalidUtf8, _fields.RuleAt(field));
        // An empty value holds nothing.
        else if (!value.IsEmpty) ScanValue(name, value, rawValue, start + equals + 1, _fields.RuleAt(field), scan);
    }

    private void ScanValue(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ReadOnlySpan<byte> raw, int start, short rule, UnitScan scan)
    {
        TextScan.Scan(value, new FieldSpan(start, raw.Length, rule, FieldSpanKind.Value, default) { Coding = SpanCoding.Percent }, _plan, scan);
        if (rule == FieldTrie.NoRule) _unlisted.JudgeField(name, value, raw, start, SpanCoding.Percent, scan);
    }

    private static bool TryDecode(ReadOnlySpan<byte> raw, Span<byte> scratch, out ReadOnlySpan<byte> decoded)
    {
        var wellFormed = PercentEncoding.TryDecode(raw, scratch, out var length);
        decoded = scratch[..length];
        return wellFormed;
    }
}

/// <summary>What no field of a form may be called or say, in either way of writing one.</summary>
internal static class FormNames
{
    public static Reason? Refuse(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ContentPlan plan)
    {
        if (name.Length > plan.Limits.MaxNameBytes) return Reasons.NameTooLong;
        // WHATWG HTML section 4.10.18.1: to some it tells how all others are encoded.
        if (Ascii.EqualsIgnoreCase(name, "_charset_"u8) && !Ascii.EqualsIgnoreCase(value, "utf-8"u8)) return Reasons.AmbiguousName;
        // Nothing in a name is ever rendered, so a caller cannot have got a token there.
        if (plan is not { Operation: PlanOperation.Protect, FromCaller: true }) return null;
        if (TokenSearch.HoldsStoredToken(name)) return Reasons.StoredTokenInRequest;
        return TokenSearch.HoldsHandle(name) ? Reasons.InvalidHandle : null;
    }
}
