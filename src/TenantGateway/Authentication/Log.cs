namespace TenantGateway.Authentication;

internal static partial class Log
{
    // Debug, not more: strangers decide how often this happens. The metric counts them.
    [LoggerMessage(2001, LogLevel.Debug, "An access token was refused: {Defect}.")]
    public static partial void TokenRefused(ILogger logger, TokenDefect defect);

    [LoggerMessage(2002, LogLevel.Information, "Holding {Count} keys of issuer {Issuer}.")]
    public static partial void KeysFetched(ILogger logger, string issuer, int count);

    [LoggerMessage(2003, LogLevel.Warning, "The keys of issuer {Issuer} could not be fetched; the last good ones stay in use.")]
    public static partial void KeysUnavailable(ILogger logger, Exception exception, string issuer);

    [LoggerMessage(2010, LogLevel.Debug, "A logout token was refused: {Defect}.")]
    public static partial void LogoutRefused(ILogger logger, TokenDefect defect);

    [LoggerMessage(2011, LogLevel.Error, "A logout by issuer {Issuer} could not be carried out or recorded: {Fault}. Logins that should have ended may not have.")]
    public static partial void LogoutFailed(ILogger logger, string issuer, string fault);
}
