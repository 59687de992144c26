using TenantGateway.Core.Keys;
using TenantGateway.Core.State;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>Has the table of generations read again where it may have changed, and says while there is nothing to record under.</summary>
internal sealed class GenerationReader(KeyRings keyRings) : IStateReader, IStartCondition
{
    public string? WaitsFor => keyRings.HasPrimary(TenantId.Operator, KeyLine.Audit) ? null : "the operator's audit key";

    public async ValueTask ReloadAsync(CancellationToken cancellationToken) => await keyRings.ReloadAsync(cancellationToken);
}
