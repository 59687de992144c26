namespace TenantGateway.Admin;

internal static partial class Log
{
    [LoggerMessage(8001, LogLevel.Error, "{Event} of {Subject} failed: {Fault}.")]
    public static partial void ChangeFailed(ILogger logger, string @event, string subject, string fault);
}
