using TenantGateway.Core.Access;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>What brings one reason about, and what comes of it beside the answer.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Trace">Where it is found in the audit trail.</param>
/// <param name="Provoke">Brings it about exactly once, and returns that answer.</param>
internal sealed record Provocation(Reason Reason, Trace Trace, Func<Provoker, Task<Answer>> Provoke)
{
    /// <summary>Headers that belong to the answer.</summary>
    public string[] Headers { get; init; } = [];

    /// <summary>Members that the problem has beside the usual ones.</summary>
    public string[] Members { get; init; } = [];

    /// <summary>Of the answer.</summary>
    public string MediaType { get; init; } = "application/problem+json";

    /// <summary>Whether it is provoked at the gateway with narrow limits.</summary>
    public bool AtLimited { get; init; }

    /// <summary>In whose trail it is recorded.</summary>
    public string Tenant { get; init; } = "acme";
}

/// <summary>How the audit trail knows of a refusal.</summary>
internal enum Trace
{
    /// <summary>One record, before the answer: the caller's token verified.</summary>
    Recorded,

    /// <summary>A count by the minute: nobody knows who it was.</summary>
    Counted,

    /// <summary>Not at all: a failure denies nobody anything.</summary>
    Neither,
}
