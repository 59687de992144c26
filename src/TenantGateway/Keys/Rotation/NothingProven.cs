using System.Collections.Immutable;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys.Rotation;

/// <summary>Where nobody looks into the services' rows, no lookup generation is ever proven to be out of use.</summary>
internal sealed class NothingProven : IOldTokenProofs
{
    public ValueTask<ImmutableArray<OpenDataset>> FindOpenAsync(TenantId tenant, KeyId generation, DateTimeOffset writtenUntil, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ImmutableArray<OpenDataset>>([new OpenDataset("", "No set of rows was declared.")]);
}
