using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TenantGateway.Edge.Limits;

/// <summary>Refuses limits that contradict each other, beside those out of their bounds.</summary>
internal sealed class LimitsOptionsValidator : IValidateOptions<LimitsOptions>
{
    public ValidateOptionsResult Validate(string? name, LimitsOptions options)
    {
        // What is nested is not looked into by the annotations of the whole.
        List<ValidationResult> nested = [];
        Validator.TryValidateObject(options.Http2, new ValidationContext(options.Http2), nested, validateAllProperties: true);
        List<string> failures = [.. nested.Select(result => result.ErrorMessage ?? $"{LimitsOptions.Section}:Http2 is not valid.")];
        if (options.RefuseAtPercent <= options.ShedAtPercent)
            failures.Add($"{LimitsOptions.Section}:RefuseAtPercent ({options.RefuseAtPercent}) must be above ShedAtPercent ({options.ShedAtPercent}): connections are let go before they are refused.");
        if (options.Http2.StreamWindowBytes > options.Http2.ConnectionWindowBytes)
            failures.Add($"{LimitsOptions.Section}:Http2:StreamWindowBytes ({options.Http2.StreamWindowBytes}) must not be above ConnectionWindowBytes ({options.Http2.ConnectionWindowBytes}).");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
