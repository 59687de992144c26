using System.Collections.Immutable;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Webhooks;

/// <summary>The webhooks of the settings: to which one route each belongs, and which tenants have secrets for it. Holds no secret.</summary>
public interface IWebhookRegistry
{
    /// <summary>The id of the route; null where no such webhook is registered.</summary>
    string? RouteOf(string webhook);

    /// <summary>The tenants with a secret for it; they need not exist. Empty where no such webhook is registered.</summary>
    ImmutableArray<TenantId> TenantsOf(string webhook);
}
