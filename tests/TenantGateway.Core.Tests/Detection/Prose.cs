using System.Text;
using TenantGateway.Core.Detection;

namespace TenantGateway.Core.Tests.Detection;

/// <summary>Scans texts and tells what was found as <c>Kind:text</c>.</summary>
internal static class Prose
{
    public static IReadOnlyList<string> Scan(string text, params string[] known)
    {
        var (bytes, findings) = (Encoding.UTF8.GetBytes(text), new Findings());
        Assert.True(ProseDetector.TryScan(bytes, Known(known), new WorkBudget(WorkBudget.StepsOfABody), findings));
        return [.. findings.Span.ToArray().Select(finding => $"{finding.Kind}:{Encoding.UTF8.GetString(bytes, finding.Start, finding.Length)}")];
    }

    public static KnownValues Known(params string[] values)
    {
        var known = new KnownValues();
        foreach (var value in values) Assert.True(known.TryAdd(Encoding.UTF8.GetBytes(value), out _));
        return known;
    }
}
