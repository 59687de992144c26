using Microsoft.Extensions.Options;

namespace TenantGateway.Auditing.Checkpoints;

/// <summary>Whether every webhook is one that the operator allows by its host, over an encrypted way.</summary>
internal sealed class CheckpointOptionsValidator(IHostEnvironment environment) : IValidateOptions<CheckpointOptions>
{
    public ValidateOptionsResult Validate(string? name, CheckpointOptions options)
    {
        var failures = options.Webhooks.Select((webhook, i) => ProblemOf(webhook, options) is { } problem ? $"{CheckpointOptions.Section}:Webhooks:{i} {problem}" : null).OfType<string>().ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private string? ProblemOf(string webhook, CheckpointOptions options)
    {
        if (!Uri.TryCreate(webhook, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) return "is not an absolute https URL.";
        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0) return "has a user or a fragment. Leave them out.";
        if (address.Scheme == "http" && !environment.IsDevelopment()) return "is not encrypted. Use https.";
        return options.WebhookHosts.Contains(address.IdnHost, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"has the host {address.IdnHost}, which {CheckpointOptions.Section}:WebhookHosts does not name.";
    }
}
