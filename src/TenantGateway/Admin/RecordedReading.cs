using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;

namespace TenantGateway.Admin;

/// <summary>The one way to read on the admin plane: what is shown is on record before.</summary>
internal sealed class RecordedReading(IAuditTrail audit)
{
    private static readonly Refusal AuditUnavailable = new(Reasons.AuditUnavailable);

    /// <param name="context">The request.</param>
    /// <param name="entry">The record of the reading.</param>
    /// <param name="answer">Shows it; asked once the record is durable.</param>
    public async Task RunAsync(HttpContext context, AuditEntry entry, Func<Task> answer)
    {
        try
        {
            await audit.CommitAsync(entry, context.RequestAborted);
        }
        catch (AuditUnavailableException)
        {
            context.Features.Set(AuditUnavailable);
            return;
        }

        await answer();
    }
}
