namespace TenantGateway.Core.Content;

/// <summary>
/// Where values lie: knows a format and what to look for in it, nothing of keys or of who may see what. How they are written there is told by the
/// <see cref="SpanCoding"/> of each span.
/// </summary>
public interface ICarrier
{
    /// <summary>Finds the spans of a unit. A refusal is part of the outcome, never an exception.</summary>
    void Scan(ReadOnlySpan<byte> unit, UnitScan scan);
}
