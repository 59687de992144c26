using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary><c>GET /admin/tenants/{tenant}/keys</c>: every generation of a tenant; recorded before it is shown.</summary>
internal sealed class KeyListing(IKeyRotations rotations, ITenantDirectory tenants, RecordedReading reading)
{
    public async Task AnswerAsync(HttpContext context, Actor actor)
    {
        if (!KeyChangeRequest.TryFindTenant(context, tenants, out var tenant))
        {
            context.Features.Set(new Refusal(Reasons.UnknownTenant));
            return;
        }

        await reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.KeysListed, tenant.Id.Value), async () =>
        {
            var list = KeyList.Of(tenant.Id.Value, await rotations.ListAsync(tenant.Id, context.RequestAborted));
            await context.Response.WriteAsJsonAsync(list, TenantItem.Json, context.RequestAborted);
        });
    }
}
