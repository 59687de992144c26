namespace TenantGateway.Demo.Crm;

/// <summary>What the sample CRM logs. Never a contact, never an assertion.</summary>
internal static partial class Log
{
    [LoggerMessage(20001, LogLevel.Warning, "The gateway's keys could not be fetched ({Failure}); assertions are checked with those at hand.")]
    public static partial void KeysNotFetched(ILogger logger, string failure);
}
