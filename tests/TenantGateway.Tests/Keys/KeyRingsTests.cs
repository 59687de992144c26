using Dapper;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys;

public sealed class KeyRingsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task LeasedByMany_UnwrapsEachGenerationOnce()
    {
        await using var host = await KeyHost.RestartWithAsync(_directory, "acme");
        var service = host.Get<WatchedKeyService>();
        var gate = new TaskCompletionSource();
        service.Gate = gate.Task;
        var leases = Enumerable.Range(0, 100).Select(_ => Task.Run(() => host.LeaseAsync("acme").AsTask())).ToArray();
        await Eventually.IsTrueAsync(() => service.Unwraps == 3);
        Assert.All(leases, lease => Assert.False(lease.IsCompleted));
        gate.SetResult();
        foreach (var lease in await Task.WhenAll(leases)) lease.Dispose();
        Assert.Equal(3, service.Unwraps);
    }

    [Fact]
    public async Task SteadyState_IsSynchronousAndAllocatesNothing()
    {
        await using var host = await KeyHost.RestartWithAsync(_directory, "acme");
        var rings = host.Get<IKeyRings>();
        var acme = TenantId.Parse("acme");
        ReadOnlyMemory<KeyId> met = (await host.RecordsAsync("acme")).Select(record => record.KeyId).ToArray();
        (await rings.LeaseAsync(acme, met, default)).Dispose();
        for (var i = 0; i < 100; i++) (await rings.LeaseAsync(acme, met, default)).Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            var leasing = rings.LeaseAsync(acme, met, default);
            if (!leasing.IsCompletedSuccessfully) Assert.Fail("It waits.");
            (await leasing).Dispose();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(3, host.Get<WatchedKeyService>().Unwraps);
    }

    [Fact]
    public async Task FailedUnwrap_IsNotRememberedWhereThatIsSet()
    {
        await using var host = await KeyHost.RestartWithAsync(_directory, "acme");
        host.Get<WatchedKeyService>().Failures.Enqueue(new KeyServiceException(KeyServiceFailure.Unavailable, "down"));
        var failed = await Assert.ThrowsAsync<KeyServiceException>(async () => await host.LeaseAsync("acme"));
        Assert.Equal(KeyServiceFailure.Unavailable, failed.Failure);
        using var lease = await host.LeaseAsync("acme");
        Assert.Equal(4, host.Get<WatchedKeyService>().Unwraps);
    }

    [Fact]
    public async Task KeyServiceThatThrowsAnythingOrHangs_IsUnavailable()
    {
        await using (await KeyHost.RestartWithAsync(_directory, "acme"))
        {
        }

        await using var host = await KeyHost.StartAsync(_directory, new() { ["Gateway:Keys:UnwrapTimeoutSeconds"] = "1" });
        host.Get<WatchedKeyService>().Failures.Enqueue(new HttpRequestException("no route"));
        Assert.Equal(KeyServiceFailure.Unavailable, (await Assert.ThrowsAsync<KeyServiceException>(async () => await host.LeaseAsync("acme"))).Failure);
        host.Get<WatchedKeyService>().Gate = new TaskCompletionSource().Task;
        Assert.Equal(KeyServiceFailure.Unavailable, (await Assert.ThrowsAsync<KeyServiceException>(async () => await host.LeaseAsync("acme"))).Failure);
        host.Get<WatchedKeyService>().Gate = Task.CompletedTask;
        using var lease = await host.LeaseAsync("acme");
    }

    [Fact]
    public async Task OneWaiterCancels_TheOthersGetTheKey()
    {
        await using var host = await KeyHost.RestartWithAsync(_directory, "acme");
        var service = host.Get<WatchedKeyService>();
        var gate = new TaskCompletionSource();
        service.Gate = gate.Task;
        using var cancelled = new CancellationTokenSource();
        var first = host.Get<IKeyRings>().LeaseAsync(TenantId.Parse("acme"), default, cancelled.Token).AsTask();
        var second = host.LeaseAsync("acme").AsTask();
        await Eventually.IsTrueAsync(() => service.Unwraps == 3);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        (await second).Dispose();
        Assert.Equal(3, service.Unwraps);
    }

    [Fact]
    public async Task TenantWithoutKeys_IsDenied()
    {
        await using var host = await KeyHost.StartAsync(_directory);
        Assert.Equal(KeyServiceFailure.Denied, (await Assert.ThrowsAsync<KeyServiceException>(async () => await host.LeaseAsync("nobody"))).Failure);
    }

    [Fact]
    public async Task TwoTenants_NeverMix()
    {
        await using var host = await KeyHost.RestartWithAsync(_directory, "acme", "globex");
        var ofGlobex = (await host.RecordsAsync("globex")).Select(record => record.KeyId).ToArray();
        await Parallel.ForAsync(0, 2000, async (i, cancellationToken) =>
        {
            var tenant = TenantId.Parse(i % 2 == 0 ? "acme" : "globex");
            using var lease = await host.Get<IKeyRings>().LeaseAsync(tenant, ofGlobex, cancellationToken);
            Assert.Equal(tenant, lease.Ring.Tenant);
            Assert.All(lease.Ring.Generations.ToArray(), generation => Assert.Equal(tenant, generation.Tenant));
            Assert.Equal(tenant.Value == "globex", lease.Ring.Find(ofGlobex[0]) is not null);
        });
        Assert.Equal(6, host.Get<WatchedKeyService>().Unwraps);
        using var acme = await host.LeaseAsync("acme");
        using var globex = await host.LeaseAsync("globex");
        Assert.NotEqual(acme.Ring.Audit.PseudonymOf("iss", "sub"), globex.Ring.Audit.PseudonymOf("iss", "sub"));
    }

    [Fact]
    public async Task GenerationMet_JoinsTheRing()
    {
        await using var host = await KeyHost.RestartWithAsync(_directory, "acme");
        var old = await AddGenerationAsync(host, GenerationState.Readable);
        using (var without = await host.LeaseAsync("acme")) Assert.Null(without.Ring.Find(old.KeyId));
        Assert.Equal(3, host.Get<WatchedKeyService>().Unwraps);
        using var with = await host.LeaseAsync("acme", old.KeyId, KeyId.FromBits(1), old.KeyId);
        Assert.NotNull(with.Ring.Find(old.KeyId));
        using var later = await host.LeaseAsync("acme");
        Assert.NotNull(later.Ring.Find(old.KeyId));
        Assert.Equal(4, host.Get<WatchedKeyService>().Unwraps);
    }

    [Theory]
    [InlineData(GenerationState.Disabled)]
    [InlineData(GenerationState.Destroyed)]
    public async Task GenerationThatMayNotBeRead_IsLeftOut(GenerationState state)
    {
        await using var host = await KeyHost.RestartWithAsync(_directory, "acme");
        var ended = await AddGenerationAsync(host, state);
        using var lease = await host.LeaseAsync("acme", ended.KeyId);
        Assert.Null(lease.Ring.Find(ended.KeyId));
        Assert.Equal(state, host.Get<IKeyRings>().Find(ended.KeyId)?.State);
    }

    [Fact]
    public async Task GenerationDisabledLater_IsRetiredOnceItsLeaseEnds()
    {
        await using var host = await KeyHost.RestartWithAsync(_directory, "acme");
        var old = await AddGenerationAsync(host, GenerationState.Readable);
        var lease = await host.LeaseAsync("acme", old.KeyId);
        var ring = lease.Ring;
        await using (var stranger = TestDatabase.Stranger(_directory))
        {
            var disabled = await host.Get<GenerationSigner>().SignAsync(old with { State = GenerationState.Disabled, Epoch = 2 }, default);
            await stranger.ExecuteAsync(
                "UPDATE generations SET state = 5, epoch = 2, signature = @Signature WHERE key_id = @KeyId",
                new { Signature = disabled.Signature.ToArray(), KeyId = old.KeyId.ToString() });
        }

        await host.Get<KeyRings>().ReloadAsync(default);
        lease.Dispose();
        Assert.Null(ring.TryLease());
        using var after = await host.LeaseAsync("acme", old.KeyId);
        Assert.Null(after.Ring.Find(old.KeyId));
        Assert.Equal(4, host.Get<WatchedKeyService>().Unwraps);
    }

    [Fact]
    public async Task ReloadWhileOthersLease_LosesNoLeaseAndUnwrapsNothingAgain()
    {
        await using var host = await KeyHost.RestartWithAsync(_directory, "acme");
        (await host.LeaseAsync("acme")).Dispose();
        var reloading = Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++) await host.Get<KeyRings>().ReloadAsync(default);
        });
        do
        {
            using var lease = await host.LeaseAsync("acme");
            Assert.StartsWith("ac_", lease.Ring.Audit.PseudonymOf("iss", "sub").Value, StringComparison.Ordinal);
        }
        while (!reloading.IsCompleted);
        await reloading;
        Assert.Equal(3, host.Get<WatchedKeyService>().Unwraps);
    }

    [Fact]
    public async Task Operator_HasAnAuditKeyThatSurvivesRestarts()
    {
        string before;
        await using (var host = await KeyHost.StartAsync(_directory))
        {
            using var lease = await host.LeaseAsync("operator");
            before = lease.Ring.Audit.PseudonymOf("iss", "admin").Value;
        }

        await using var restarted = await KeyHost.StartAsync(_directory);
        using var again = await restarted.LeaseAsync("operator");
        Assert.Equal(before, again.Ring.Audit.PseudonymOf("iss", "admin").Value);
        Assert.Single(await restarted.RecordsAsync("operator"));
    }

    // A second data generation, wrapped and signed as a rotation would.
    private static async Task<GenerationRecord> AddGenerationAsync(StateHost host, GenerationState state)
    {
        var first = (await host.RecordsAsync("acme")).First(record => record.Line == KeyLine.Data);
        var second = await host.Get<GenerationSigner>().SignAsync(
            first with
            {
                KeyId = KeyId.FromBits(424242),
                Number = 2,
                State = state,
                WrappedKey = await host.Get<WatchedKeyService>().WrapAsync(first.KekId, new byte[64], default),
            },
            default);
        await host.Get<IGenerationStore>().AddAsync([second], default);
        await host.Get<KeyRings>().ReloadAsync(default);
        return second;
    }
}
