namespace TenantGateway.Core.Content;

/// <summary>
/// Where values lie: knows a format and what to look for in it, nothing of keys or of who may see what. How they are written there is told by the
/// <see cref="SpanCoding"/> of each span.
/// </summary>
public interface ICarrier
{
    /// <summary>Finds the spans of a unit. A refusal is part of the outcome, never an exception.</summary>
    void Scan(ReadOnlySpan<byte> unit, UnitScan scan);

    /// <summary>Tells, in names that may be shown, where a unit that was taken holds values that no rule names. For what is seldom: it reads the unit once more.</summary>
    void TellUnlisted(ReadOnlySpan<byte> unit, Action<string> tell)
    {
        // Most carriers carry one value of one name.
    }
}
