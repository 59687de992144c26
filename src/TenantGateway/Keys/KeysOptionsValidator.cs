using System.Globalization;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Settings;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>Refuses settings that mean nothing or do not go together, all at once.</summary>
internal sealed class KeysOptionsValidator(IConfiguration configuration) : IValidateOptions<KeysOptions>
{
    // By its name: what looks for changes is a feature of its own. A value that is no number is refused there.
    private const string PollSeconds = "Gateway:Changes:PollSeconds";

    /// <summary>How often a process looks for changes unless it is told.</summary>
    internal const int UsualPollSeconds = 5;

    public ValidateOptionsResult Validate(string? name, KeysOptions options)
    {
        List<string> errors = [];
        foreach (var (id, tenant) in options.Tenants) Check($"{KeysOptions.Section}:{nameof(options.Tenants)}:{id}", id, tenant, errors);
        var poll = int.TryParse(configuration[PollSeconds], CultureInfo.InvariantCulture, out var seconds) ? seconds : UsualPollSeconds;
        if (options.PromotionWaitSeconds < 2 * poll) errors.Add(TooShort(options.PromotionWaitSeconds, poll));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Check(string path, string id, TenantKeysOptions? tenant, List<string> errors)
    {
        if (!TenantId.TryParse(id, out _)) errors.Add($"{path}: '{id}' is no tenant id. Give 2 to 39 characters of [a-z0-9-], starting with a letter and not ending with a hyphen.");
        if (tenant is null or { GraceSeconds: null, RotateDataAfterDays: null }) errors.Add($"{path}: sets nothing. Give {nameof(tenant.GraceSeconds)} or {nameof(tenant.RotateDataAfterDays)}, or remove it.");
        else SettingBounds.Check(path, tenant, errors);
    }

    private static string TooShort(int wait, int poll) => string.Create(
        CultureInfo.InvariantCulture,
        $"{KeysOptions.Section}:{nameof(KeysOptions.PromotionWaitSeconds)}: {wait} is less than twice {PollSeconds}, which is {poll}: somebody would write with a key that another process does not know yet. Raise the one, in every process, or lower the other.");
}
