using TenantGateway.Core.Webhooks;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>Signed messages that were taken. What is over is forgotten by whoever claims the next.</summary>
internal sealed class DeliveryStore(Database database) : IDeliveryStore
{
    private const string ClaimSql =
        """
        INSERT INTO webhook_deliveries (mark, claim, held_until, delivered, until_at) VALUES (@Mark, @Claim, @HeldUntil, 0, @UntilAt)
        ON CONFLICT (mark) DO UPDATE SET claim = excluded.claim, held_until = excluded.held_until, until_at = excluded.until_at
        WHERE webhook_deliveries.delivered = 0 AND webhook_deliveries.held_until <= @Now
        """;

    public async ValueTask<bool> TryClaimAsync(DeliveryClaim claim, DateTimeOffset now, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            await transaction.ExecuteAsync("DELETE FROM webhook_deliveries WHERE until_at <= @now", new { now = now.ToUnixTimeMilliseconds() });
            var row = new Row(claim.Mark.ToArray(), claim.Number, claim.HeldUntil.ToUnixTimeMilliseconds(), claim.RememberedUntil.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds());
            var isClaimed = await transaction.ExecuteAsync(ClaimSql, row) == 1;
            await transaction.CommitAsync();
            return isClaimed;
        },
        cancellationToken);

    public ValueTask CompleteAsync(DeliveryClaim claim, CancellationToken cancellationToken) =>
        ChangeAsync("UPDATE webhook_deliveries SET delivered = 1 WHERE mark = @mark AND claim = @claim", claim, cancellationToken);

    public ValueTask ReleaseAsync(DeliveryClaim claim, CancellationToken cancellationToken) =>
        ChangeAsync("DELETE FROM webhook_deliveries WHERE mark = @mark AND claim = @claim AND delivered = 0", claim, cancellationToken);

    private async ValueTask ChangeAsync(string sql, DeliveryClaim claim, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            await transaction.ExecuteAsync(sql, new { mark = claim.Mark.ToArray(), claim = claim.Number });
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    private sealed record Row(byte[] Mark, long Claim, long HeldUntil, long UntilAt, long Now);
}
