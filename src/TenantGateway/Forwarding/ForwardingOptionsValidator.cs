using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;

namespace TenantGateway.Forwarding;

/// <summary>Refuses a configuration that would hand services what is never theirs.</summary>
internal sealed class ForwardingOptionsValidator : IValidateOptions<ForwardingOptions>
{
    public ValidateOptionsResult Validate(string? name, ForwardingOptions options)
    {
        List<string> failures =
        [
            .. NotHeaders(nameof(options.RequestHeaders), options.RequestHeaders),
            .. NotHeaders(nameof(options.ResponseHeaders), options.ResponseHeaders),
            .. options.RequestHeaders.Where(ReservedHeaders.IsNeverForwarded)
                .Select(header => $"{ForwardingOptions.Section}:RequestHeaders: '{header}' is a credential, names an identity or describes bytes that the gateway rewrites, and never reaches a service. Remove it."),
            .. options.ResponseHeaders.Where(ServiceHeaders.IsNeverReturned)
                .Select(header => $"{ForwardingOptions.Section}:ResponseHeaders: '{header}' describes a body or a connection that the gateway rewrites. Remove it."),
        ];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> NotHeaders(string key, IEnumerable<string> headers) => headers
        .Where(header => header.Length == 0 || !header.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        .Select(header => $"{ForwardingOptions.Section}:{key}: '{header}' is no name of a header here. Use letters, digits and hyphens.");
}
