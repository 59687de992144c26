using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary><c>GET /admin/tenants/{tenant}/keys</c>: every generation of a tenant; recorded before it is shown.</summary>
internal sealed class KeyListing(IKeyRotations rotations, ITenantDirectory tenants, IAuditTrail audit)
{
    public async Task AnswerAsync(HttpContext context, Actor actor)
    {
        if (await ListAsync(context, actor) is { } refusal) context.Features.Set(refusal);
    }

    private async Task<Refusal?> ListAsync(HttpContext context, Actor actor)
    {
        if (!KeyChangeRequest.TryFindTenant(context, tenants, out var tenant)) return new Refusal(Reasons.UnknownTenant);
        try
        {
            await audit.CommitAsync(AdminAudit.EntryOf(context, actor, AuditEvent.KeysListed, tenant.Id.Value), context.RequestAborted);
        }
        catch (AuditUnavailableException)
        {
            return new Refusal(Reasons.AuditUnavailable);
        }

        var list = KeyList.Of(tenant.Id.Value, await rotations.ListAsync(tenant.Id, context.RequestAborted));
        await context.Response.WriteAsJsonAsync(list, TenantItem.Json, context.RequestAborted);
        return null;
    }
}
