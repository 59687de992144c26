using Microsoft.Extensions.Options;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

internal sealed class HostsOptionsValidator : IValidateOptions<HostsOptions>
{
    public ValidateOptionsResult Validate(string? name, HostsOptions options)
    {
        var errors = options.Shared
            .Select((host, i) => (Host: host, Key: $"{HostsOptions.Section}:Shared:{i}"))
            .Where(entry => !HostName.TryParse(entry.Host, out _))
            .Select(entry => $"{entry.Key}: '{entry.Host}' is no host. Give a lower-case DNS name or an IP address, without port and trailing dot.")
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
