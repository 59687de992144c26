using System.Collections.Immutable;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Tests.Fakes;

/// <summary>Webhooks of settings that a test writes as pairs of name and route.</summary>
internal sealed class FakeWebhooks(params (string Name, string Route)[] registered) : IWebhookRegistry
{
    public string? RouteOf(string webhook) => Array.Find(registered, entry => entry.Name == webhook).Route;

    public ImmutableArray<TenantId> TenantsOf(string webhook) => [];
}
