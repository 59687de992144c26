using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary><c>POST /admin/tenants</c>: creates a tenant, or says that it is there already.</summary>
internal sealed class TenantCreation(TenantDefinitionReader definitions, ITenantProvisioning provisioning, ITenantDirectory tenants, RecordedChange change)
{
    public async Task AnswerAsync(HttpContext context, Actor actor)
    {
        if (await CreateAsync(context, actor) is { } refusal) context.Features.Set(refusal);
    }

    private async Task<Refusal?> CreateAsync(HttpContext context, Actor actor)
    {
        if (!ChangeReason.TryRead(context.Request.Headers, out var reason)) return new Refusal(Reasons.MissingReason, ChangeReason.Header);
        var (tenant, refusal) = await DefinitionBody.ReadAsync(context.Request, definitions.Read, context.RequestAborted);
        if (tenant is null) return refusal;
        var entry = AdminAudit.EntryOf(context, actor, AuditEvent.TenantCreated, tenant.Id.Value, reason);
        return await change.RunAsync(context, entry, () => ProvisionAsync(tenant));
    }

    private async Task<ChangeResult> ProvisionAsync(Tenant tenant) => await provisioning.CreateAsync(tenant, CancellationToken.None) switch
    {
        CreateTenantOutcome.Created => ChangeResult.Done(context => TellAsync(context, tenant, StatusCodes.Status201Created)),
        CreateTenantOutcome.AlreadyExists => ChangeResult.Unchanged(context => TellAsync(context, tenant, StatusCodes.Status200OK)),
        _ => ChangeResult.Refused(Reasons.TenantConflict),
    };

    private Task TellAsync(HttpContext context, Tenant tenant, int status)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(TenantItem.Of(tenants.Find(tenant.Id) ?? tenant), TenantItem.Json, context.RequestAborted);
    }
}
