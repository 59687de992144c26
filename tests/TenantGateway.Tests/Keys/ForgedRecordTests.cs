using System.Diagnostics.Metrics;
using Dapper;
using TenantGateway.Core.Keys;
using TenantGateway.Keys;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys;

/// <summary>Whoever can write the database, and even wrap, makes no key that is used.</summary>
public sealed class ForgedRecordTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task WrappedByAStrangerWithoutSignature_IsNeverUsed()
    {
        await using var host = await KeyHost.RestartWithAsync(_directory, "acme");
        using var metrics = new MetricReader(host.Get<IMeterFactory>());
        var first = (await host.RecordsAsync("acme"))[0];
        var forged = first with
        {
            KeyId = KeyId.FromBits(99),
            Number = 2,
            State = GenerationState.Readable,
            WrappedKey = await host.Get<WatchedKeyService>().WrapAsync(first.KekId, new byte[64], default),
        };
        await host.Get<IGenerationStore>().AddAsync([forged], default);
        await host.Get<KeyRings>().ReloadAsync(default);
        Assert.Equal(1, metrics["tenantgateway.keys.records.refused/unsigned"]);
        Assert.Null(host.Get<IKeyRings>().Find(forged.KeyId));
        using var lease = await host.LeaseAsync("acme", forged.KeyId);
        Assert.Null(lease.Ring.Find(forged.KeyId));
        Assert.Equal(3, host.Get<WatchedKeyService>().Unwraps);
    }

    [Theory]
    [InlineData("UPDATE generations SET state = 4 WHERE tenant_id = 'acme' AND line = 1")]
    [InlineData("UPDATE generations SET epoch = 9 WHERE tenant_id = 'acme' AND line = 2")]
    [InlineData("UPDATE generations SET key_id = 'aaaaaa' WHERE tenant_id = 'acme' AND line = 2")]
    [InlineData("UPDATE generations SET kek_id = 'local:kek-globex/1' WHERE tenant_id = 'acme' AND line = 3")]
    [InlineData("UPDATE generations SET signature = zeroblob(64) WHERE tenant_id = 'acme' AND line = 1")]
    [InlineData("UPDATE generations SET wrapped_key = (SELECT wrapped_key FROM generations WHERE tenant_id = 'globex' AND line = 1) WHERE tenant_id = 'acme' AND line = 1")]
    [InlineData("UPDATE generations SET tenant_id = 'initech' WHERE tenant_id = 'acme' AND line = 1")]
    public async Task RecordChangedInTheDatabase_IsRefusedAndTheTenantWithIt(string change)
    {
        await using (await KeyHost.RestartWithAsync(_directory, "acme", "globex"))
        {
        }

        await using (var stranger = TestDatabase.Stranger(_directory)) Assert.InRange(await stranger.ExecuteAsync(change), 1, 2);
        await using var host = await KeyHost.StartAsync(_directory);
        using var metrics = new MetricReader(host.Get<IMeterFactory>());
        await host.Get<KeyRings>().ReloadAsync(default);
        Assert.InRange(metrics["tenantgateway.keys.records.refused/unsigned"], 1, 2);
        Assert.Equal(KeyServiceFailure.Denied, (await Assert.ThrowsAsync<KeyServiceException>(async () => await host.LeaseAsync("acme"))).Failure);
        Assert.Equal(0, host.Get<WatchedKeyService>().Unwraps);
    }

    [Fact]
    public async Task OlderRecordPutBack_IsRefusedAndTheNewerStays()
    {
        await using var host = await KeyHost.RestartWithAsync(_directory, "acme");
        using var metrics = new MetricReader(host.Get<IMeterFactory>());
        var first = (await host.RecordsAsync("acme"))[0];
        var disabled = await host.Get<GenerationSigner>().SignAsync(first with { State = GenerationState.Disabled, Epoch = 2 }, default);
        await using var stranger = TestDatabase.Stranger(_directory);
        await StoreAsync(disabled);
        await host.Get<KeyRings>().ReloadAsync(default);
        await StoreAsync(first);
        await host.Get<KeyRings>().ReloadAsync(default);
        Assert.Equal(1, metrics["tenantgateway.keys.records.refused/older"]);
        Assert.Equal(GenerationState.Disabled, host.Get<IKeyRings>().Find(first.KeyId)?.State);
        await Assert.ThrowsAsync<KeyServiceException>(async () => await host.LeaseAsync("acme"));

        async Task StoreAsync(GenerationRecord record) => await stranger.ExecuteAsync(
            "UPDATE generations SET state = @State, epoch = @Epoch, signature = @Signature WHERE key_id = @KeyId",
            new { State = (int)record.State, record.Epoch, Signature = record.Signature.ToArray(), KeyId = record.KeyId.ToString() });
    }

    [Fact]
    public async Task OldPrimaryPutBack_OfWhichTheProcessKnowsNothingNewer_IsNoSecondPrimary()
    {
        GenerationRecord first, second;
        await using (var before = await KeyHost.RestartWithAsync(_directory, "acme"))
        {
            first = (await before.RecordsAsync("acme"))[0];
            var signer = before.Get<GenerationSigner>();
            var wrapped = await before.Get<WatchedKeyService>().WrapAsync(first.KekId, new byte[64], default);
            second = await signer.SignAsync(first with { KeyId = KeyId.FromBits(99), Number = 2, WrappedKey = wrapped }, default);
            var readable = await signer.SignAsync(GenerationLife.Move(first, GenerationState.Readable, DateTimeOffset.UnixEpoch), default);
            Assert.True(await before.Get<IGenerationStore>().TryChangeAsync([readable, second], default));
        }

        await using (var stranger = TestDatabase.Stranger(_directory))
        {
            await stranger.ExecuteAsync("DROP INDEX generations_one_primary");
            await stranger.ExecuteAsync(
                "UPDATE generations SET state = 2, epoch = @Epoch, signature = @Signature, state_since = @Since WHERE key_id = @KeyId",
                new { first.Epoch, Signature = first.Signature.ToArray(), Since = first.StateSince?.ToUnixTimeMilliseconds(), KeyId = first.KeyId.ToString() });
        }

        await using var host = await KeyHost.StartAsync(_directory);
        using var metrics = new MetricReader(host.Get<IMeterFactory>());
        await host.Get<KeyRings>().ReloadAsync(default);
        Assert.Equal(1, metrics["tenantgateway.keys.records.refused/second_primary"]);
        using var lease = await host.LeaseAsync("acme", first.KeyId);
        Assert.Equal(second.KeyId, lease.Ring.Data.KeyId);
        Assert.Null(lease.Ring.Find(first.KeyId));
    }

    [Fact]
    public async Task RefusedRecord_IsInTheOperatorsTrail_OnceAProcess()
    {
        await using (await KeyHost.RestartWithAsync(_directory, "acme"))
        {
        }

        await using (var stranger = TestDatabase.Stranger(_directory)) await stranger.ExecuteAsync("UPDATE generations SET state = 4 WHERE tenant_id = 'acme' AND line = 1");
        await using (var host = await KeyHost.StartAsync(_directory))
        {
            for (var i = 0; i < 3; i++) await host.Get<KeyRings>().ReloadAsync(default);
        }

        var alarm = Assert.Single(await AuditRecords.ReadAsync(_directory["state"], "operator"), record => record["event"] == "key.record_refused");
        Assert.Equal(("unsigned", "system"), (alarm["outcome"], alarm["actor"]));
        Assert.Matches("^acme/[a-z2-7]{6}$", alarm["subject"]);
    }

    [Fact]
    public async Task OperatorsRecordChanged_StopsTheStart()
    {
        await using (await KeyHost.StartAsync(_directory))
        {
        }

        await using (var stranger = TestDatabase.Stranger(_directory)) await stranger.ExecuteAsync("UPDATE generations SET epoch = 5");
        await Assert.ThrowsAsync<InvalidOperationException>(() => KeyHost.StartAsync(_directory));
    }
}
