using TenantGateway.Core.Access;
using TenantGateway.Core.Webhooks;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class DeliveryStoreContract : StorageContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private DeliveryStore Deliveries => new(Database);

    [Fact]
    public async Task DeliveredMessage_IsTakenOnce_UntilItIsForgotten()
    {
        Assert.True(await Deliveries.TryClaimAsync(Claim(1), Now, default));
        Assert.False(await Deliveries.TryClaimAsync(Claim(2), Now, default));
        await Deliveries.CompleteAsync(Claim(1), default);
        await Deliveries.ReleaseAsync(Claim(1), default);

        Assert.False(await Deliveries.TryClaimAsync(Claim(2), Now.AddHours(1), default));
        Assert.True(await Deliveries.TryClaimAsync(Claim(2), Now.AddDays(3), default));
    }

    [Fact]
    public async Task ClaimThatIsGivenUp_OrWhoseHolderIsGone_IsFree()
    {
        Assert.True(await Deliveries.TryClaimAsync(Claim(1), Now, default));
        await Deliveries.ReleaseAsync(Claim(2), default);
        Assert.False(await Deliveries.TryClaimAsync(Claim(2), Now, default));
        await Deliveries.ReleaseAsync(Claim(1), default);
        Assert.True(await Deliveries.TryClaimAsync(Claim(2), Now, default));

        Assert.True(await Deliveries.TryClaimAsync(Claim(3), Now.AddMinutes(10), default));
        // Whoever comes back late has no say in it any more.
        await Deliveries.CompleteAsync(Claim(2), default);
        await Deliveries.ReleaseAsync(Claim(3), default);
        Assert.True(await Deliveries.TryClaimAsync(Claim(4), Now.AddMinutes(10), default));
    }

    [Fact]
    public async Task ClaimsOfTwoProcessesAtOnce_AreOne()
    {
        using var other = Storage.Open();
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => await new DeliveryStore(i % 2 == 0 ? Database : other).TryClaimAsync(Claim(i), Now, default))));
        Assert.Single(claims, claimed => claimed);
    }

    private static DeliveryClaim Claim(long number) => new(Fingerprint.Of("message", "1"), number, Now.AddMinutes(10), Now.AddDays(3));
}
