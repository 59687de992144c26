using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using TenantGateway.Auditing.Checkpoints;
using TenantGateway.Core.Audit.Alarms;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing.Alarms;

/// <summary>Whether alarms that are off exist, and every webhook is one that the operator allows; collects every error before it speaks.</summary>
internal sealed partial class AlarmOptionsValidator(IHostEnvironment environment) : IValidateOptions<AlarmOptions>
{
    public ValidateOptionsResult Validate(string? name, AlarmOptions options)
    {
        var failures = options.Off.Where(off => AlarmKind.Find(off) is null).Select(off => $"{AlarmOptions.Section}:Off: '{off}' is no kind of alarm. There are {string.Join(", ", AlarmKind.All)}.").ToList();
        foreach (var (webhook, settings) in options.Webhooks) failures.AddRange(ProblemsOf(webhook, settings, options).Select(problem => $"{AlarmOptions.Section}:Webhooks:{webhook}{problem}"));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> ProblemsOf(string webhook, AlarmWebhookOptions settings, AlarmOptions options)
    {
        if (!Name().IsMatch(webhook)) yield return ": is no name of a webhook. Use 1 to 64 characters of a-z, 0-9 and hyphen, starting with a letter.";
        if (WebhookAddress.ProblemOf(settings.Url, options.WebhookHosts, $"{AlarmOptions.Section}:WebhookHosts", environment) is { } problem) yield return $":Url {problem}";
        if (!Path.IsPathRooted(settings.SecretFile)) yield return ":SecretFile: name a file by its whole path. A secret itself is never a setting.";
        if (settings.Tenant is { } tenant && tenant != TenantId.Operator.Value && !TenantId.TryParse(tenant, out _)) yield return ":Tenant: is no tenant's id.";
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,63}\\z")]
    private static partial Regex Name();
}
