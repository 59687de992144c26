using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary><c>/admin/tenants/{tenant}/definition</c>: what defines a tenant, read whole and replaced whole, by whoever has seen what they replace.</summary>
internal sealed class TenantDefinitionEndpoints(
    TenantDefinitionReader definitions, ITenantDirectory tenants, ITenantAmendments amendments, RecordedChange change, RecordedReading reading)
{
    private const string RouteName = "tenant";

    public async Task ShowAsync(HttpContext context, Actor actor)
    {
        if (Find(context) is not { } tenant) return;
        await reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.TenantRead, tenant.Id.Value), () => TellAsync(context, tenant));
    }

    public async Task ReplaceAsync(HttpContext context, Actor actor)
    {
        if (await TryReplaceAsync(context, actor) is { } refusal) context.Features.Set(refusal);
    }

    private async Task<Refusal?> TryReplaceAsync(HttpContext context, Actor actor)
    {
        if (!ChangeReason.TryRead(context.Request.Headers, out var reason)) return new Refusal(Reasons.MissingReason, ChangeReason.Header);
        if (Find(context) is not { } tenant) return new Refusal(Reasons.UnknownTenant);
        var (revision, fault) = DefinitionRevision.Read(context.Request);
        if (fault is not null) return new Refusal(fault, "If-Match");
        var (definition, refusal) = await DefinitionBody.ReadAsync<Tenant>(
            context.Request, (body, out problems) => definitions.Read(body, tenant.Id, out problems), context.RequestAborted);
        if (definition is null) return refusal;
        var entry = AdminAudit.EntryOf(context, actor, AuditEvent.TenantChanged, tenant.Id.Value, reason);
        return await change.RunAsync(context, entry, () => ReplaceAsync(definition, revision, entry));
    }

    private async Task<ChangeResult> ReplaceAsync(Tenant definition, long revision, AuditEntry entry)
    {
        var result = await amendments.UpdateAsync(definition, revision, CancellationToken.None);
        return result switch
        {
            { Outcome: UpdateTenantOutcome.Updated, Before: { } before, After: { } after } =>
                ChangeResult.Done(context => TellAsync(context, after)) with { Parts = [.. TenantChanges.Between(before, after).Select(part => part.Of(entry))] },
            { Outcome: UpdateTenantOutcome.Unchanged, After: { } same } => ChangeResult.Unchanged(context => TellAsync(context, same)),
            { Outcome: UpdateTenantOutcome.OtherRevision } => ChangeResult.Refused(Reasons.PreconditionFailed),
            { Outcome: UpdateTenantOutcome.Conflict } => ChangeResult.Refused(Reasons.TenantConflict),
            { Outcome: UpdateTenantOutcome.Ended } => ChangeResult.Refused(Reasons.TenantStateConflict),
            _ => ChangeResult.Refused(Reasons.UnknownTenant),
        };
    }

    private static Task TellAsync(HttpContext context, Tenant tenant)
    {
        DefinitionRevision.Tell(context.Response, tenant.Revision);
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(TenantDefinitionItem.Of(tenant), TenantItem.Json, context.RequestAborted);
    }

    /// <summary>Null, and a refusal, where there is none.</summary>
    private Tenant? Find(HttpContext context)
    {
        if (TenantId.TryParse(context.GetRouteValue(RouteName) as string, out var id) && tenants.Find(id) is { } tenant) return tenant;
        context.Features.Set(new Refusal(Reasons.UnknownTenant));
        return null;
    }
}
