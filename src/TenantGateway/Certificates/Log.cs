namespace TenantGateway.Certificates;

internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Information, "{Name} was read anew and is in force until {EndsAt}.")]
    public static partial void CertificateTaken(ILogger logger, string name, DateTimeOffset endsAt);

    [LoggerMessage(601, LogLevel.Error, "{Name} was changed and cannot be used; what was read before stays in force: {Problem}")]
    public static partial void CertificateRefused(ILogger logger, string name, string problem);

    [LoggerMessage(602, LogLevel.Error, "{Name} could not be looked at, and stays as it was: {Fault}.")]
    public static partial void LookFailed(ILogger logger, string name, string fault);
}
