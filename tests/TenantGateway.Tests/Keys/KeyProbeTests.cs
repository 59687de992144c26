using System.Security.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys;

/// <summary>How often and how many at once the key service is asked.</summary>
public sealed class KeyProbeTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task HeldKeys_AreProbedOncePerVersionAndInterval()
    {
        await using var cache = await KeyCacheHost.StartAsync(_directory);
        await cache.HoldAsync("acme");
        cache.TakeAsked();
        var times = new List<double>();
        var started = cache.Time.GetTimestamp();
        for (var second = 0; second < 300; second++)
        {
            await cache.PassAsync(1);
            times.AddRange(cache.TakeAsked().Select(kekId =>
            {
                Assert.Equal("local:kek-acme/1", kekId);
                return cache.Time.GetElapsedTime(started).TotalSeconds;
            }));
        }

        // Three generations, one version: one probe each 23 to 30 s, and a second until it is seen.
        Assert.InRange(times.Count, 9, 13);
        Assert.All(times.Zip(times.Skip(1), (one, next) => next - one), gap => Assert.InRange(gap, 22, 32));
    }

    [Fact]
    public async Task TenantsUnwrappedTogether_AreProbedApart()
    {
        string[] tenants = [.. Enumerable.Range(0, 60).Select(i => $"t-{i}")];
        await using var cache = await StartWithAsync(tenants);
        foreach (var tenant in tenants) await cache.HoldAsync(tenant);
        cache.TakeAsked();
        var bySecond = new List<int>();
        for (var second = 0; second < 31; second++)
        {
            await cache.PassAsync(1);
            bySecond.Add(cache.TakeAsked().Count);
        }

        // Whoever is asked again soonest may be asked twice.
        Assert.InRange(bySecond.Sum(), 60, 90);
        // Two a second on average; all at once would be sixty.
        Assert.InRange(bySecond.Max(), 1, 15);
    }

    [Fact]
    public async Task SteadyState_AsksNothingBetweenProbes()
    {
        await using var cache = await KeyCacheHost.StartAsync(_directory);
        await cache.HoldAsync("acme");
        cache.TakeAsked();
        for (var i = 0; i < 1000; i++) (await cache.Host.LeaseAsync("acme")).Dispose();
        await cache.Host.Get<KeyRings>().ReloadAsync(default);
        (await cache.Host.LeaseAsync("acme")).Dispose();

        Assert.Empty(cache.TakeAsked());
    }

    [Fact]
    public async Task ColdStartWithAThousandTenants_UnwrapsEachGenerationOnceAndFewAtATime()
    {
        string[] tenants = [.. Enumerable.Range(0, 1000).Select(i => $"t-{i}")];
        await using var cache = await StartWithAsync(tenants);
        cache.Service.OnUnwrap = async _ => await Task.Yield();
        var before = cache.Service.Unwraps;

        // Each is wanted by three requests at once.
        await Task.WhenAll(tenants.Concat(tenants).Concat(tenants).Select(tenant => Task.Run(async () => (await cache.Host.LeaseAsync(tenant)).Dispose())));

        Assert.Equal(3000, cache.Service.Unwraps - before);
        Assert.InRange(cache.Service.MostAtOnce, 2, 8);
        Assert.Equal(3000, cache.Host.Get<HeldGenerations>().Count);
    }

    [Fact]
    public async Task TenantsWhoseKeysHang_HoldUpNobodyForLong()
    {
        string[] hanging = [.. Enumerable.Range(0, 20).Select(i => $"t-{i}")];
        await using var cache = await StartWithAsync([.. hanging, "acme"]);
        foreach (var tenant in hanging) cache.Failing[tenant] = null;
        var before = cache.Service.Unwraps;
        var waiting = hanging.Select(tenant => Task.Run(() => cache.RefusedAsync(tenant))).ToArray();
        await Eventually.IsTrueAsync(() => cache.Service.Unwraps - before == 8);

        // All eight places are taken; each comes free after a second of hanging, long before its timeout.
        var acme = Task.Run(() => cache.RefusedAsync("acme"));
        Assert.InRange(await cache.PassUntilAsync(() => acme.IsCompleted), 1, 12);
        Assert.Null(await acme);

        foreach (var tenant in hanging) cache.Failing[tenant] = KeyServiceFailure.Unavailable;
        await cache.PassUntilAsync(() => waiting.All(task => task.IsCompleted));
        Assert.All(await Task.WhenAll(waiting), refused => Assert.Equal("key_service_unavailable", refused));
    }

    /// <summary>A crowd before the vault is no outage of the key: without any grace it would end the use of what is held.</summary>
    [Fact]
    public async Task UnwrapThatFoundNoPlace_SaysNothingOfTheKey()
    {
        string[] hanging = [.. Enumerable.Range(0, 60).Select(i => $"t-{i}")];
        await using var cache = await StartWithAsync([.. hanging, "acme"], new() { ["Gateway:Keys:GraceSeconds"] = "0", ["Gateway:Keys:ConcurrentUnwraps"] = "1", ["Gateway:Keys:UnwrapTimeoutSeconds"] = "60" });
        var acme = await cache.HoldAsync("acme");
        foreach (var tenant in hanging) cache.Failing[tenant] = null;
        var before = cache.Service.Unwraps;
        var waiting = hanging.Select(tenant => Task.Run(() => cache.RefusedAsync(tenant))).ToList();
        // Three lines of each tenant, of which one call is under way.
        await Eventually.IsTrueAsync(() => cache.Service.Unwraps - before == 1 && cache.Host.Get<KeyServiceCalls>().Waiting == (3 * hanging.Length) - 1);
        var met = await AddGenerationAsync(cache, "acme");
        var busy = Task.Run(async () => await Assert.ThrowsAsync<KeyServiceException>(async () => await cache.Host.LeaseAsync("acme", met)));
        await Eventually.IsTrueAsync(() => cache.Host.Get<KeyServiceCalls>().Waiting == 3 * hanging.Length);

        // As long as a turn is waited for, and no longer: the next probe is not due.
        cache.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.IsType<VaultBusyException>((await busy).InnerException);
        Assert.Null(cache.Kek("acme").Failing);
        Assert.False(KeyCacheHost.IsZeroed(acme));
        await cache.PassUntilAsync(() => waiting.TrueForAll(task => task.IsCompleted));
    }

    [Fact]
    public async Task TenantsWhoseKeysHang_DelayNoDenialOfOthers()
    {
        string[] hanging = [.. Enumerable.Range(0, 40).Select(i => $"t-{i}")];
        await using var cache = await StartWithAsync([.. hanging, "acme"]);
        foreach (var tenant in (string[])[.. hanging, "acme"]) await cache.HoldAsync(tenant);
        foreach (var tenant in hanging) cache.Failing[tenant] = null;
        await cache.PassAsync(30);

        cache.Failing["acme"] = KeyServiceFailure.Denied;
        Assert.InRange(await cache.PassUntilAsync(() => cache.RefusalOf("acme") is not null), 0, 45);
    }

    [Fact]
    public async Task VersionThatWrapsNothingAnyMore_IsProbedNoMoreAndTheNewOneIs()
    {
        await using var cache = await KeyCacheHost.StartAsync(_directory);
        var held = await cache.HoldAsync("acme");
        var service = cache.Host.Get<IKeyEncryptionService>();
        var newKek = await cache.Host.Get<IKekLifecycle>().CreateAsync("kek-acme-2", default);
        foreach (var record in await cache.Host.RecordsAsync("acme"))
        {
            var key = new byte[GenerationKey.KeySize];
            await service.UnwrapAsync(record.KekId, record.WrappedKey, key, default);
            var rewrapped = record with { KekId = newKek, Epoch = record.Epoch + 1, WrappedKey = await service.WrapAsync(newKek, key, default) };
            Assert.True(await cache.Host.Get<IGenerationStore>().TryChangeAsync([await cache.Host.Get<GenerationSigner>().SignAsync(rewrapped, default)], default));
        }

        await cache.Host.Get<KeyRings>().ReloadAsync(default);
        Assert.False(KeyCacheHost.IsZeroed(held));
        cache.TakeAsked();
        await cache.PassAsync(65);
        Assert.Equal([newKek], cache.TakeAsked().Distinct());

        cache.Failing["acme-2"] = KeyServiceFailure.Denied;
        await cache.PassUntilAsync(() => cache.RefusalOf("acme") is not null);
        Assert.True(KeyCacheHost.IsZeroed(held));
    }

    [Theory]
    [InlineData("https://customer.vault.azure.net/keys/kek/1", "customer.vault.azure.net")]
    [InlineData("https://other.vault.azure.net/keys/kek/1", "other.vault.azure.net")]
    [InlineData("local:kek-acme/1", "local")]
    public void Vault_IsTheHostOfAKeyVaultId(string kekId, string vault) => Assert.Equal(vault, KekPlace.VaultOf(kekId));

    [Fact]
    public void KeyInAnotherVaultThanTheOperators_IsTheCustomers()
    {
        var own = new GenerationTable([Record(TenantId.Operator, KeyLine.Audit, "https://ours.vault.azure.net/keys/kek-operator/1")]);

        Assert.False(KekPlace.IsCustomers("https://ours.vault.azure.net/keys/kek-acme/2", own));
        Assert.True(KekPlace.IsCustomers("https://theirs.vault.azure.net/keys/kek-acme/2", own));
        Assert.True(KekPlace.IsCustomers("https://ours.vault.azure.net/keys/kek-acme/2", GenerationTable.Empty));
    }

    private static GenerationRecord Record(TenantId tenant, KeyLine line, string kekId) => new()
    {
        Tenant = tenant, KeyId = KeyId.FromBits(BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4))), Line = line, Number = 1, State = GenerationState.Primary, Epoch = 1,
        KekId = kekId, WrappedKey = new byte[64], Signature = new byte[64],
    };

    private static async Task<KeyId> AddGenerationAsync(KeyCacheHost cache, string tenant)
    {
        var first = (await cache.Host.RecordsAsync(tenant)).First(record => record.Line == KeyLine.Data);
        var second = first with { KeyId = KeyId.FromBits(424242), Number = 2, State = GenerationState.Readable };
        await cache.Host.Get<IGenerationStore>().AddAsync([await cache.Host.Get<GenerationSigner>().SignAsync(second, default)], default);
        await cache.Host.Get<KeyRings>().ReloadAsync(default);
        return second.KeyId;
    }

    // Without the tenants themselves, whose creation one by one would take long.
    private async Task<KeyCacheHost> StartWithAsync(string[] tenants, Dictionary<string, string?>? settings = null)
    {
        var cache = await KeyCacheHost.StartAsync(_directory, settings, "first");
        var records = new List<GenerationRecord>();
        foreach (var tenant in tenants) records.AddRange(await cache.Host.Get<GenerationFactory>().CreateFirstAsync(TenantId.Parse(tenant), [KeyLine.Data, KeyLine.Lookup, KeyLine.Audit], default));
        await cache.Host.Get<IGenerationStore>().AddAsync(records, default);
        await cache.Host.Get<KeyRings>().ReloadAsync(default);
        return cache;
    }
}
