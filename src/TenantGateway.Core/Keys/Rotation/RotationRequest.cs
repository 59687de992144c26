using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys.Rotation;

/// <summary>What shall be done to a tenant's keys.</summary>
/// <param name="Tenant">Whose keys.</param>
/// <param name="Kind">What.</param>
/// <param name="Generation">To which generation; of <see cref="RotationKind.Disable"/>, <see cref="RotationKind.Enable"/> and <see cref="RotationKind.Compromise"/> only.</param>
public sealed record RotationRequest(TenantId Tenant, RotationKind Kind, KeyId? Generation = null);
