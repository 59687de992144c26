using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Protection;

/// <summary>The keys of the two test tenants.</summary>
internal sealed class TestKeyRings : IKeyRings
{
    private static readonly TestTenant[] Tenants = [TestTenant.Acme, TestTenant.Globex];

    public GenerationInfo? Find(KeyId keyId) =>
        Tenants.SelectMany(tenant => tenant.Generations)
            .Where(key => key.KeyId == keyId)
            .Select(key => new GenerationInfo(key.KeyId, key.Tenant, key.Line, Tenants.Any(tenant => tenant.NextLookup == key) ? 2 : 1, GenerationState.Primary))
            .FirstOrDefault();

    public ValueTask<KeyRingLease> LeaseAsync(TenantId tenant, ReadOnlyMemory<KeyId> met, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Tenants.Single(candidate => candidate.Id == tenant).Ring.TryLease() ?? throw new InvalidOperationException("Test keys are never retired."));
}
