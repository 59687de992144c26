using System.Globalization;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>Refuses settings of single tenants that mean nothing, all at once.</summary>
internal sealed class KeysOptionsValidator : IValidateOptions<KeysOptions>
{
    private const int MostGraceSeconds = 86_400;
    private const int MostDays = 3650;

    public ValidateOptionsResult Validate(string? name, KeysOptions options)
    {
        var errors = new List<string>();
        foreach (var (id, tenant) in options.Tenants)
        {
            var path = $"{KeysOptions.Section}:{nameof(options.Tenants)}:{id}";
            if (!TenantId.TryParse(id, out _)) errors.Add($"{path}: '{id}' is no tenant id. Give 2 to 39 characters of [a-z0-9-], starting with a letter and not ending with a hyphen.");
            if (tenant is not ({ GraceSeconds: not null } or { RotateDataAfterDays: not null })) errors.Add($"{path}: sets nothing. Give GraceSeconds or RotateDataAfterDays, or remove it.");
            if (tenant?.GraceSeconds is { } seconds and (< 0 or > MostGraceSeconds))
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:{nameof(tenant.GraceSeconds)}: {seconds} is out of range. Give 0 to {MostGraceSeconds}."));
            if (tenant?.RotateDataAfterDays is { } days and (< 0 or > MostDays))
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:{nameof(tenant.RotateDataAfterDays)}: {days} is out of range. Give 0 to {MostDays}."));
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
