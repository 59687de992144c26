using System.Globalization;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Quotas;
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
        Check(QuotasOptions.Section, options.RequestsPerSecond, options.Burst, options.ConcurrentRequests, errors);
        var open = options.WithoutToken;
        Check($"{QuotasOptions.Section}:{nameof(options.WithoutToken)}", open.RequestsPerSecond, open.Burst, open.ConcurrentRequests, errors);
        foreach (var (id, quota) in options.Tenants)
        {
            var path = $"{QuotasOptions.Section}:{nameof(options.Tenants)}:{id}";
            if (!TenantId.TryParse(id, out var tenant)) errors.Add($"{path}: '{id}' is no tenant id. Give 2 to 39 characters of [a-z0-9-], starting with a letter and not ending with a hyphen.");
            else if (tenant == TenantId.Operator) errors.Add($"{path}: this id is the operator's own, which no quota holds. Remove it.");
            if (quota is null or { RequestsPerSecond: null, Burst: null, ConcurrentRequests: null }) errors.Add($"{path}: sets nothing. Give RequestsPerSecond, Burst or ConcurrentRequests, or remove it.");
            else Check(path, quota.RequestsPerSecond, quota.Burst, quota.ConcurrentRequests, errors);
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private void CheckReplicas(int? replicas, List<string> errors)
    {
        const string key = $"{QuotasOptions.Section}:{nameof(QuotasOptions.Replicas)}";
        CheckRange(key, replicas, 1, QuotaSplit.MostParts, errors);
        // Without it each would grant everything while it cannot ask the others.
        if (replicas is null && configuration.GetSection(Shared).GetChildren().Any()) errors.Add($"{key} is not set, and {Shared} is: quotas are shared. Give the number of processes that take traffic at most.");
    }

    private static void Check(string path, double? requestsPerSecond, int? burst, int? concurrentRequests, List<string> errors)
    {
        CheckRange($"{path}:{nameof(QuotasOptions.RequestsPerSecond)}", requestsPerSecond, 0.1, 1_000_000, errors);
        CheckRange($"{path}:{nameof(QuotasOptions.Burst)}", burst, 1, 1_000_000, errors);
        CheckRange($"{path}:{nameof(QuotasOptions.ConcurrentRequests)}", concurrentRequests, 1, 100_000, errors);
    }

    private static void CheckRange(string key, double? value, double least, double most, List<string> errors)
    {
        // Written so that what is not a number is in no range.
        if (value is { } given && !(given >= least && given <= most))
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{key}: {value} is out of range. Give {least} to {most}."));
    }
}
