using Microsoft.Extensions.Options;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>Checks what differs for single tenants.</summary>
internal sealed class KeysOptionsValidator : IValidateOptions<KeysOptions>
{
    public ValidateOptionsResult Validate(string? name, KeysOptions options)
    {
        var errors = new List<string>();
        foreach (var (tenant, own) in options.Tenants)
        {
            var key = $"{KeysOptions.Section}:{nameof(KeysOptions.Tenants)}:{tenant}";
            if (!TenantId.TryParse(tenant, out _)) errors.Add($"{key}: this is no tenant id. Give the id of a tenant.");
            if (own.RotateDataAfterDays is < 0 or > 3650) errors.Add($"{key}:{nameof(own.RotateDataAfterDays)}: {own.RotateDataAfterDays} is out of range. Give 0 to 3650.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
