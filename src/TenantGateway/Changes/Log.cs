namespace TenantGateway.Changes;

/// <summary>Event ids 9600 to 9699.</summary>
internal static partial class Log
{
    [LoggerMessage(9600, LogLevel.Warning, "Changes of tenants and keys could not be read: {Fault}. What is known stays in use.")]
    internal static partial void RefreshFailed(ILogger logger, string fault);

    [LoggerMessage(9601, LogLevel.Information, "Changes of tenants and keys can be read again.")]
    internal static partial void RefreshRecovered(ILogger logger);

    [LoggerMessage(9602, LogLevel.Warning, "Waiting for {Missing}, which a process of the role admin or all makes. All traffic is refused until then.")]
    internal static partial void Waiting(ILogger logger, string missing);

    [LoggerMessage(9603, LogLevel.Information, "Waited for {Missing}: it is there, and traffic is served.")]
    internal static partial void WaitOver(ILogger logger, string missing);
}
