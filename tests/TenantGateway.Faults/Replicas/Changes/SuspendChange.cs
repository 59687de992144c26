using TenantGateway.Faults.Replicas.Load;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Changes;

/// <summary>globex is suspended, or resumed.</summary>
internal sealed class SuspendChange(bool resumes) : Change
{
    private const string Tenant = "globex";

    public override string Name => resumes ? "resume" : "suspend";

    public override async Task<TimeSpan> MakeAsync(BalancedWorld world, CancellationToken cancellationToken)
    {
        var members = await world.MembersAsync($"agent@{Tenant}");
        try
        {
            return await Reach.OfAsync(
                members,
                async member => (await member.GetAsync("crm/contacts/none")).Status == (resumes ? 404 : 403),
                () => DoAsync(world, "tenants", Name, Tenant),
                cancellationToken);
        }
        finally
        {
            foreach (var member in members) member.Dispose();
        }
    }

    public override bool Refuses(Exchange exchange) => exchange is { Tenant: Tenant, Status: 403, Reason: "tenant_suspended" };
}
