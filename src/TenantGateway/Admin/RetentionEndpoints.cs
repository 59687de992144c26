using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>How long audit records are kept, and holds of them. What shortens a period or lifts a hold is an operation.</summary>
internal sealed class RetentionEndpoints(IAuditRetention retention, ITenantDirectory tenants, RecordedChange change, RecordedReading reading, TimeProvider time)
{
    public void Map(AdminRoutes routes)
    {
        routes.Get("/audit/retention", ShowAsync, new AdminDescription("readRetention", "How long audit records are kept, and whose are held.")
        {
            Roles = [.. AdminRoles.All],
            Response = typeof(RetentionItem),
        });
        routes.Post("/audit/holds/{tenant}", HoldAsync, new AdminDescription("holdAudit", "Keeps a tenant's audit records from being pruned; audit.release, an operation, ends it.")
        {
            Roles = [AdminRoles.TenantAdmin, AdminRoles.KeyAdmin],
            Changes = true,
            Response = typeof(RetentionItem),
            Refusals = [Reasons.UnknownTenant],
        });
    }

    private Task ShowAsync(HttpContext context, Actor actor) => reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.RetentionRead), () => TellAsync(context));

    private async Task HoldAsync(HttpContext context, Actor actor)
    {
        if (!ChangeReason.TryRead(context.Request.Headers, out var reason))
        {
            context.Features.Set(new Refusal(Reasons.MissingReason, ChangeReason.Header));
            return;
        }

        // A tenant that is destroyed is known, and has records all the same.
        if (!TenantId.TryParse(context.GetRouteValue("tenant") as string, out var tenant) || tenants.Find(tenant) is null)
        {
            context.Features.Set(new Refusal(Reasons.UnknownTenant));
            return;
        }

        var entry = AdminAudit.EntryOf(context, actor, AuditEvent.AuditHeld, tenant.Value, reason);
        var refusal = await change.RunAsync(context, entry, async () =>
            await retention.TryHoldAsync(new AuditHold(tenant, time.GetUtcNow(), actor.Id), CancellationToken.None) ? ChangeResult.Done(TellAsync) : ChangeResult.Unchanged(TellAsync));
        if (refusal is not null) context.Features.Set(refusal);
    }

    private async Task TellAsync(HttpContext context) =>
        await context.Response.WriteAsJsonAsync(RetentionItem.Of(await retention.ReadAsync(context.RequestAborted)), TenantItem.Json, context.RequestAborted);
}
