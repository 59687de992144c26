using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;

namespace TenantGateway.Admin;

/// <summary>How a change ended: what the trail says, and what the caller is told.</summary>
internal sealed record ChangeResult
{
    private ChangeResult()
    {
    }

    /// <summary>As <see cref="AuditEntry.Outcome"/> has it.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why it was not done; null where it was.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Records of what was done in particular, beside that of the whole.</summary>
    public IReadOnlyList<AuditEntry> Parts { get; init; } = [];

    /// <summary>Tells the caller, once the outcome is on record.</summary>
    public Func<HttpContext, Task> Answer { get; init; } = _ => Task.CompletedTask;

    public static ChangeResult Done(Func<HttpContext, Task> answer) => new() { Outcome = "ok", Answer = answer };

    /// <summary>There was nothing to do.</summary>
    public static ChangeResult Unchanged(Func<HttpContext, Task> answer) => new() { Outcome = "unchanged", Answer = answer };

    public static ChangeResult Refused(Refusal refusal) => new() { Outcome = refusal.Reason.Code, Refusal = refusal };

    public static ChangeResult Refused(Reason reason) => Refused(new Refusal(reason));
}
