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
}
