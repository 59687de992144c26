using Microsoft.Extensions.Options;

namespace TenantGateway.Authorization;

internal sealed class AuthorizationOptionsValidator : IValidateOptions<AuthorizationOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthorizationOptions options)
    {
        var errors = new List<string>();
        CheckRange(nameof(options.MaxAgeSeconds), options.MaxAgeSeconds, 60, 86_400, errors);
        CheckRange(nameof(options.AdminChangeMaxAgeSeconds), options.AdminChangeMaxAgeSeconds, 60, 3_600, errors);
        CheckRange(nameof(options.DisclosureMaxAgeSeconds), options.DisclosureMaxAgeSeconds, 60, 900, errors);
        CheckRange(nameof(options.ClockSkewSeconds), options.ClockSkewSeconds, 0, 300, errors);
        CheckRange(nameof(options.PseudonymsPerTenant), options.PseudonymsPerTenant, 16, 1_000_000, errors);
        // It is written into a quoted header parameter.
        if (options.AcrValues.Length == 0 || options.AcrValues.AsSpan().ContainsAnyExceptInRange(' ', '~') || options.AcrValues.AsSpan().ContainsAny('"', '\\'))
        {
            errors.Add($"{AuthorizationOptions.Section}:{nameof(options.AcrValues)}: is empty or holds quotes or characters beyond ASCII. Give the names separated by spaces.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckRange(string key, int value, int least, int most, List<string> errors)
    {
        if (value < least || value > most) errors.Add($"{AuthorizationOptions.Section}:{key}: {value} is out of range. Give {least} to {most}.");
    }
}
