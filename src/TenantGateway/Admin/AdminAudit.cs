using System.Diagnostics;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>Entries of what the operator's staff do, in the operator's own log.</summary>
internal static class AdminAudit
{
    public static AuditEntry EntryOf(HttpContext context, Actor actor, AuditEvent happened, string outcome, TenantId? subject, string? reason) => new()
    {
        Event = happened,
        Tenant = TenantId.Operator,
        Outcome = outcome,
        Actor = actor.Id,
        Evidence = actor.Evidence,
        Route = "/admin/tenants",
        RequestId = context.TraceIdentifier,
        TraceId = Activity.Current?.TraceId.ToHexString(),
        Subject = subject?.Value,
        Details = new AuditDetails(reason, context.Connection.RemoteIpAddress?.ToString()),
    };
}
