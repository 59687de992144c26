using Microsoft.Extensions.Options;

namespace TenantGateway.Auditing.Retention;

/// <summary>Whether the default period is within the bounds, and the bounds are any.</summary>
internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        List<string> failures = [];
        if (options.MinDays > options.MaxDays) failures.Add($"{RetentionOptions.Section}:MinDays is {options.MinDays} and must not be above MaxDays, which is {options.MaxDays}.");
        else if (options.RecordDays < options.MinDays || options.RecordDays > options.MaxDays) failures.Add($"{RetentionOptions.Section}:RecordDays is {options.RecordDays} and must be MinDays ({options.MinDays}) to MaxDays ({options.MaxDays}).");
        if (options.DetailDays > options.RecordDays) failures.Add($"{RetentionOptions.Section}:DetailDays is {options.DetailDays} and must not be above RecordDays, which is {options.RecordDays}.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
