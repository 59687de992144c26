using Microsoft.Extensions.Options;
using TenantGateway.Authentication.Services;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication.Webhooks;

/// <summary>Refuses webhooks whose secrets would open more than one route or tenant; collects every error before it speaks.</summary>
internal sealed class WebhooksOptionsValidator : IValidateOptions<WebhooksOptions>
{
    public ValidateOptionsResult Validate(string? name, WebhooksOptions options)
    {
        var errors = new List<string>();
        foreach (var (webhook, registered) in options.Webhooks) Check($"{WebhookOptions.Section}:{webhook}", webhook, registered, errors);
        foreach (var twice in options.Webhooks.GroupBy(entry => entry.Value.Route, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            errors.Add($"{WebhookOptions.Section}: {string.Join(", ", twice.Select(entry => entry.Key).Order(StringComparer.Ordinal))} have one route. Keep one: it has a secret for each tenant.");
        }

        foreach (var twice in options.Webhooks.SelectMany(entry => entry.Value.Secrets.Select(secret => (Key: $"{entry.Key}:Secrets:{secret.Key}", File: secret.Value))).GroupBy(secret => secret.File, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            errors.Add($"{WebhookOptions.Section}: {string.Join(", ", twice.Select(secret => secret.Key).Order(StringComparer.Ordinal))} have one file. Give each a secret of its own.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Check(string key, string webhook, WebhookOptions registered, List<string> errors)
    {
        if (!RegisteredService.IsName(webhook)) errors.Add($"{key}: '{webhook}' is no name of a webhook. Use 1 to 64 characters of a-z, 0-9 and hyphen, starting with a letter.");
        if (registered.Route.Length == 0) errors.Add($"{key}:Route: is missing. Give the id of the route that it opens.");
        if (registered.Secrets.Count == 0) errors.Add($"{key}:Secrets: is empty, so nobody could sign. Name a file for each tenant.");
        foreach (var (tenant, file) in registered.Secrets)
        {
            if (!TenantId.TryParse(tenant, out var id) || id == TenantId.Operator) errors.Add($"{key}:Secrets:{tenant}: '{tenant}' is no tenant's id.");
            if (!Path.IsPathRooted(file)) errors.Add($"{key}:Secrets:{tenant}: name a file by its whole path. A secret itself is never a setting.");
        }
    }
}
