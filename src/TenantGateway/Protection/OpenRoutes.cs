using TenantGateway.Core.Protection;

namespace TenantGateway.Protection;

/// <summary>Tells of the policies in force: a route that no settings name is never open.</summary>
internal sealed class OpenRoutes(PolicyStore policies) : IOpenRoutes
{
    public bool Any => policies.Active.Open.Count > 0;

    public OpenRoute? Find(string route) => policies.Active.Open.GetValueOrDefault(route);
}
