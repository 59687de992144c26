namespace TenantGateway.Protection.Recognition;

internal static partial class Log
{
    [LoggerMessage(4052, LogLevel.Warning, "Recognizer {Recognizer} does not answer as it should. It is not asked for {Seconds} s, and what it would be asked about is refused.")]
    public static partial void RecognizerGivenUp(ILogger logger, string recognizer, int seconds);

    [LoggerMessage(4053, LogLevel.Information, "Recognizer {Recognizer} answers again.")]
    public static partial void RecognizerAnswers(ILogger logger, string recognizer);
}
