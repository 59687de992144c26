using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>
/// Tries again what may succeed then, after an exponential delay or as long as the vault asks. A vault that asks for longer than the bound gets no second
/// attempt: the caller is told at once and decides.
/// </summary>
internal sealed class BoundedRetryPolicy(int retries, TimeSpan maxRetryAfter)
    : RetryPolicy(retries, DelayStrategy.CreateExponentialDelayStrategy(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2)))
{
    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception)
    {
        if (exception is null && message.HasResponse && RetryAfterOf(message.Response) > maxRetryAfter) return false;
        if (exception is RequestFailedException { InnerException.InnerException: VaultAddressRefusedException } or RequestFailedException { InnerException: VaultAddressRefusedException }) return false;
        return await base.ShouldRetryAsync(message, exception);
    }

    // RFC 9110 section 10.2.3, in seconds; Azure also writes milliseconds into headers of its own, which are always short.
    private static TimeSpan? RetryAfterOf(Response response) =>
        response.Headers.TryGetValue("Retry-After", out var text) && int.TryParse(text, out var seconds) ? TimeSpan.FromSeconds(seconds)
        : response.Headers.TryGetValue("Retry-After", out _) ? TimeSpan.MaxValue
        : null;
}
