using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys.Rotation;

/// <summary>Records what happens to keys where no request of an admin does.</summary>
internal sealed class RotationTrail(IAuditTrail audit)
{
    internal const string Done = "ok";
    internal const string Unchanged = "unchanged";

    /// <summary>Records the intent, does it, and records how it ended. Whatever the fault, an intent is followed by its outcome.</summary>
    /// <param name="happened">What.</param>
    /// <param name="actor">Who; <see cref="ActorId.System"/> for the gateway itself.</param>
    /// <param name="tenant">Whose keys.</param>
    /// <param name="keyId">Which generation; null for a line.</param>
    /// <param name="deed">Does it and says how it ended: <c>ok</c>, <c>unchanged</c> or the code of a reason.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="AuditUnavailableException">The intent could not be recorded, so it was not done; or its outcome could not.</exception>
    internal async Task<string> RunAsync(AuditEvent happened, ActorId actor, TenantId tenant, KeyId? keyId, Func<Task<string>> deed)
    {
        var entry = new AuditEntry
        {
            Event = happened,
            Tenant = TenantId.Operator,
            Outcome = "intent",
            Actor = actor,
            Subject = keyId is { } generation ? $"{tenant}/{generation}" : tenant.Value,
        };
        await audit.CommitAsync(entry, CancellationToken.None);
        var outcome = Reasons.InternalError.Code;
        try
        {
            outcome = await deed();
        }
        catch (KeyServiceException fault)
        {
            outcome = KeyRefusals.Of(fault.Failure).Reason.Code;
            throw;
        }
        finally
        {
            await audit.CommitAsync(entry with { Outcome = outcome }, CancellationToken.None);
        }

        return outcome;
    }
}
