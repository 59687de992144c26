using System.Globalization;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Admin;

/// <summary>Turns what the admin plane answers, or that it does not, into failures.</summary>
internal static class AdminFailures
{
    public static CliFailure Refused(int status, ProblemDocument? problem) =>
        new(ExitFor(status), problem?.Reason ?? string.Create(CultureInfo.InvariantCulture, $"http_{status}"), Sentence(status, problem), problem?.Remedy ?? RemedyFor(status))
        {
            RequestId = problem?.RequestId,
            Errors = [.. (problem?.Errors ?? []).Select(error => new FailureDetail(null, error.Path, error.Problem, error.Remedy))],
        };

    public static CliFailure Unreachable(Uri address, HttpRequestError error) =>
        new(ExitCode.Unavailable, "gateway_unreachable", $"No usable connection to {address}: {Describe(error)}.", $"Check {Shell.AdminVariable} and that the gateway runs.");

    public static CliFailure TimedOut(Uri address, TimeSpan timeout) =>
        new(ExitCode.Unavailable, "gateway_timeout", string.Create(CultureInfo.InvariantCulture, $"{address} did not answer within {timeout.TotalSeconds} s."),
            "Look at the state before you run the command again: it may have been done.");

    public static CliFailure NotUnderstood(int status) =>
        new(ExitCode.Unexpected, "unexpected_answer", $"The answer (status {status}) is not what the admin plane of a gateway says.", $"Check {Shell.AdminVariable}, and that tgw and gateway are of one version.");

    private static ExitCode ExitFor(int status) => status switch
    {
        400 or 413 or 422 => ExitCode.Invalid,
        401 => ExitCode.NotAuthenticated,
        403 => ExitCode.Refused,
        404 => ExitCode.NotFound,
        408 or 429 or >= 500 => ExitCode.Unavailable,
        409 or 412 or 428 => ExitCode.Conflict,
        _ => ExitCode.Unexpected,
    };

    private static string Sentence(int status, ProblemDocument? problem)
    {
        var title = problem?.Title ?? $"The gateway answered with status {status}.";
        return problem?.Detail is { Length: > 0 } detail && detail != title ? $"{title} {detail}" : title;
    }

    private static string RemedyFor(int status) => status switch
    {
        401 => $"Set {Shell.TokenVariable} to a fresh access token for the admin plane.",
        404 => $"Check {Shell.AdminVariable}: it must be the admin plane.",
        408 or 429 or >= 500 => "Try again later.",
        _ => "Look at the gateway's log.",
    };

    private static string Describe(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "the host name is unknown",
        HttpRequestError.ConnectionError => "the connection was refused or failed",
        HttpRequestError.SecureConnectionError => "TLS failed, or the certificate is not trusted",
        HttpRequestError.ConfigurationLimitExceeded => "the answer is too large",
        _ => "the connection broke or the answer is not HTTP",
    };
}
