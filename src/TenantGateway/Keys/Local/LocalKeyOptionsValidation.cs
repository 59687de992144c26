using Microsoft.Extensions.Options;

namespace TenantGateway.Keys.Local;

/// <summary>Refuses local keys in Production unless they were asked for in so many words.</summary>
internal sealed class LocalKeyOptionsValidation(IHostEnvironment environment) : IValidateOptions<LocalKeyOptions>
{
    public ValidateOptionsResult Validate(string? name, LocalKeyOptions options) =>
        environment.IsProduction() && !string.Equals(options.AllowInProduction, LocalKeyOptions.ProductionConsent, StringComparison.Ordinal)
            ? ValidateOptionsResult.Fail(
                $"The local key service keeps its keys in files and is refused in Production. Set {LocalKeyOptions.Section}:AllowInProduction "
                + $"to \"{LocalKeyOptions.ProductionConsent}\" to accept that, or run another environment.")
            : ValidateOptionsResult.Success;
}
