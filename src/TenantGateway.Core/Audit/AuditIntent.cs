namespace TenantGateway.Core.Audit;

/// <summary>
/// Joins the record of an intent to that of its outcome: both are of one event, tenant, subject and request. An intent whose outcome never comes, because whoever had it
/// is gone, is answered by a record with the outcome <c>unknown</c>.
/// </summary>
public static class AuditIntent
{
    /// <summary>Whether outcomes of this event may answer an intent: all but those of traffic, which is never tried first.</summary>
    public static bool MayHave(AuditEvent happened) => happened.Code >= 3000;

    public static string KeyOf(AuditEntry entry) => $"{entry.Event.Name}\n{entry.Tenant.Value}\n{entry.Subject}\n{entry.RequestId}";
}
