using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;

namespace TenantGateway.Admin;

/// <summary>
/// The one way to change something on the admin plane: what is about to be done is recorded before it is done, and how it ended before it is told.
/// Whatever the fault, an intent on record is followed by its outcome.
/// </summary>
internal sealed class RecordedChange(IAuditTrail audit, ILogger<RecordedChange> logger)
{
    /// <param name="context">The request that asks for the change, and gets the answer.</param>
    /// <param name="entry">The record of it; its outcome is filled in here.</param>
    /// <param name="deed">The change, done to the end even if the caller hangs up.</param>
    /// <returns>Why it was not done, or cannot be told; null where it was and the caller is answered.</returns>
    public async Task<Refusal?> RunAsync(HttpContext context, AuditEntry entry, Func<Task<ChangeResult>> deed)
    {
        try
        {
            // :: Step 1: the intent
            await audit.CommitAsync(entry with { Outcome = "intent" }, context.RequestAborted);
            // :: Step 2: the deed and its record
            var result = await DoAsync(entry, deed);
            await audit.CommitAsync(entry with { Outcome = result.Outcome }, CancellationToken.None);
            foreach (var part in result.Parts) await audit.CommitAsync(part, CancellationToken.None);
            // :: Step 3: the answer
            if (result.Refusal is null) await result.Answer(context);
            return result.Refusal;
        }
        catch (AuditUnavailableException)
        {
            return new Refusal(Reasons.AuditUnavailable);
        }
    }

    private async Task<ChangeResult> DoAsync(AuditEntry entry, Func<Task<ChangeResult>> deed)
    {
        try
        {
            return await deed();
        }
        catch (Exception fault)
        {
            // The type alone: a message may hold what was sent.
            Log.ChangeFailed(logger, entry.Event.Name, entry.Subject ?? "-", fault.GetType().Name);
            return fault is KeyServiceException denied ? ChangeResult.Refused(denied.Refusal) : ChangeResult.Refused(Reasons.InternalError);
        }
    }
}
