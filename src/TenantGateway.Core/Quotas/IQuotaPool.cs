using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Quotas;

/// <summary>
/// What the processes of a deployment share of their tenants' quotas. Filled at the rate of each tenant, by a clock of its own. There where processes have something
/// between them; it may be lost at any moment, and then gives nothing.
/// </summary>
public interface IQuotaPool
{
    /// <summary>Takes from it, and says that this process is there. Bounded in time.</summary>
    /// <param name="wants">What is wanted of each tenant; may be nothing.</param>
    /// <param name="leastParts">How many processes share at least, until they have been heard of.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null where there was no answer in time: nothing that it may have given counts.</returns>
    ValueTask<PoolAnswer?> TakeAsync(IReadOnlyList<PoolWant> wants, int leastParts, CancellationToken cancellationToken);

    /// <summary>Says that this process leaves, so that the others have its part at once.</summary>
    ValueTask LeaveAsync(CancellationToken cancellationToken);
}

/// <summary>What a process wants of a tenant's quota.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Limit">The whole quota.</param>
/// <param name="Tokens">How many.</param>
public readonly record struct PoolWant(TenantId Tenant, RateLimit Limit, int Tokens);

/// <summary>What it got.</summary>
/// <param name="Parts">How many processes share.</param>
/// <param name="Tokens">How many of each tenant, in the order of the wants; never more than was wanted.</param>
public sealed record PoolAnswer(int Parts, IReadOnlyList<int> Tokens);
