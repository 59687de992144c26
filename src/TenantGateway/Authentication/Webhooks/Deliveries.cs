using System.Security.Cryptography;
using TenantGateway.Core.Access;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Authentication.Webhooks;

/// <summary>Takes each message once, over all processes: claimed before anything of it goes on, and given up where it was not delivered.</summary>
internal sealed class Deliveries(IDeliveryStore store, ExchangeLimit exchange, TimeProvider time, ILogger<Deliveries> logger)
{
    /// <summary>
    /// How long a claim holds at least whose process is gone. Longer than a message can be sent again by whoever has caught it, and than the slowest service takes for it: else
    /// a second attempt would reach the service beside the first.
    /// </summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(10);

    /// <summary>For clocks that differ.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    /// <returns>The claim; null where the message is taken. A fault of the store is the caller's to answer.</returns>
    public async ValueTask<DeliveryClaim?> TryClaimAsync(Fingerprint mark, SignatureRule rule, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var held = Max(Hold, Max(rule.Tolerance * 2, exchange.Time) + Slack);
        var claim = new DeliveryClaim(mark, BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))), now + held, now + Max(rule.Memory, held));
        return await store.TryClaimAsync(claim, now, cancellationToken) ? claim : null;
    }

    /// <summary>Ends a claim, whoever has left meanwhile. What cannot be written stays claimed until it is over by itself.</summary>
    public async Task EndAsync(DeliveryClaim claim, bool delivered)
    {
        try
        {
            await (delivered ? store.CompleteAsync(claim, CancellationToken.None) : store.ReleaseAsync(claim, CancellationToken.None));
        }
        catch (Exception fault)
        {
            // The message has gone its way: nothing of it can be taken back.
            Log.DeliveryNotRecorded(logger, delivered ? "delivered" : "not delivered", fault.GetType().Name);
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
