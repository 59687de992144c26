using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>
/// The query of a URL (RFC 3986 section 3.4) as <c>name=value</c> pairs joined by <c>&amp;</c>. What other parsers might take for a covered
/// parameter (another case, <c>;</c> as separator, <c>name[]</c>) is refused, and so is a covered parameter that comes twice.
/// </summary>
public sealed class QueryCarrier : ICarrier
{
    private readonly (byte[] Name, short Rule)[] _parameters;

    /// <param name="parameters">The names, percent-decoded, with the number of the rule that covers each.</param>
    public QueryCarrier(ImmutableArray<(string Name, short Rule)> parameters) =>
        _parameters = [.. parameters.Select(parameter => (Encoding.UTF8.GetBytes(parameter.Name), parameter.Rule))];

    /// <param name="unit">Without the question mark.</param>
    /// <param name="scan">Takes the outcome.</param>
    public void Scan(ReadOnlySpan<byte> unit, UnitScan scan)
    {
        scan.Reset();
        Span<bool> seen = stackalloc bool[_parameters.Length];
        var at = 0;
        while (at <= unit.Length && scan.Refused is null)
        {
            var length = unit[at..].IndexOf((byte)'&');
            if (length < 0) length = unit.Length - at;
            ScanPair(unit, at, length, seen, scan);
            at += length + 1;
        }
    }

    /// <inheritdoc/>
    public Payload ReadValue(ReadOnlySpan<byte> literal, ReadOnlySpan<byte> fieldClass, ref Scratch scratch)
    {
        scratch.EnsureCapacity(literal.Length);
        PercentEncoding.TryDecode(literal, scratch.Span, out var length);
        return new Payload(PayloadType.Text, fieldClass, scratch.Span[..length]);
    }

    public void WriteValue(in Payload payload, ByteBuffer output) => PercentEncoding.Encode(payload.Value, output);

    public void WriteText(ReadOnlySpan<byte> text, ByteBuffer output) => PercentEncoding.Encode(text, output);

    private void ScanPair(ReadOnlySpan<byte> query, int start, int length, Span<bool> seen, UnitScan scan)
    {
        if (length == 0) return;
        var pair = query.Slice(start, length);
        var equals = pair.IndexOf((byte)'=');
        var rawName = equals < 0 ? pair : pair[..equals];
        var rawValue = equals < 0 ? default : pair[(equals + 1)..];
        using var decoded = Scratch.Rent(length);
        var wellFormed = PercentEncoding.TryDecode(rawValue, decoded.Span, out var valueLength);
        var value = decoded.Span[..valueLength];
        if (TokenSearch.HoldsStoredToken(value) || TokenSearch.HoldsStoredToken(rawName))
        {
            scan.Refuse(Reasons.StoredTokenInRequest);
            return;
        }

        var parameter = Find(rawName, pair, out var refused);
        if (refused is not null)
        {
            scan.Refuse(refused);
            return;
        }

        if (parameter < 0)
        {
            if (TokenSearch.HoldsHandle(value)) scan.Refuse(Reasons.InvalidHandle);
            return;
        }

        var rule = _parameters[parameter].Rule;
        if (seen[parameter]) scan.Refuse(Reasons.DuplicateName, rule);
        else if (!wellFormed || !Utf8.IsValid(value)) scan.Refuse(Reasons.MalformedRequest, rule);
        else if (value.IndexOf(MaskMarker.Utf8) >= 0) scan.Refuse(Reasons.MaskedValue, rule);
        else Add(scan, new FieldSpan(start + length - rawValue.Length, rawValue.Length, rule, FieldSpanKind.Value, default), value);
        seen[parameter] = true;
    }

    private static void Add(UnitScan scan, FieldSpan span, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return;
        if (!TokenSearch.HoldsHandle(value)) scan.Add(span);
        else if (TokenHeader.TryRead(value, out var handle) && handle.TokenLength == value.Length && span.Length == value.Length)
            scan.Add(span with { Kind = FieldSpanKind.Handle, Token = handle });
        else scan.Refuse(Reasons.InvalidHandle, span.Rule);
    }

    private int Find(ReadOnlySpan<byte> rawName, ReadOnlySpan<byte> pair, out Reason? refused)
    {
        refused = null;
        using var decoded = Scratch.Rent(pair.Length);
        if (!PercentEncoding.TryDecode(rawName, decoded.Span, out var length))
        {
            refused = Reasons.MalformedRequest;
            return -1;
        }

        var name = decoded.Span[..length];
        for (var i = 0; i < _parameters.Length; i++)
        {
            if (name.SequenceEqual(_parameters[i].Name)) return i;
        }

        if (MightBeRead(name) || HidesBehindSemicolon(pair)) refused = Reasons.AmbiguousName;
        return -1;
    }

    // name[], name[0], name.0 and a trailing NUL or space are read as the name by one framework or another.
    private bool MightBeRead(ReadOnlySpan<byte> name)
    {
        var end = name.IndexOfAny("[\0. "u8);
        var stem = end < 0 ? name : name[..end];
        foreach (var (known, _) in _parameters)
        {
            if (CaseFolding.AreEqual(stem, known) || CaseFolding.AreEqual(name, known)) return true;
        }

        return false;
    }

    private bool HidesBehindSemicolon(ReadOnlySpan<byte> pair)
    {
        for (var at = pair.IndexOf((byte)';'); at >= 0; at = pair.IndexOf((byte)';'))
        {
            pair = pair[(at + 1)..];
            var end = pair.IndexOfAny("=;"u8);
            if (MightBeRead(end < 0 ? pair : pair[..end])) return true;
        }

        return false;
    }
}
