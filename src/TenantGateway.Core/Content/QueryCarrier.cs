using System.Collections.Immutable;
using System.Text.Unicode;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>
/// The query of a URL (RFC 3986 section 3.4) as <c>name=value</c> pairs joined by <c>&amp;</c>. What other parsers might take for a covered
/// parameter (another case, <c>;</c> as separator, <c>name[]</c>) is refused, and so are a covered parameter that comes twice and escapes that
/// are not well formed.
/// </summary>
public sealed class QueryCarrier : ICarrier
{
    private readonly CoveredNames _parameters;
    private readonly UnlistedNames _unlisted;

    /// <param name="parameters">The names, percent-decoded, with the number of the rule that covers each.</param>
    /// <param name="unlisted">What becomes of the others.</param>
    public QueryCarrier(ImmutableArray<(string Name, short Rule)> parameters, UnlistedNames unlisted) => (_parameters, _unlisted) = (new CoveredNames(parameters), unlisted);

    /// <param name="unit">Without the question mark.</param>
    /// <param name="scan">Takes the outcome.</param>
    public void Scan(ReadOnlySpan<byte> unit, UnitScan scan)
    {
        scan.Reset();
        Span<bool> seen = stackalloc bool[_parameters.Count];
        var at = 0;
        while (at <= unit.Length && scan.Refused is null)
        {
            var length = unit[at..].IndexOf((byte)'&');
            if (length < 0) length = unit.Length - at;
            if (length > 0) ScanPair(unit, at, length, seen, scan);
            at += length + 1;
        }
    }

    public void TellUnlisted(ReadOnlySpan<byte> unit, Action<string> tell) => _unlisted.Tell(unit, _parameters, "?", tell);

    /// <summary>The name of the pair whose value starts there, as it was sent.</summary>
    /// <param name="unit">The query.</param>
    /// <param name="valueStart">The start of a span.</param>
    internal static ReadOnlySpan<byte> RawNameOf(ReadOnlySpan<byte> unit, int valueStart)
    {
        var before = unit[..(valueStart - 1)];
        return before[(before.LastIndexOf((byte)'&') + 1)..];
    }

    private void ScanPair(ReadOnlySpan<byte> query, int start, int length, Span<bool> seen, UnitScan scan)
    {
        var pair = query.Slice(start, length);
        var equals = pair.IndexOf((byte)'=');
        var rawValue = equals < 0 ? default : pair[(equals + 1)..];
        using var decodedName = Scratch.Rent(length);
        using var decodedValue = Scratch.Rent(length);
        if (!TryDecode(equals < 0 ? pair : pair[..equals], decodedName.Span, out var name)
            || !TryDecode(rawValue, decodedValue.Span, out var value) || !Utf8.IsValid(name))
        {
            scan.Refuse(Reasons.MalformedRequest);
            return;
        }

        var parameter = _parameters.Find(name);
        if (TokenSearch.HoldsStoredToken(value) || TokenSearch.HoldsStoredToken(name)) scan.Refuse(Reasons.StoredTokenInRequest);
        else if (parameter >= 0)
            ScanCovered(SpanOf(start + length - rawValue.Length, rawValue.Length, _parameters.RuleAt(parameter)), value, ref seen[parameter], scan);
        else if (_parameters.MightBeRead(name) || _parameters.HidesBehindSemicolon(pair)) scan.Refuse(Reasons.AmbiguousName);
        else if (TokenSearch.HoldsHandle(value) || TokenSearch.HoldsHandle(name)) scan.Refuse(Reasons.InvalidHandle);
        else _unlisted.JudgeParameter(name, value, scan);
    }

    // An empty value asks for no value in particular and passes as it is.
    private static void ScanCovered(in FieldSpan span, ReadOnlySpan<byte> value, ref bool seen, UnitScan scan)
    {
        if (seen) scan.Refuse(Reasons.DuplicateName, span.Rule);
        else if (!Utf8.IsValid(value)) scan.Refuse(Reasons.MalformedRequest, span.Rule);
        else if (value.IndexOf(MaskMarker.Utf8) >= 0) scan.Refuse(Reasons.MaskedValue, span.Rule);
        else if (TokenSearch.HoldsHandle(value)) AddHandle(span, value, scan);
        else if (PseudonymToken.Holds(value)) TextScan.AddPseudonym(value, span, scan);
        else if (!value.IsEmpty) scan.Add(span);
        seen = true;
    }

    private static void AddHandle(in FieldSpan span, ReadOnlySpan<byte> value, UnitScan scan)
    {
        if (TokenHeader.TryRead(value, out var handle) && handle.TokenLength == value.Length) scan.Add(span with { Kind = FieldSpanKind.Handle, Token = handle });
        else scan.Refuse(Reasons.InvalidHandle, span.Rule);
    }

    private static FieldSpan SpanOf(int start, int length, short rule) => new(start, length, rule, FieldSpanKind.Value, default) { Coding = SpanCoding.Percent };

    private static bool TryDecode(ReadOnlySpan<byte> raw, Span<byte> scratch, out ReadOnlySpan<byte> decoded)
    {
        var wellFormed = PercentEncoding.TryDecode(raw, scratch, out var length);
        decoded = scratch[..length];
        return wellFormed;
    }
}
