using Microsoft.Extensions.Logging.Console;

namespace TenantGateway.Telemetry.Logs;

/// <summary>Logs go to the standard output, in lines of JSON or as text.</summary>
internal static class LogOutput
{
    /// <summary>Read here as it is, because logs exist before anything is validated: what is not <c>text</c> is JSON.</summary>
    private const string Format = "Gateway:Telemetry:LogFormat";

    public static ILoggingBuilder AddGatewayLogs(this ILoggingBuilder logging, IConfiguration configuration, IHostEnvironment environment)
    {
        var isText = configuration[Format] is { Length: > 0 } format ? format == "text" : environment.IsDevelopment();
        logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Yarp", LogLevel.Warning)
            // It would print why the start failed, with a stack trace; the process says that itself.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            .AddConsoleFormatter<JsonLogFormatter, ConsoleFormatterOptions>();
        logging.Services.PostConfigure<LoggerFilterOptions>(LibraryLogs.Restrain);
        logging.Services.PostConfigure<ConsoleLoggerOptions>(console =>
        {
            if (!isText) console.FormatterName = JsonLogFormatter.FormatterName;
            // Who reads the output slowly loses lines, which are counted; no request waits for a reader.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
        return logging;
    }
}
