using System.Text.Unicode;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Content;

/// <summary>One field of <c>multipart/form-data</c> as <see cref="PartSplitter"/> cuts it: the boundary, the head and the body.</summary>
public sealed class PartCarrier(PartRules rules, UnlistedNames unlisted, ContentPlan plan) : ICarrier
{
    public void Scan(ReadOnlySpan<byte> unit, UnitScan scan)
    {
        scan.Reset();
        scan.Allow(plan.Limits);
        var start = unit.StartsWith("\r\n"u8) ? 2 : 0;
        var head = start + unit[start..].IndexOf("\r\n"u8) + 2;
        var length = unit[head..].IndexOf("\r\n\r\n"u8);
        if (length < 0 || !PartHead.TryRead(unit.Slice(head, length + 2), out var read))
        {
            scan.Refuse(Reasons.AmbiguousPart);
            return;
        }

        var (reason, rule, kind) = rules.Judge(read);
        if (reason is not null) scan.Refuse(reason, rule);
        else ScanBody(unit, head + length + 4, read.Name, rule, kind, scan);
    }

    private void ScanBody(ReadOnlySpan<byte> unit, int start, ReadOnlySpan<byte> name, short rule, PartKind kind, UnitScan scan)
    {
        var body = unit[start..];
        if (FormNames.Refuse(name, body, plan) is { } reason) scan.Refuse(reason, rule);
        else if (kind is PartKind.File or PartKind.NoFile && !body.IsEmpty) scan.Refuse(Reasons.AmbiguousPart, rule);
        else if (body.IsEmpty) return;
        else if (!Utf8.IsValid(body)) scan.Refuse(Reasons.InvalidUtf8, rule);
        else if (kind == PartKind.Json && rule == FieldTrie.NoRule) JsonScanner.Scan(body, start, plan, scan);
        else ScanText(body, start, name, rule, scan);
    }

    private void ScanText(ReadOnlySpan<byte> body, int start, ReadOnlySpan<byte> name, short rule, UnitScan scan)
    {
        TextScan.Scan(body, new FieldSpan(start, body.Length, rule, FieldSpanKind.Value, default) { Coding = SpanCoding.Plain }, plan, scan);
        if (rule == FieldTrie.NoRule) unlisted.JudgeField(name, body, body, start, SpanCoding.Plain, scan);
    }
}
