using Microsoft.Extensions.Options;

namespace TenantGateway.Edge.Proxies;

/// <summary>Refuses networks that could not be read, or that everybody belongs to.</summary>
internal sealed class TrustedProxiesOptionsValidator : IValidateOptions<TrustedProxiesOptions>
{
    public ValidateOptionsResult Validate(string? name, TrustedProxiesOptions options)
    {
        List<string> failures = [];
        foreach (var text in options.Networks)
        {
            if (!ProxyNetwork.TryParse(text, out var network))
                failures.Add($"{TrustedProxiesOptions.Section}:Networks: '{text}' is neither an address nor a network such as 10.0.0.0/24.");
            else if (network.PrefixLength == 0)
                failures.Add($"{TrustedProxiesOptions.Section}:Networks: '{text}' is everybody, and everybody could choose an address. Name the proxies.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
