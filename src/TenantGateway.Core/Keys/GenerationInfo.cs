using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>What a key id means, without the key.</summary>
public sealed record GenerationInfo(KeyId KeyId, TenantId Tenant, KeyLine Line, int Number, GenerationState State);
