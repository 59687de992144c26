namespace TenantGateway.Core.Content;

/// <summary>One JSON document.</summary>
public sealed class JsonCarrier(ContentPlan plan) : ICarrier
{
    public void Scan(ReadOnlySpan<byte> unit, UnitScan scan)
    {
        scan.Reset();
        JsonScanner.Scan(unit, 0, plan, scan);
    }

    public void TellUnlisted(ReadOnlySpan<byte> unit, Action<string> tell) => UnlistedPaths.Tell(unit, plan.Fields, tell);
}
