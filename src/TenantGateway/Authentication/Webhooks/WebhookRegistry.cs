using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Authentication.Webhooks;

/// <summary>The webhooks as the settings were when the process started.</summary>
internal sealed class WebhookRegistry(IOptions<WebhooksOptions> options) : IWebhookRegistry
{
    private readonly Dictionary<string, WebhookOptions> _webhooks = options.Value.Webhooks;

    public string? RouteOf(string webhook) => _webhooks.GetValueOrDefault(webhook)?.Route;

    public ImmutableArray<TenantId> TenantsOf(string webhook) =>
        _webhooks.TryGetValue(webhook, out var registered) ? [.. registered.Secrets.Keys.Order(StringComparer.Ordinal).Select(TenantId.Parse)] : [];
}
