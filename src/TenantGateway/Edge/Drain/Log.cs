namespace TenantGateway.Edge.Drain;

internal static partial class Log
{
    [LoggerMessage(180, LogLevel.Information, "Draining: not ready from now on, and still serving for {Seconds} s.")]
    public static partial void Draining(ILogger logger, double seconds);

    [LoggerMessage(181, LogLevel.Information, "Drained: all that was under way has ended.")]
    public static partial void Drained(ILogger logger);

    [LoggerMessage(182, LogLevel.Warning, "The drain's deadline of {Seconds} s has passed; what was still under way was aborted.")]
    public static partial void Aborted(ILogger logger, int seconds);
}
