using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>What a recognizer outside has found in one of the texts that it was asked about.</summary>
/// <param name="Text">The number of the text.</param>
/// <param name="Entity">The recognizer's name of what it is.</param>
/// <param name="Start">The first Unicode code point.</param>
/// <param name="End">The code point behind the last.</param>
public readonly record struct OutsideFinding(int Text, string Entity, int Start, int End);

/// <summary>Makes spans of what a recognizer outside has found.</summary>
public static class OutsideFindings
{
    /// <summary>Adds what was found to the spans of a unit. What was known before decides where both lie over one another, and a token is never taken apart.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="scan">Of the unit.</param>
    /// <param name="recognition">Which rule each entity has; others are left out.</param>
    /// <param name="findings">In any order.</param>
    /// <returns>False where a finding is no place in its text: then nothing of what the recognizer says can be relied on.</returns>
    public static bool TryAdd(ReadOnlySpan<byte> unit, UnitScan scan, Recognition recognition, IEnumerable<OutsideFinding> findings)
    {
        var found = new List<FieldSpan>();
        foreach (var finding in findings)
        {
            if ((uint)finding.Text >= (uint)scan.Asked.Length || !TryPlace(unit, scan.Asked[finding.Text], finding, recognition, out var span)) return false;
            if (span is { } placed) found.Add(placed);
        }

        if (found.Count > 0 && recognition.Refuses)
        {
            scan.Refuse(Reasons.PersonalDataFound);
            return true;
        }

        scan.Insert(0, [.. WithoutOverlaps(found)]);
        return true;
    }

    private static bool TryPlace(ReadOnlySpan<byte> unit, AskedText asked, OutsideFinding finding, Recognition recognition, out FieldSpan? span)
    {
        span = null;
        var scratch = Scratch.Rent(256);
        try
        {
            var text = asked.Read(unit, ref scratch);
            if (!TryCount(text, finding, out var from, out var to)) return false;
            if (recognition.RuleOf(finding.Entity) is var rule && (rule == FieldTrie.NoRule || MeetsToken(text, from, to))) return true;
            var whole = new FieldSpan(asked.Start, asked.Length, rule, FieldSpanKind.Value, default) { Coding = asked.Coding };
            if (asked.IsWhole) span = to - from == text.Length ? whole : whole with { Rule = recognition.FreeText };
            else span = Part(whole, unit.Slice(asked.Start, asked.Length), from, to);
            return true;
        }
        finally
        {
            scratch.Dispose();
        }
    }

    private static FieldSpan Part(FieldSpan whole, ReadOnlySpan<byte> raw, int from, int to)
    {
        var at = (0, 0);
        if (whole.Coding == SpanCoding.InString) (from, to) = (JsonText.FindEscaped(raw, ref at, from), JsonText.FindEscaped(raw, ref at, to));
        else if (whole.Coding == SpanCoding.Percent) (from, to) = (PercentEncoding.FindEncoded(raw, ref at, from), PercentEncoding.FindEncoded(raw, ref at, to));
        return whole with { Start = whole.Start + from, Length = to - from };
    }

    private static bool TryCount(ReadOnlySpan<byte> text, OutsideFinding finding, out int from, out int to)
    {
        (from, to) = (-1, -1);
        var (at, count) = (0, 0);
        while (true)
        {
            if (count == finding.Start) from = at;
            if (count == finding.End) to = at;
            if (at == text.Length) return from >= 0 && to > from;
            Rune.DecodeFromUtf8(text[at..], out _, out var length);
            at += length;
            count++;
        }
    }

    private static bool MeetsToken(ReadOnlySpan<byte> text, int from, int to)
    {
        for (var at = TokenSearch.Next(text); at >= 0;)
        {
            var start = Math.Max(0, at - 1);
            if (start < to && from < start + LengthOf(text[start..])) return true;
            var next = TokenSearch.Next(text[(at + 1)..]);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }

    // Of a token also where it was cut.
    private static int LengthOf(ReadOnlySpan<byte> token) =>
        TokenHeader.TryRead(token, out var header) ? header.TokenLength : EmailShape.TryReadFront(token, out _, out var length) ? length : 0;

    // The first of several, and of those that begin together the longest.
    private static IEnumerable<FieldSpan> WithoutOverlaps(List<FieldSpan> found)
    {
        var end = 0;
        foreach (var span in found.OrderBy(span => span.Start).ThenByDescending(span => span.Length))
        {
            if (span.Start < end) continue;
            end = span.End;
            yield return span;
        }
    }
}
