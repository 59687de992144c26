using System.Buffers;
using System.Collections.Immutable;
using System.Text;
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
    private readonly CoveredParameter[] _parameters;

    /// <param name="parameters">The names, percent-decoded, with the number of the rule that covers each.</param>
    public QueryCarrier(ImmutableArray<(string Name, short Rule)> parameters) =>
        _parameters = [.. parameters.Select(parameter => new CoveredParameter(Encoding.UTF8.GetBytes(parameter.Name), parameter.Rule))];

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
            if (length > 0) ScanPair(unit, at, length, seen, scan);
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

    /// <summary>The name of the pair whose value starts there, as it was sent.</summary>
    /// <param name="unit">The query.</param>
    /// <param name="valueStart">The start of a span.</param>
    internal static ReadOnlySpan<byte> RawNameOf(ReadOnlySpan<byte> unit, int valueStart)
    {
        var before = unit[..(valueStart - 1)];
        return before[(before.LastIndexOf((byte)'&') + 1)..];
    }

    public void WriteValue(in Payload payload, ByteBuffer output) => PercentEncoding.Encode(payload.Value, output);

    public void WriteText(ReadOnlySpan<byte> text, ByteBuffer output) => PercentEncoding.Encode(text, output);

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

        var parameter = Find(name);
        if (TokenSearch.HoldsStoredToken(value) || TokenSearch.HoldsStoredToken(name)) scan.Refuse(Reasons.StoredTokenInRequest);
        else if (parameter >= 0)
            ScanCovered(new FieldSpan(start + length - rawValue.Length, rawValue.Length, _parameters[parameter].Rule, FieldSpanKind.Value, default), value, ref seen[parameter], scan);
        else if (MightBeRead(name) || HidesBehindSemicolon(pair)) scan.Refuse(Reasons.AmbiguousName);
        else if (TokenSearch.HoldsHandle(value) || TokenSearch.HoldsHandle(name)) scan.Refuse(Reasons.InvalidHandle);
    }

    // An empty value asks for no value in particular and passes as it is.
    private static void ScanCovered(in FieldSpan span, ReadOnlySpan<byte> value, ref bool seen, UnitScan scan)
    {
        if (seen) scan.Refuse(Reasons.DuplicateName, span.Rule);
        else if (!Utf8.IsValid(value)) scan.Refuse(Reasons.MalformedRequest, span.Rule);
        else if (value.IndexOf(MaskMarker.Utf8) >= 0) scan.Refuse(Reasons.MaskedValue, span.Rule);
        else if (TokenSearch.HoldsHandle(value)) AddHandle(span, value, scan);
        else if (!value.IsEmpty) scan.Add(span);
        seen = true;
    }

    private static void AddHandle(in FieldSpan span, ReadOnlySpan<byte> value, UnitScan scan)
    {
        if (TokenHeader.TryRead(value, out var handle) && handle.TokenLength == value.Length) scan.Add(span with { Kind = FieldSpanKind.Handle, Token = handle });
        else scan.Refuse(Reasons.InvalidHandle, span.Rule);
    }

    private static bool TryDecode(ReadOnlySpan<byte> raw, Span<byte> scratch, out ReadOnlySpan<byte> decoded)
    {
        var wellFormed = PercentEncoding.TryDecode(raw, scratch, out var length);
        decoded = scratch[..length];
        return wellFormed;
    }

    private int Find(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _parameters.Length; i++)
        {
            if (name.SequenceEqual(_parameters[i].Name)) return i;
        }

        return -1;
    }

    // name[], name[0], name.0, _name for .name, and space or NUL at either end are read as the name by one framework or another.
    private bool MightBeRead(ReadOnlySpan<byte> name)
    {
        using var work = Scratch.Rent(name.Length);
        var length = 0;
        foreach (var c in name.Trim(CoveredParameter.Ignored))
        {
            var separates = CoveredParameter.Separators.Contains(c);
            if (separates && IsVariant(work.Span[..length])) return true;
            if (c != ']') work.Span[length++] = separates ? (byte)'_' : c;
        }

        return IsVariant(work.Span[..length]);
    }

    private bool IsVariant(ReadOnlySpan<byte> plain)
    {
        foreach (var parameter in _parameters)
        {
            if (CaseFolding.AreEqual(plain, parameter.Plain)) return true;
        }

        return false;
    }

    private bool HidesBehindSemicolon(ReadOnlySpan<byte> pair)
    {
        using var decoded = Scratch.Rent(pair.Length);
        for (var at = pair.IndexOf((byte)';'); at >= 0; at = pair.IndexOf((byte)';'))
        {
            pair = pair[(at + 1)..];
            var end = pair.IndexOfAny("=;"u8);
            if (!TryDecode(end < 0 ? pair : pair[..end], decoded.Span, out var name) || Find(name) >= 0 || MightBeRead(name)) return true;
        }

        return false;
    }

    private sealed class CoveredParameter(byte[] name, short rule)
    {
        public static readonly SearchValues<byte> Separators = SearchValues.Create("[. \0"u8);

        public static ReadOnlySpan<byte> Ignored => "\0\t\n\v\f\r "u8;

        public byte[] Name { get; } = name;

        /// <summary>The name without brackets, and with the separators that some frameworks write as one.</summary>
        public byte[] Plain { get; } = [.. name.Where(c => c != ']').Select(c => Separators.Contains(c) ? (byte)'_' : c)];

        public short Rule { get; } = rule;
    }
}
