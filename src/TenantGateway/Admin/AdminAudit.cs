using System.Diagnostics;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>Entries of what the operator's staff do, in the operator's own log.</summary>
internal static class AdminAudit
{
    /// <param name="context">The request; its route is recorded as it was mapped, without what the caller put into it.</param>
    /// <param name="actor">Who.</param>
    /// <param name="happened">What.</param>
    /// <param name="subject">A tenant, or something of a tenant; nothing personal.</param>
    /// <param name="reason">The caller's words; sealed.</param>
    /// <param name="outcome">How it ended; of a change <see cref="RecordedChange"/> says so.</param>
    public static AuditEntry EntryOf(HttpContext context, Actor actor, AuditEvent happened, string? subject = null, string? reason = null, string outcome = "ok") => new()
    {
        Event = happened,
        Tenant = TenantId.Operator,
        Outcome = outcome,
        Actor = actor.Id,
        Evidence = actor.Evidence,
        Route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "/admin",
        RequestId = context.TraceIdentifier,
        TraceId = Activity.Current?.TraceId.ToHexString(),
        Subject = subject,
        Details = new AuditDetails(reason, context.Connection.RemoteIpAddress?.ToString()) { UserAgent = context.Request.Headers.UserAgent, ActorName = context.Features.Get<VerifiedToken>()?.Subject },
    };
}
