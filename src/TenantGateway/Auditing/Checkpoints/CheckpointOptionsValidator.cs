using Microsoft.Extensions.Options;

namespace TenantGateway.Auditing.Checkpoints;

/// <summary>Whether every webhook is one that the operator allows by its host, over an encrypted way.</summary>
internal sealed class CheckpointOptionsValidator(IHostEnvironment environment) : IValidateOptions<CheckpointOptions>
{
    public ValidateOptionsResult Validate(string? name, CheckpointOptions options)
    {
        var failures = options.Webhooks.Select((webhook, i) => WebhookAddress.ProblemOf(webhook, options.WebhookHosts, $"{CheckpointOptions.Section}:WebhookHosts", environment) is { } problem ? $"{CheckpointOptions.Section}:Webhooks:{i} {problem}" : null).OfType<string>().ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
