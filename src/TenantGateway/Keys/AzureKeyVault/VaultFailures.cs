using Azure;
using Azure.Identity;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>
/// What an answer or a broken call says about a key. Only an answer of the vault itself, or of the login endpoint about the gateway's principal, can be a
/// denial; whatever keeps the gateway from getting one is an outage.
/// </summary>
internal static class VaultFailures
{
    /// <summary>Of an answer that is no success.</summary>
    /// <param name="operation">As the log names it.</param>
    /// <param name="status">Of HTTP.</param>
    /// <param name="error">The codes of the body.</param>
    internal static KeyServiceException Of(string operation, int status, VaultError error) =>
        new(FailureOf(status, error), $"Key Vault answered {status} ({error}) to {operation}.");

    /// <summary>Of an exception on the way. A cancellation by the caller stays what it is.</summary>
    internal static Exception Of(string operation, Exception exception, CancellationToken cancellationToken) => exception switch
    {
        KeyServiceException => exception,
        OperationCanceledException when cancellationToken.IsCancellationRequested => exception,
        AggregateException { InnerExceptions: [.., var last] } => Of(operation, last, cancellationToken),
        AuthenticationFailedException login when TokenFailures.Of(login) == KeyServiceFailure.Denied =>
            new KeyServiceException(KeyServiceFailure.Denied, $"The gateway gets no token for {operation}: its principal is not known or not trusted any more.", login),
        AuthenticationFailedException login => new KeyServiceException(KeyServiceFailure.Unavailable, $"The gateway gets no token for {operation} now.", login),
        RequestFailedException or HttpRequestException when IsRefusedAddress(exception) =>
            new KeyServiceException(KeyServiceFailure.Invalid, $"The vault's name leads to an address that is not public; nothing was sent for {operation}.", exception),
        OperationCanceledException => new KeyServiceException(KeyServiceFailure.Unavailable, $"Key Vault did not answer {operation} in time.", exception),
        RequestFailedException or IOException or HttpRequestException => new KeyServiceException(KeyServiceFailure.Unavailable, $"Key Vault cannot be reached for {operation}.", exception),
        _ => new KeyServiceException(KeyServiceFailure.Unavailable, $"The call to Key Vault for {operation} failed.", exception),
    };

    private static KeyServiceFailure FailureOf(int status, VaultError error) => status switch
    {
        // With a token that was fresh: the vault does not take this principal, or not any more.
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound => KeyServiceFailure.Denied,
        // Being deleted, recovered or purged passes; deleted stays.
        StatusCodes.Status409Conflict => error.IsTransition ? KeyServiceFailure.Unavailable : KeyServiceFailure.Denied,
        StatusCodes.Status410Gone => KeyServiceFailure.Denied,
        StatusCodes.Status408RequestTimeout or StatusCodes.Status429TooManyRequests or >= 500 => KeyServiceFailure.Unavailable,
        _ => KeyServiceFailure.Invalid,
    };

    private static bool IsRefusedAddress(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is VaultAddressRefusedException) return true;
        }

        return false;
    }
}
