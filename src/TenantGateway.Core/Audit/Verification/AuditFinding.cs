using System.Globalization;

namespace TenantGateway.Core.Audit.Verification;

/// <summary>One thing that does not hold.</summary>
/// <param name="Code">Stable, for scripts.</param>
/// <param name="Problem">What is wrong, as a sentence.</param>
public sealed record AuditFinding(string Code, string Problem)
{
    /// <summary>The record's index in the log, from 0.</summary>
    public long? Index { get; init; }

    public string? Tenant { get; init; }

    /// <summary>The record's number within its tenant, from 1.</summary>
    public long? Sequence { get; init; }

    public override string ToString()
    {
        var place = (Index, Tenant, Sequence) switch
        {
            ({ } index, { } tenant, { } sequence) => string.Create(CultureInfo.InvariantCulture, $"record {index} ({tenant} {sequence}): "),
            ({ } index, _, _) => string.Create(CultureInfo.InvariantCulture, $"record {index}: "),
            (null, { } tenant, { } sequence) => string.Create(CultureInfo.InvariantCulture, $"record {tenant} {sequence}: "),
            _ => "",
        };
        return $"{place}{Problem} ({Code})";
    }
}
