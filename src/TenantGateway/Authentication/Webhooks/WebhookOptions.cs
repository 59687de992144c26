using TenantGateway.Core.Settings;

namespace TenantGateway.Authentication.Webhooks;

/// <summary>A webhook, by its name under <c>Gateway:Webhooks</c>: <c>[a-z][a-z0-9-]*</c> up to 64 characters, as a policy names it and records tell it. The same in every process.</summary>
internal sealed class WebhookOptions
{
    public const string Section = "Gateway:Webhooks";

    /// <summary>The id of the one route that its secrets open.</summary>
    public string Route { get; set; } = "";

    /// <summary>By tenant, the file with its secret: one line, or two while a sender changes it. A tenant need not exist yet.</summary>
    [SecretFile]
    public Dictionary<string, string> Secrets { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>All webhooks of the settings.</summary>
internal sealed class WebhooksOptions
{
    public Dictionary<string, WebhookOptions> Webhooks { get; } = new(StringComparer.Ordinal);
}
