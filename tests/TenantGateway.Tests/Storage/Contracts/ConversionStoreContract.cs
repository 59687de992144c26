using TenantGateway.Core.Access;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class ConversionStoreContract : StorageContract
{
    private static readonly TenantId Acme = TenantId.Parse("acme");
    private static readonly DateTimeOffset T0 = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private ConversionStore Conversions => new(Database);

    [Fact]
    public async Task Inventory_IsReplacedByTheNextEpochAlone()
    {
        Assert.Null(await Conversions.FindInventoryAsync(Acme, default));
        Assert.False(await Conversions.TryDeclareAsync(Inventory(2), default));
        Assert.True(await Conversions.TryDeclareAsync(Inventory(1), default));
        Assert.False(await Conversions.TryDeclareAsync(Inventory(1), default));
        Assert.False(await Conversions.TryDeclareAsync(Inventory(3), default));
        Assert.True(await Conversions.TryDeclareAsync(Inventory(2), default));

        var read = await Conversions.FindInventoryAsync(Acme, default);
        Assert.Equal(2, read?.Epoch);
        Assert.Equal(Inventory(2).Signature.ToArray(), read?.Signature.ToArray());
    }

    [Fact]
    public async Task InventoriesFromManySides_OneIsTheFirst()
    {
        using var other = Storage.Open();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => await new ConversionStore(i % 2 == 0 ? Database : other).TryDeclareAsync(Inventory(1), default))));
        Assert.Single(results, won => won);
    }

    [Fact]
    public async Task Run_ComesBackAndChangesWithItsEpoch()
    {
        await Conversions.AddAsync(Run("r1"), default);
        await Conversions.AddAsync(Run("r1") with { Dataset = "other" }, default);
        await Conversions.AddAsync(Run("r2") with { BeganAt = T0.AddMinutes(1), Rewrites = false }, default);

        var read = await Conversions.FindAsync("r1", default);
        Assert.Equal(("orders", true, T0, null), (read?.Dataset, read?.Rewrites, read?.BeganAt, read?.EndedAt));
        Assert.False(await Conversions.TryChangeAsync(Run("r1") with { Epoch = 3 }, default));
        Assert.True(await Conversions.TryChangeAsync(Run("r1") with { Epoch = 2, Offset = 10, LastOffset = 4, EndedAt = T0.AddHours(1) }, default));
        Assert.False(await Conversions.TryChangeAsync(Run("r1") with { Epoch = 2 }, default));
        read = await Conversions.FindAsync("r1", default);
        Assert.Equal((2L, 10L, 4L, T0.AddHours(1)), (read?.Epoch, read?.Offset, read?.LastOffset, read?.EndedAt));
        Assert.Equal(["r2", "r1"], (await Conversions.ListAsync(Acme, 10, default)).Select(run => run.Id));
        Assert.Equal(["r2"], (await Conversions.ListAsync(Acme, 1, default)).Select(run => run.Id));
        Assert.Empty(await Conversions.ListAsync(TenantId.Parse("globex"), 10, default));
        Assert.Null(read?.Route);
        var protects = Run("r3") with { Route = "crm", Tally = new ConversionTally { Protected = 2, Unprotected = 1 } };
        await Conversions.AddAsync(protects, default);
        read = await Conversions.FindAsync("r3", default);
        Assert.Equal(("crm", 2L, 1L), (read?.Route, read?.Tally.Protected, read?.Tally.Unprotected));
    }

    private static DatasetInventory Inventory(long epoch) => new() { Tenant = Acme, Datasets = [], Epoch = epoch, Signature = new[] { (byte)epoch } };

    private static ConversionRun Run(string id) => new()
    {
        Id = id, Tenant = Acme, Dataset = "orders", Rewrites = true, Actor = new ActorId("ac_1"), BeganAt = T0, Offset = 0, LastOffset = 0, Tally = new ConversionTally(), LastTally = new ConversionTally(), Epoch = 1,
        Signature = new byte[64],
    };
}
