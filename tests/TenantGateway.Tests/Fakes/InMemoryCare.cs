using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Tests.Fakes;

/// <summary>Looks after tenants that nobody terminates: each answers as if what is asked were done.</summary>
internal sealed class InMemoryCare(InMemoryTenants tenants) : ITenantCare
{
    public async ValueTask<TenantLife?> FindAsync(TenantId tenant, CancellationToken cancellationToken) =>
        (await tenants.ListAsync(cancellationToken)).FirstOrDefault(known => known.Id == tenant) is { } found ? new TenantLife(tenant, found.State, null, null) : null;

    public ValueTask<CareOutcome> SuspendAsync(TenantId tenant, CancellationToken cancellationToken) => ValueTask.FromResult(CareOutcome.Done);

    public ValueTask<CareOutcome> ResumeAsync(TenantId tenant, CancellationToken cancellationToken) => ValueTask.FromResult(CareOutcome.Done);

    public ValueTask<CareOutcome> HoldAsync(TenantId tenant, ActorId by, CancellationToken cancellationToken) => ValueTask.FromResult(CareOutcome.Done);
}
