using Microsoft.Extensions.Options;
using TenantGateway.Telemetry.Export;

namespace TenantGateway.Telemetry;

/// <summary>Refuses a collector that could not be reached, or that would get credentials in the clear.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        List<string> failures = [];
        CheckEndpoint(options, failures);
        CheckHeaders(options, failures);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void CheckEndpoint(TelemetryOptions options, List<string> failures)
    {
        if (string.IsNullOrEmpty(options.OtlpEndpoint)) return;
        // Not quoted: a URL with a user or a query in it holds credentials.
        if (!Uri.TryCreate(options.OtlpEndpoint, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            failures.Add($"{TelemetryOptions.Section}:OtlpEndpoint is not of the form http(s)://HOST:PORT without user and query. Give that, and credentials in OtlpHeadersFile.");
        }
        else if (!string.IsNullOrEmpty(options.OtlpHeadersFile) && uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback)
        {
            failures.Add($"{TelemetryOptions.Section}:OtlpHeadersFile: its headers would go to '{uri.Host}' in the clear. Use https, or a collector on this machine.");
        }
    }

    private static void CheckHeaders(TelemetryOptions options, List<string> failures)
    {
        if (string.IsNullOrEmpty(options.OtlpHeadersFile)) return;
        try
        {
            HeadersFile.Read(options.OtlpHeadersFile);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or FormatException)
        {
            failures.Add($"{TelemetryOptions.Section}:OtlpHeadersFile: {refused.Message}");
        }
    }
}
