using System.Text.Unicode;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;

namespace TenantGateway.Core.Content;

/// <summary>
/// Server-sent events (WHATWG HTML section 9.2): the data of each is a document of its own, all that came together one unit. The other fields and comments pass as
/// they are, and so does data that is the end mark <c>[DONE]</c>. A field that is <c>data</c> to some readers only is refused.
/// </summary>
public sealed class EventsCarrier(ContentPlan plan) : ICarrier
{
    private static ReadOnlySpan<byte> Data => "data"u8;

    public void Scan(ReadOnlySpan<byte> unit, UnitScan scan)
    {
        scan.Reset();
        // A mark at the start of a stream is no part of it to some, and part of the first name to others.
        if (!Utf8.IsValid(unit) || unit.IndexOf("\uFEFF"u8) >= 0)
        {
            scan.Refuse(Reasons.InvalidUtf8);
            return;
        }

        var lines = new EventLines(unit);
        var start = 0;
        while (scan.Refused is null && lines.Next(out var line))
        {
            if (IsOtherwiseData(unit[line])) scan.Refuse(Reasons.AmbiguousName);
            else if (line.Start.Value == line.End.Value) ScanEvent(unit, start..(start = lines.Position), scan);
        }

        // What has no blank line behind it is no event yet to most readers, and one to some.
        if (scan.Refused is null) ScanEvent(unit, start..unit.Length, scan);
    }

    /// <inheritdoc/>
    /// <remarks>Of the first event whose data is one line.</remarks>
    public void TellUnlisted(ReadOnlySpan<byte> unit, Action<string> tell)
    {
        var lines = new EventLines(unit);
        while (lines.Next(out var line))
        {
            if (!TryReadData(unit, line, out var data)) continue;
            UnlistedPaths.Tell(unit[data], plan.Fields, tell);
            return;
        }
    }

    private void ScanEvent(ReadOnlySpan<byte> unit, Range bounds, UnitScan scan)
    {
        var part = unit[bounds];
        var (count, first, length) = Measure(part);
        if (count == 0) return;
        var offset = bounds.Start.Value;
        if (count == 1)
        {
            ScanData(part[first], offset + first.Start.Value, scan);
            return;
        }

        // Several lines are one text, joined by line feeds.
        using var joined = Scratch.Rent(length + count);
        var (known, asked) = (scan.Spans.Length, scan.Asked.Length);
        ScanData(Join(part, joined.Span), 0, scan);
        MoveApart(part, offset, scan.SpansFrom(known), scan.AskedFrom(asked));
    }

    private void ScanData(ReadOnlySpan<byte> data, int offset, UnitScan scan)
    {
        if (!JsonLine.IsBlank(data) && !data.SequenceEqual("[DONE]"u8)) JsonScanner.Scan(data, offset, plan, scan);
    }

    private static (int Count, Range First, int Length) Measure(ReadOnlySpan<byte> part)
    {
        var (count, first, length) = (0, default(Range), 0);
        var lines = new EventLines(part);
        while (lines.Next(out var line))
        {
            if (!TryReadData(part, line, out var data)) continue;
            if (count++ == 0) first = data;
            length += LengthOf(data);
        }

        return (count, first, length);
    }

    private static ReadOnlySpan<byte> Join(ReadOnlySpan<byte> part, Span<byte> destination)
    {
        var (at, count) = (0, 0);
        var lines = new EventLines(part);
        while (lines.Next(out var line))
        {
            if (!TryReadData(part, line, out var data)) continue;
            if (count++ > 0) destination[at++] = (byte)'\n';
            part[data].CopyTo(destination[at..]);
            at += LengthOf(data);
        }

        return destination[..at];
    }

    // No JSON literal holds a line feed, so each span lies in one of the lines.
    private static void MoveApart(ReadOnlySpan<byte> part, int offset, Span<FieldSpan> spans, Span<AskedText> asked)
    {
        var (at, count, moved, movedAsked) = (0, 0, 0, 0);
        var lines = new EventLines(part);
        while (moved + movedAsked < spans.Length + asked.Length && lines.Next(out var line))
        {
            if (!TryReadData(part, line, out var data)) continue;
            if (count++ > 0) at++;
            var (end, shift) = (at + LengthOf(data), offset + data.Start.Value - at);
            for (; moved < spans.Length && spans[moved].Start < end; moved++) spans[moved] = spans[moved] with { Start = spans[moved].Start + shift };
            for (; movedAsked < asked.Length && asked[movedAsked].Start < end; movedAsked++) asked[movedAsked] = asked[movedAsked] with { Start = asked[movedAsked].Start + shift };
            at = end;
        }
    }

    private static int LengthOf(Range range) => range.End.Value - range.Start.Value;

    /// <summary>Reads what a line adds to the data of its event.</summary>
    internal static bool TryReadData(ReadOnlySpan<byte> part, Range line, out Range data)
    {
        data = default;
        var text = part[line];
        if (!text.StartsWith(Data) || (text.Length > Data.Length && text[Data.Length] != ':')) return false;
        var start = Math.Min(text.Length, Data.Length + 1);
        if (start < text.Length && text[start] == ' ') start++;
        data = (line.Start.Value + start)..line.End.Value;
        return true;
    }

    // Another case, or white space and NUL around the name.
    private static bool IsOtherwiseData(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        return !name.SequenceEqual(Data) && CaseFolding.AreEqual(name.Trim("\0\t\v\f "u8), Data);
    }
}
