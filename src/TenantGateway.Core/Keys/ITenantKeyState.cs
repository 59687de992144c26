using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>
/// Whether a tenant's keys may be used, as far as this process knows. Whoever lets a tenant's request, unit or stream go on without leasing its
/// keys asks here: what is answered from a cache, or holds nothing to protect, ends with the keys too.
/// </summary>
public interface ITenantKeyState
{
    /// <summary>The refusal of everything of that tenant; null where nothing speaks against it. In memory, never I/O.</summary>
    Refusal? RefusalOf(TenantId tenant);
}
