using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Authentication.Webhooks;
using TenantGateway.Core.Access;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Tests.Authentication;

/// <summary>How long a message is claimed whose process does not come back.</summary>
public sealed class DeliveriesTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData(120, 300, 15 * 60)]
    [InlineData(120, 10, 10 * 60)]
    [InlineData(120, 900, 35 * 60)]
    [InlineData(3600, 300, 65 * 60)]
    public async Task Claim_OutlastsTheSlowestServiceAndTheSignature(int exchangeSeconds, int toleranceSeconds, int heldSeconds)
    {
        var deliveries = new Deliveries(new Claims(), new ExchangeLimit(TimeSpan.FromSeconds(exchangeSeconds)), _time, NullLogger<Deliveries>.Instance);
        var rule = new SignatureRule("payments", SignatureScheme.Standard, "", TimeSpan.FromSeconds(toleranceSeconds), TimeSpan.FromMinutes(1));

        var claim = await deliveries.TryClaimAsync(Fingerprint.Of("message", "1"), rule, default);

        var held = _time.GetUtcNow() + TimeSpan.FromSeconds(heldSeconds);
        Assert.Equal((held, held), (claim?.HeldUntil, claim?.RememberedUntil));
    }

    private sealed class Claims : IDeliveryStore
    {
        public ValueTask<bool> TryClaimAsync(DeliveryClaim claim, DateTimeOffset now, CancellationToken cancellationToken) => ValueTask.FromResult(true);

        public ValueTask CompleteAsync(DeliveryClaim claim, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask ReleaseAsync(DeliveryClaim claim, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
