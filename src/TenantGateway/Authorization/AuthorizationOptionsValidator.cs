using Microsoft.Extensions.Options;
using TenantGateway.Core.Settings;

namespace TenantGateway.Authorization;

internal sealed class AuthorizationOptionsValidator : IValidateOptions<AuthorizationOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthorizationOptions options)
    {
        var errors = new List<string>();
        SettingBounds.Check(AuthorizationOptions.Section, options, errors);
        // It is written into a quoted header parameter.
        if (options.AcrValues.Length == 0 || options.AcrValues.AsSpan().ContainsAnyExceptInRange(' ', '~') || options.AcrValues.AsSpan().ContainsAny('"', '\\'))
        {
            errors.Add($"{AuthorizationOptions.Section}:{nameof(options.AcrValues)}: is empty or holds quotes or characters beyond ASCII. Give the names separated by spaces.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
