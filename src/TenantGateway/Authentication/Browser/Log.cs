namespace TenantGateway.Authentication.Browser;

internal static partial class Log
{
    [LoggerMessage(8530, LogLevel.Warning, "A login at a browser was refused: {Defect}.")]
    public static partial void LoginRefused(ILogger logger, LoginDefect defect);

    // The type alone: a message may quote what the browser brought.
    [LoggerMessage(8531, LogLevel.Information, "A login at a browser was not completed: {Fault}.")]
    public static partial void LoginNotCompleted(ILogger logger, string fault);

    [LoggerMessage(8532, LogLevel.Warning, "The identity provider could not be asked for a login: {Fault}.")]
    public static partial void ProviderUnavailable(ILogger logger, string fault);

    [LoggerMessage(2080, LogLevel.Error, "A session could not be read: {Fault}.")]
    public static partial void SessionUnreadable(ILogger logger, string fault);
}
