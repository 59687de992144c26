using Microsoft.Extensions.Options;
using TenantGateway.Edge.Tls;

namespace TenantGateway.Edge;

/// <summary>Refuses listeners that could not be opened, all at once.</summary>
internal sealed class ListenOptionsValidator(IConfiguration configuration) : IValidateOptions<ListenOptions>
{
    private const string Certificates = $"{TlsOptions.Section}:{nameof(TlsOptions.Certificates)}";

    // Read without their validation, which comes with that of all other options.
    private readonly bool _hasCertificates = configuration.GetSection(Certificates).GetChildren().Any();

    public ValidateOptionsResult Validate(string? name, ListenOptions options)
    {
        var failures = options.All().Select(listener => FailureOf(listener.Setting, listener.Url)).OfType<string>().ToList();
        if (options.DataHttp2 is { } http2 && Listeners.IsTls(http2)) failures.Add($"{ListenOptions.Section}:DataHttp2 is for cleartext; an https listener speaks HTTP/2 anyway. Set {ListenOptions.Section}:Data to https instead.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private string? FailureOf(string key, string url) =>
        !Listeners.TryParseEndPoint(url, out _) ? $"{key}: '{url}' is not of the form http(s)://ADDRESS:PORT with a literal address."
        : Listeners.IsTls(url) && !_hasCertificates ? $"{key}: '{url}' is https, and {Certificates} names no certificate. Name one, or listen on http."
        : null;
}
