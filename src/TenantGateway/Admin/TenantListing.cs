using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary><c>GET /admin/tenants</c>: every tenant by its id; recorded before it is shown.</summary>
internal sealed class TenantListing(ITenantDirectory tenants, IAuditTrail audit)
{
    private static readonly Refusal AuditUnavailable = new(Reasons.AuditUnavailable);

    public async Task AnswerAsync(HttpContext context, Actor actor)
    {
        try
        {
            await audit.CommitAsync(AdminAudit.EntryOf(context, actor, AuditEvent.TenantsListed), context.RequestAborted);
        }
        catch (AuditUnavailableException)
        {
            context.Features.Set(AuditUnavailable);
            return;
        }

        var items = tenants.All.OrderBy(tenant => tenant.Id.Value, StringComparer.Ordinal).Select(TenantItem.Of).ToArray();
        await context.Response.WriteAsJsonAsync(new TenantList(items), TenantItem.Json, context.RequestAborted);
    }
}
