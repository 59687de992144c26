using Microsoft.Extensions.Options;
using TenantGateway.Core.Settings;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Quotas;

/// <summary>Refuses quotas that could not be kept, all at once: those of every tenant and those of single ones alike.</summary>
internal sealed class QuotasOptionsValidator(IConfiguration configuration) : IValidateOptions<QuotasOptions>
{
    /// <summary>The setting that says whether processes share quotas; it belongs to another feature.</summary>
    private const string Shared = "Gateway:Redis:Endpoints";

    public ValidateOptionsResult Validate(string? name, QuotasOptions options)
    {
        var errors = new List<string>();
        CheckReplicas(options.Replicas, errors);
        SettingBounds.Check(QuotasOptions.Section, options, errors);
        SettingBounds.Check($"{QuotasOptions.Section}:{nameof(options.WithoutToken)}", options.WithoutToken, errors);
        foreach (var (id, quota) in options.Tenants)
        {
            var path = $"{QuotasOptions.Section}:{nameof(options.Tenants)}:{id}";
            if (!TenantId.TryParse(id, out var tenant)) errors.Add($"{path}: '{id}' is no tenant id. Give 2 to 39 characters of [a-z0-9-], starting with a letter and not ending with a hyphen.");
            else if (tenant == TenantId.Operator) errors.Add($"{path}: this id is the operator's own, which no quota holds. Remove it.");
            if (quota is null or { RequestsPerSecond: null, Burst: null, ConcurrentRequests: null }) errors.Add($"{path}: sets nothing. Give RequestsPerSecond, Burst or ConcurrentRequests, or remove it.");
            else SettingBounds.Check(path, quota, errors);
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private void CheckReplicas(int? replicas, List<string> errors)
    {
        const string key = $"{QuotasOptions.Section}:{nameof(QuotasOptions.Replicas)}";
        // Without it each would grant everything while it cannot ask the others.
        if (replicas is null && configuration.GetSection(Shared).GetChildren().Any()) errors.Add($"{key} is not set, and {Shared} is: quotas are shared. Give the number of processes that take traffic at most.");
    }
}
