namespace TenantGateway.Demo.IdentityProvider;

internal static partial class Log
{
    [LoggerMessage(8520, LogLevel.Warning, "The application {Client} did not take a back-channel logout ({Status}).")]
    public static partial void LogoutNotTaken(ILogger logger, string client, int status);
}
