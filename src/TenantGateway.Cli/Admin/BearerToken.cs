using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Admin;

/// <summary>Looks at the token before it is put into a header, whose own complaint would quote it.</summary>
internal static class BearerToken
{
    public static Answer<string> Parse(string? text)
    {
        if (text is null)
        {
            return new CliFailure(ExitCode.NotAuthenticated, "missing_token", $"{Shell.TokenVariable} is not set.", "Set it to an access token for the admin plane.");
        }

        // RFC 6750 section 2.1: b64token
        if (!text.TrimEnd('=').All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' or '+' or '/'))
        {
            return new CliFailure(ExitCode.NotAuthenticated, "invalid_token", $"{Shell.TokenVariable} does not hold an access token.", "Set it to the token alone, without Bearer and without quotes.");
        }

        return text;
    }
}
