using TenantGateway.Core.Webhooks;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>Deliveries that cannot be read when a test says so.</summary>
internal sealed class FaultyDeliveries(IDeliveryStore own) : IDeliveryStore
{
    public bool IsDown { get; set; }

    private IDeliveryStore Store => IsDown ? throw new IOException("The database is away.") : own;

    public ValueTask<bool> TryClaimAsync(DeliveryClaim claim, DateTimeOffset now, CancellationToken cancellationToken) => Store.TryClaimAsync(claim, now, cancellationToken);

    public ValueTask CompleteAsync(DeliveryClaim claim, CancellationToken cancellationToken) => Store.CompleteAsync(claim, cancellationToken);

    public ValueTask ReleaseAsync(DeliveryClaim claim, CancellationToken cancellationToken) => Store.ReleaseAsync(claim, cancellationToken);
}
