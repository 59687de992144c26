namespace TenantGateway.Edge.Limits;

internal static partial class Log
{
    [LoggerMessage(110, LogLevel.Warning, "Overload: the step is now {Level}, with {Connections} % of the connections, {Requests} % of the requests and {Memory} % of the memory that may be.")]
    public static partial void Overloaded(ILogger logger, OverloadLevel level, int connections, int requests, int memory);

    [LoggerMessage(111, LogLevel.Warning, "The overload is over, with {Connections} % of the connections, {Requests} % of the requests and {Memory} % of the memory that may be.")]
    public static partial void LoadIsNormal(ILogger logger, int connections, int requests, int memory);
}
