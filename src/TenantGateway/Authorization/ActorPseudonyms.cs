using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Caching;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authorization;

/// <summary>
/// The pseudonyms of actors, computed under the tenant's audit key and kept per tenant: an entry of one tenant is out of reach of another
/// because it lies in another table.
/// </summary>
internal sealed class ActorPseudonyms(IKeyRings keyRings, IOptions<AuthorizationOptions> options)
{
    // As many as there are tenants: only tenants that exist get this far.
    private readonly ConcurrentDictionary<TenantId, HalvedCache<Person, ActorId>> _tenants = new();

    /// <exception cref="KeyServiceException">The tenant's keys cannot be used.</exception>
    public ValueTask<ActorId> OfAsync(TenantId tenant, Person person, CancellationToken cancellationToken)
    {
        var cache = _tenants.GetOrAdd(tenant, static (_, capacity) => new HalvedCache<Person, ActorId>(capacity), options.Value.PseudonymsPerTenant);
        return cache.TryGet(person, out var id) ? ValueTask.FromResult(id) : ComputeAsync(cache, tenant, person, cancellationToken);
    }

    private async ValueTask<ActorId> ComputeAsync(HalvedCache<Person, ActorId> cache, TenantId tenant, Person person, CancellationToken cancellationToken)
    {
        using var lease = await keyRings.LeaseAsync(tenant, ReadOnlyMemory<KeyId>.Empty, cancellationToken);
        var id = lease.Ring.Audit.PseudonymOf(person.Issuer, person.Subject, person.Organization);
        cache.Set(person, id);
        return id;
    }
}
