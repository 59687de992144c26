using TenantGateway.Core.Access;

namespace TenantGateway.Core.Webhooks;

/// <summary>
/// Which signed messages were taken, as the database holds it for all processes. A message is claimed before anything of it goes on; it is delivered once its
/// service has taken it, and free again where that failed, so that its sender can send it again.
/// </summary>
public interface IDeliveryStore
{
    /// <returns>False where it is delivered, or somebody else is at it.</returns>
    ValueTask<bool> TryClaimAsync(DeliveryClaim claim, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Says that it is delivered: it is not taken again until it is forgotten.</summary>
    ValueTask CompleteAsync(DeliveryClaim claim, CancellationToken cancellationToken);

    /// <summary>Gives it up.</summary>
    ValueTask ReleaseAsync(DeliveryClaim claim, CancellationToken cancellationToken);
}

/// <summary>One process's claim of one message.</summary>
/// <param name="Mark">Of the message.</param>
/// <param name="Number">Tells the claim from earlier and later ones; random.</param>
/// <param name="HeldUntil">From then on somebody else may claim it, if it is not delivered: whoever held it is gone.</param>
/// <param name="RememberedUntil">From then on it is forgotten, delivered or not.</param>
public sealed record DeliveryClaim(Fingerprint Mark, long Number, DateTimeOffset HeldUntil, DateTimeOffset RememberedUntil);
