using System.Collections.Immutable;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>
/// What is known of the tokens that a tenant's stored rows hold. Whoever ends a lookup generation asks before it leaves
/// <see cref="GenerationState.Searchable"/>: rows that still hold its tokens would be found no more.
/// </summary>
public interface IOldTokenProofs
{
    /// <summary>Tells why the generation must stay searchable; empty where nothing known speaks for it.</summary>
    /// <param name="tenant">Whose generation.</param>
    /// <param name="generation">Of the lookup line.</param>
    /// <param name="writtenUntil">When the last process stopped to write with it: an older look at the rows proves nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<ImmutableArray<OpenDataset>> FindOpenAsync(TenantId tenant, KeyId generation, DateTimeOffset writtenUntil, CancellationToken cancellationToken);
}

/// <summary>A declared set of rows that may hold tokens of a generation.</summary>
/// <param name="Dataset">Its name; empty where no set was declared at all.</param>
/// <param name="Why">A sentence.</param>
public sealed record OpenDataset(string Dataset, string Why);
