using System.Collections.Immutable;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Content;

/// <summary>
/// The path of a URL, decoded once, in which segments can be values. Nothing in it can be read in two ways: whoever lets a request in has refused encoded
/// separators, percent signs and controls, path parameters, and segments that are empty or of dots.
/// </summary>
public sealed class PathCarrier : ICarrier
{
    private readonly ImmutableArray<(PathTemplate Template, short Rule)> _templates;
    private readonly ContentPlan _plan;

    /// <param name="templates">With the number of the rule of each.</param>
    /// <param name="plan">What is done to values.</param>
    public PathCarrier(ImmutableArray<(PathTemplate Template, short Rule)> templates, ContentPlan plan) => (_templates, _plan) = (templates, plan);

    /// <param name="unit">From the first slash on.</param>
    /// <param name="scan">Takes the outcome.</param>
    public void Scan(ReadOnlySpan<byte> unit, UnitScan scan)
    {
        scan.Reset();
        if (unit.IsEmpty) return;
        var path = unit[1..];
        Span<Range> known = stackalloc Range[PathTemplate.MaxSegments];
        var count = 0;
        foreach (var range in path.Split((byte)'/'))
        {
            if (count == known.Length) break;
            known[count++] = range;
        }

        var number = 0;
        foreach (var range in path.Split((byte)'/'))
        {
            if (scan.Refused is not null) return;
            var (start, length) = range.GetOffsetAndLength(path.Length);
            var rule = number < count ? RuleAt(path, known[..count], number) : FieldTrie.NoRule;
            number++;
            if (length > 0) TextScan.Scan(path[range], new FieldSpan(start + 1, length, rule, FieldSpanKind.Value, default) { Coding = SpanCoding.Plain }, _plan, scan);
        }
    }

    // What one template spells out is no value of another: /contacts/export beside /contacts/{email}.
    private short RuleAt(ReadOnlySpan<byte> path, ReadOnlySpan<Range> segments, int number)
    {
        var rule = FieldTrie.NoRule;
        foreach (var (template, candidate) in _templates)
        {
            if (number >= template.Literals.Length) continue;
            if (template.Literals[number].Length > 0 && Matches(template, number + 1, path, segments)) return FieldTrie.NoRule;
            if (template.Value == number && rule == FieldTrie.NoRule && Matches(template, template.Literals.Length, path, segments)) rule = candidate;
        }

        return rule;
    }

    private static bool Matches(PathTemplate template, int length, ReadOnlySpan<byte> path, ReadOnlySpan<Range> segments)
    {
        if (length > segments.Length) return false;
        for (var i = 0; i < length; i++)
        {
            var literal = template.Literals[i];
            // Routers ignore case, and file systems dots and blanks at the end: a value must not pass beside its rule by one of them.
            if (literal.Length > 0 && !CaseFolding.AreEqual(path[segments[i]].Trim(" ."u8), literal.AsSpan().Trim(" ."u8))) return false;
        }

        return true;
    }
}
