using TenantGateway.Core.Tenants;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Authentication;

internal static partial class Log
{
    // Debug, not more: strangers decide how often this happens. The metric counts them.
    [LoggerMessage(2001, LogLevel.Debug, "An access token was refused: {Defect}.")]
    public static partial void TokenRefused(ILogger logger, TokenDefect defect);

    [LoggerMessage(2002, LogLevel.Information, "Holding {Count} keys of issuer {Issuer}.")]
    public static partial void KeysFetched(ILogger logger, string issuer, int count);

    [LoggerMessage(2003, LogLevel.Warning, "The keys of issuer {Issuer} could not be fetched; the last good ones stay in use.")]
    public static partial void KeysUnavailable(ILogger logger, Exception exception, string issuer);

    [LoggerMessage(2010, LogLevel.Debug, "A logout token was refused: {Defect}.")]
    public static partial void LogoutRefused(ILogger logger, TokenDefect defect);

    [LoggerMessage(2011, LogLevel.Error, "A logout by issuer {Issuer} could not be carried out or recorded: {Fault}. Logins that should have ended may not have.")]
    public static partial void LogoutFailed(ILogger logger, string issuer, string fault);

    [LoggerMessage(2081, LogLevel.Error, "Issuer {Issuer} sends more logouts than are taken of it. Logins that should have ended may not have.")]
    public static partial void LogoutsLimited(ILogger logger, string issuer);

    // Debug for the same reason as refused tokens.
    [LoggerMessage(2070, LogLevel.Debug, "A message to webhook {Webhook} was refused: {Defect}.")]
    public static partial void SignatureRefused(ILogger logger, string webhook, SignatureDefect defect);

    [LoggerMessage(2071, LogLevel.Error, "The secret of webhook {Webhook} for tenant {Tenant} cannot be used, and its messages are refused: {Problem}")]
    public static partial void SecretRefused(ILogger logger, string webhook, TenantId tenant, string problem);

    [LoggerMessage(2072, LogLevel.Information, "The secret of webhook {Webhook} for tenant {Tenant} can be used again.")]
    public static partial void SecretTaken(ILogger logger, string webhook, TenantId tenant);

    [LoggerMessage(2073, LogLevel.Error, "It could not be read which messages were delivered ({Fault}); senders are told to try again.")]
    public static partial void DeliveriesUnreadable(ILogger logger, string fault);

    [LoggerMessage(2074, LogLevel.Error, "That a message was {What} could not be written ({Fault}). Its claim holds until it is over by itself.")]
    public static partial void DeliveryNotRecorded(ILogger logger, string what, string fault);
}
