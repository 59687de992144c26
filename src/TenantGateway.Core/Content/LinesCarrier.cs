namespace TenantGateway.Core.Content;

/// <summary>Lines of newline-delimited JSON: each a document of its own, all that came together one unit. Blank lines hold nothing.</summary>
public sealed class LinesCarrier(ContentPlan plan) : ICarrier
{
    public void Scan(ReadOnlySpan<byte> unit, UnitScan scan)
    {
        scan.Reset();
        var rest = unit;
        while (!rest.IsEmpty && scan.Refused is null)
        {
            var start = unit.Length - rest.Length;
            var line = LineBuffer.Cut(ref rest);
            if (!JsonLine.IsBlank(line)) JsonScanner.Scan(line, start, plan, scan);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Of the first line: the others are like it.</remarks>
    public void TellUnlisted(ReadOnlySpan<byte> unit, Action<string> tell) => UnlistedPaths.Tell(LineBuffer.Cut(ref unit), plan.Fields, tell);
}
