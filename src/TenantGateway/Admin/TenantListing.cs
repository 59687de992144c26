using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary><c>GET /admin/tenants</c>: every tenant by its id; recorded before it is shown.</summary>
internal sealed class TenantListing(ITenantDirectory tenants, RecordedReading reading)
{
    public Task AnswerAsync(HttpContext context, Actor actor) => reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.TenantsListed), () =>
    {
        var items = tenants.All.OrderBy(tenant => tenant.Id.Value, StringComparer.Ordinal).Select(TenantItem.Of).ToArray();
        return context.Response.WriteAsJsonAsync(new TenantList(items), TenantItem.Json, context.RequestAborted);
    });
}
