using System.Collections.Immutable;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys.Rotation;

/// <summary>
/// Changes the keys of tenants, under traffic. Every step is one compare-and-set on signed records, which are all the state there is: whoever asks
/// again after a crash, or beside another, finishes what is begun and does nothing twice.
/// </summary>
public interface IKeyRotations
{
    /// <summary>Every generation of a tenant by line and number; empty where it has none.</summary>
    ValueTask<ImmutableArray<GenerationStatus>> ListAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>What <see cref="RunAsync"/> would do now. Changes nothing.</summary>
    ValueTask<RotationPlan> PlanAsync(RotationRequest request, CancellationToken cancellationToken);

    /// <summary>Does it, as far as it can be done at once. Where a generation must wait to become primary, it is promoted when it is due.</summary>
    /// <returns>The plan that was carried out, without changes where there was nothing to do, or with a refusal.</returns>
    /// <exception cref="KeyServiceException">The key service failed; nothing was changed.</exception>
    ValueTask<RotationPlan> RunAsync(RotationRequest request, CancellationToken cancellationToken);
}
