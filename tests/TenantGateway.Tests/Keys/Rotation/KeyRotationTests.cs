using System.Diagnostics.Metrics;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Tokens;
using TenantGateway.Keys;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys.Rotation;

public sealed class KeyRotationTests : IDisposable
{
    private const string Fresh = "data primary; lookup primary; audit primary";

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Rotate_MakesAGenerationThatIsWrittenWithOnceItsWaitIsOver()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        var old = await host.KeyIdAsync(KeyLine.Data, 1);
        await host.DoAsync(RotationKind.Data);
        Assert.Equal("data primary pending; lookup primary; audit primary", await host.StatesAsync());
        var made = await host.KeyIdAsync(KeyLine.Data, 2);

        // The clock of a promotion starts when the record is read, at the first tick.
        await host.PromoteAsync(15);
        Assert.Equal("data primary pending; lookup primary; audit primary", await host.StatesAsync());
        Assert.Equal(TimeSpan.FromSeconds(1), (await host.Get<IKeyRotations>().ListAsync(TenantId.Parse("acme"), default)).Single(status => status.KeyId == made).PrimaryIn);
        using (var before = await host.LeaseAsync(made)) Assert.Equal((old, made), (before.Ring.Data.KeyId, before.Ring.Find(made)?.KeyId));
        await host.TickAsync();
        Assert.Equal("data readable primary; lookup primary; audit primary", await host.StatesAsync());
        using var after = await host.LeaseAsync(old);
        Assert.Equal((made, old), (after.Ring.Data.KeyId, after.Ring.Find(old)?.KeyId));
    }

    [Fact]
    public async Task RotateTwice_BeforeTheFirstIsInUse_IsOneRotation()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        await host.DoAsync(RotationKind.Data);
        var again = await host.RunAsync(RotationKind.Data);
        Assert.Equal((null, true, 0), (again.Refusal, again.Waits, again.Changes.Length));
        Assert.Equal("data primary pending; lookup primary; audit primary", await host.StatesAsync());
    }

    [Fact]
    public async Task ManyWhoRotateAtOnce_MakeOneGeneration()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        var plans = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => host.RunAsync(RotationKind.Data))));
        Assert.All(plans, plan => Assert.Equal((null, true), (plan.Refusal, plan.Waits)));
        Assert.Equal(1, plans.Count(plan => !plan.Changes.IsEmpty));
        Assert.Equal("data primary pending; lookup primary; audit primary", await host.StatesAsync());
    }

    [Fact]
    public async Task RotateKek_WrapsEveryGenerationAnew_AndLeavesEveryTokenReadable()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        await host.DoAsync(RotationKind.Data);
        await host.PromoteAsync();
        await host.DoAsync(RotationKind.Disable, await host.KeyIdAsync(KeyLine.Data, 1));
        var token = await SealAsync(host, "ada@example.com");
        var before = await host.RecordsAsync();

        await host.DoAsync(RotationKind.Kek);

        var after = await host.RecordsAsync();
        Assert.All(after, record => Assert.Equal("local:kek-acme/2", record.KekId));
        Assert.Equal(before.Select(record => (record.KeyId, record.State, record.Epoch + 1)), after.Select(record => (record.KeyId, record.State, record.Epoch)));
        Assert.All(before.Zip(after), pair => Assert.False(pair.First.WrappedKey.Span.SequenceEqual(pair.Second.WrappedKey.Span)));

        // The old version is not needed any more, not even after a restart.
        await host.Get<IKekLifecycle>().SetEnabledAsync("local:kek-acme/1", false, default);
        await host.DisposeAsync();
        await using var restarted = await RotationHost.StartAsync(_directory, host.Clock);
        Assert.Equal("ada@example.com", await OpenAsync(restarted, token));
        await restarted.DoAsync(RotationKind.Enable, await restarted.KeyIdAsync(KeyLine.Data, 1));
    }

    /// <summary>Made while the key-encryption key was changed: whoever disables the old version afterwards must not take the new generation with it.</summary>
    [Fact]
    public async Task GenerationMadeUnderAFormerKek_IsWrappedAnewBeforeItIsPrimary()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        await host.DoAsync(RotationKind.Data);
        var made = (await host.RecordsAsync()).Single(record => record.State == GenerationState.Pending);
        await host.DoAsync(RotationKind.Kek);
        var former = await host.Get<GenerationSigner>().SignAsync(made with { Epoch = 3 }, default);
        Assert.True(await host.Get<IGenerationStore>().TryChangeAsync([former], default));

        await host.PromoteAsync(20);

        Assert.Equal("data readable primary; lookup primary; audit primary", await host.StatesAsync());
        Assert.All(await host.RecordsAsync(), record => Assert.Equal("local:kek-acme/2", record.KekId));
        var token = await SealAsync(host, "ada@example.com");
        await host.Get<IKekLifecycle>().SetEnabledAsync("local:kek-acme/1", false, default);
        await host.DisposeAsync();
        await using var restarted = await RotationHost.StartAsync(_directory, host.Clock);
        Assert.Equal("ada@example.com", await OpenAsync(restarted, token));
    }

    [Fact]
    public async Task KekInACustomersVault_IsNotRotatedHere()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        await host.DoAsync(RotationKind.Data);
        await host.PromoteAsync();
        var readable = (await host.RecordsAsync()).Single(record => record.State == GenerationState.Readable);
        var moved = await host.Get<GenerationSigner>().SignAsync(readable with { Epoch = readable.Epoch + 1, KekId = "https://acme.vault.azure.net/keys/kek/1" }, default);
        Assert.True(await host.Get<IGenerationStore>().TryChangeAsync([moved], default));

        Assert.Equal(Reasons.KekOfCustomer, (await host.RunAsync(RotationKind.Kek)).Refusal);
        Assert.Equal(Reasons.KekOfCustomer, (await host.Get<IKeyRotations>().PlanAsync(new RotationRequest(TenantId.Parse("acme"), RotationKind.Kek), default)).Refusal);
        Assert.Single(await host.Get<IKekLifecycle>().ListVersionsAsync("kek-acme", default));
        await host.DoAsync(RotationKind.Data);
    }

    [Fact]
    public async Task Rotations_AreCountedByKindAndResult_AndAgesAreTold()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory, services: RotationHost.WatchKeyService);
        using var metrics = new MetricReader(host.Get<IMeterFactory>());
        await host.DoAsync(RotationKind.Data);
        await host.RunAsync(RotationKind.Data);
        await host.RunAsync(RotationKind.Disable, await host.KeyIdAsync(KeyLine.Data, 1));
        host.Get<WatchedKeyService>().Failures.Enqueue(new KeyServiceException(KeyServiceFailure.Unavailable, "not now"));
        await Assert.ThrowsAsync<KeyServiceException>(() => host.RunAsync(RotationKind.Kek));
        foreach (var result in (string[])["data/done", "data/unchanged", "disable/refused", "kek/failed"]) Assert.Equal((result, 1), (result, metrics[$"tenantgateway.keys.rotations/{result}"]));

        host.Clock.Advance(TimeSpan.FromDays(3));
        using (var waiting = new GaugeReader(host.Get<IMeterFactory>())) Assert.Equal(1, waiting["tenantgateway.keys.pending"]);
        host.Get<WatchedKeyService>().Failures.Enqueue(new KeyServiceException(KeyServiceFailure.Unavailable, "not now"));
        await host.PromoteAsync(40);
        Assert.Equal((1, 1), (metrics["tenantgateway.keys.promotions/put_off"], metrics["tenantgateway.keys.promotions/done"]));
        await host.RunAsync(RotationKind.Data);
        await host.PromoteAsync();
        using var gauges = new GaugeReader(host.Get<IMeterFactory>());
        Assert.Equal(0, gauges["tenantgateway.keys.pending"]);
        Assert.InRange(gauges["tenantgateway.keys.primary.age/data"], 16, 60);
        Assert.InRange(gauges["tenantgateway.keys.primary.age/lookup"], 3 * 86_400, 3 * 86_400 + 120);
        Assert.Equal(0, gauges["tenantgateway.keys.primary.age/audit"]);
    }

    [Fact]
    public async Task RotateKekAgain_IsAnotherVersion()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        await host.DoAsync(RotationKind.Kek);
        await host.DoAsync(RotationKind.Kek);
        Assert.All(await host.RecordsAsync(), record => Assert.Equal("local:kek-acme/3", record.KekId));
    }

    [Fact]
    public async Task ManyWhoRotateTheKekAtOnce_LeaveEveryGenerationUnderOneVersion()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        var plans = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => host.RunAsync(RotationKind.Kek))));
        Assert.Contains(plans, plan => plan.Refusal is null && !plan.Changes.IsEmpty);
        Assert.Single((await host.RecordsAsync()).Select(record => record.KekId).Distinct());
        using var lease = await host.LeaseAsync();
        Assert.NotNull(lease.Ring.Data);
    }

    [Fact]
    public async Task RotateLookup_KeepsTheOldSearchable_AndFinishesOnProofAlone()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        var old = await host.KeyIdAsync(KeyLine.Lookup, 1);
        await host.DoAsync(RotationKind.Lookup);
        await host.PromoteAsync();
        var promoted = host.Clock.GetUtcNow();
        Assert.Equal("data primary; lookup searchable primary; audit primary", await host.StatesAsync());
        using (var lease = await host.LeaseAsync()) Assert.Equal([old], lease.Ring.Searchables.Select(key => key.KeyId));
        Assert.Equal(Reasons.LookupRotationUnfinished, (await host.RunAsync(RotationKind.Lookup)).Refusal);
        Assert.Equal(Reasons.GenerationStateConflict, (await host.RunAsync(RotationKind.Disable, old)).Refusal);

        host.Proofs.Open = [new OpenDataset("contacts", "It was not read to its end.")];
        var refused = await host.RunAsync(RotationKind.FinishLookup);
        Assert.Equal((Reasons.OldTokensRemain, host.Proofs.Open[0]), (refused.Refusal, refused.Open.Single()));
        Assert.Equal((old, promoted + TimeSpan.FromSeconds(15)), host.Proofs.Asked);
        Assert.Equal("data primary; lookup searchable primary; audit primary", await host.StatesAsync());

        host.Proofs.Open = [];
        await host.DoAsync(RotationKind.FinishLookup);
        Assert.Equal("data primary; lookup readable primary; audit primary", await host.StatesAsync());
        Assert.Empty((await host.RunAsync(RotationKind.FinishLookup)).Changes);
        await host.DoAsync(RotationKind.Lookup);
    }

    [Fact]
    public async Task SearchThatIsNotDeclared_StopsALookupRotation()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        host.Searches.Undeclared = [new UndeclaredSearch("crm", "contacts", "email")];
        var plan = await host.RunAsync(RotationKind.Lookup);
        Assert.Equal((Reasons.SearchUndeclared, host.Searches.Undeclared[0]), (plan.Refusal, plan.Breaks.Single()));
        Assert.Equal(Fresh, await host.StatesAsync());
    }

    [Fact]
    public async Task DisabledGeneration_IsNotReadUntilItIsEnabled()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        var token = await SealAsync(host, "ada@example.com");
        var old = await host.KeyIdAsync(KeyLine.Data, 1);
        await host.DoAsync(RotationKind.Data);
        await host.PromoteAsync();

        await host.DoAsync(RotationKind.Disable, old);
        Assert.Null(await OpenAsync(host, token));
        Assert.Empty((await host.RunAsync(RotationKind.Disable, old)).Changes);
        await host.DoAsync(RotationKind.Enable, old);
        Assert.Equal("ada@example.com", await OpenAsync(host, token));
    }

    [Fact]
    public async Task Compromise_MarksAndRenewsBothLinesInOneStep_Once()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        var bad = await host.KeyIdAsync(KeyLine.Data, 1);
        await host.DoAsync(RotationKind.Compromise, bad);
        Assert.Equal("data primary pending; lookup primary pending; audit primary", await host.StatesAsync());
        Assert.Equal([bad], (await host.RecordsAsync()).Where(record => record.IsCompromised).Select(record => record.KeyId));
        Assert.Empty((await host.RunAsync(RotationKind.Compromise, bad)).Changes);
        await host.PromoteAsync();
        Assert.Equal("data readable primary; lookup searchable primary; audit primary", await host.StatesAsync());
        Assert.Empty((await host.RunAsync(RotationKind.Compromise, bad)).Changes);

        await host.DisposeAsync();
        await using var restarted = await RotationHost.StartAsync(_directory, host.Clock);
        Assert.True((await restarted.Get<IKeyRotations>().ListAsync(TenantId.Parse("acme"), default)).Single(status => status.KeyId == bad).IsCompromised);
    }

    [Fact]
    public async Task ForeignGeneration_IsUnknown()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        await host.CreateTenantAsync("globex");
        var foreign = (await host.RecordsAsync("globex"))[0].KeyId;
        Assert.Equal(Reasons.UnknownGeneration, (await host.RunAsync(RotationKind.Disable, foreign)).Refusal);
        Assert.Equal(Reasons.UnknownGeneration, (await host.RunAsync(RotationKind.Compromise, foreign)).Refusal);
        Assert.Equal(Fresh, await host.StatesAsync("globex"));
    }

    [Fact]
    public async Task OtherTenants_AreNotTouched()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        await host.CreateTenantAsync("globex");
        var before = await host.RecordsAsync("globex");
        foreach (var kind in (RotationKind[])[RotationKind.Data, RotationKind.Kek, RotationKind.Lookup]) await host.DoAsync(kind);
        await host.PromoteAsync();
        Assert.Equal(before.Select(record => (record.KeyId, record.Epoch, record.KekId)), (await host.RecordsAsync("globex")).Select(record => (record.KeyId, record.Epoch, record.KekId)));
    }

    [Fact]
    public async Task PendingGeneration_WhoseKeyIsDamaged_IsAbandonedAndTheNextTakesItsPlace()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory, services: RotationHost.WatchKeyService);
        await host.DoAsync(RotationKind.Data);
        host.Get<WatchedKeyService>().Failures.Enqueue(new KeyServiceException(KeyServiceFailure.Invalid, "damaged"));
        await host.PromoteAsync();
        Assert.Equal("data primary destroyed; lookup primary; audit primary", await host.StatesAsync());
        Assert.Equal(0, (await host.RecordsAsync())[1].WrappedKey.Length);
        await host.DoAsync(RotationKind.Data);
        await host.PromoteAsync();
        Assert.Equal("data readable destroyed primary; lookup primary; audit primary", await host.StatesAsync());
    }

    /// <summary>What is damaged may be another generation: a good one is not ended for it.</summary>
    [Fact]
    public async Task DamagedGenerationOfAnotherLine_EndsNoPendingOne()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        await host.DoAsync(RotationKind.Data);
        var lookup = (await host.RecordsAsync()).Single(record => record.Line == KeyLine.Lookup);
        var damaged = await host.Get<GenerationSigner>().SignAsync(lookup with { Epoch = 2, WrappedKey = new byte[lookup.WrappedKey.Length] }, default);
        Assert.True(await host.Get<IGenerationStore>().TryChangeAsync([damaged], default));
        await host.DisposeAsync();

        await using var restarted = await RotationHost.StartAsync(_directory, host.Clock);
        Assert.Equal(KeyServiceFailure.Invalid, (await Assert.ThrowsAsync<KeyServiceException>(async () => await restarted.LeaseAsync())).Failure);
        await restarted.PromoteAsync();
        Assert.Equal("data readable primary; lookup primary; audit primary", await restarted.StatesAsync());
    }

    [Theory]
    [InlineData(KeyServiceFailure.Unavailable)]
    [InlineData(KeyServiceFailure.Denied)]
    public async Task KeyServiceThatFails_PutsAPromotionOff(KeyServiceFailure failure)
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory, services: services =>
        {
            RotationHost.WatchKeyService(services);
            // What a denial has shut, a probe opens.
            services.AddHostedService<KeyProbeService>();
        });
        await host.DoAsync(RotationKind.Data);
        host.Get<WatchedKeyService>().Failures.Enqueue(new KeyServiceException(failure, "not now"));
        await host.PromoteAsync();
        Assert.Equal("data primary pending; lookup primary; audit primary", await host.StatesAsync());
        await Eventually.IsTrueAsync(async () =>
        {
            await host.TickAsync();
            return await host.StatesAsync() == "data readable primary; lookup primary; audit primary";
        });
    }

    [Fact]
    public async Task KeyServiceThatFails_ChangesNothing()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory, services: RotationHost.WatchKeyService);
        foreach (var kind in (RotationKind[])[RotationKind.Data, RotationKind.Lookup, RotationKind.Kek])
        {
            host.Get<WatchedKeyService>().Failures.Enqueue(new KeyServiceException(KeyServiceFailure.Unavailable, "not now"));
            await Assert.ThrowsAsync<KeyServiceException>(() => host.RunAsync(kind));
        }

        Assert.Equal(Fresh, await host.StatesAsync());
        Assert.All(await host.RecordsAsync(), record => Assert.Equal("local:kek-acme/1", record.KekId));
    }

    [Fact]
    public async Task ForgedRecord_IsNeverPromotedAndNeverRotatedFrom()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        var primary = (await host.RecordsAsync())[0];
        var forged = primary with { KeyId = KeyId.FromBits(99), Number = 2, State = GenerationState.Pending };
        await host.Get<IGenerationStore>().AddAsync([forged], default);
        await host.Get<KeyRings>().ReloadAsync(default);
        await host.PromoteAsync();
        Assert.Equal("data primary pending; lookup primary; audit primary", await host.StatesAsync());
        using (var lease = await host.LeaseAsync()) Assert.Equal(primary.KeyId, lease.Ring.Data.KeyId);
        await using (var stranger = TestDatabase.Stranger(_directory)) await stranger.ExecuteAsync("UPDATE generations SET state = 2, epoch = epoch + 1 WHERE tenant_id = 'acme' AND line = 2");
        Assert.Equal(Reasons.UnknownGeneration, (await host.RunAsync(RotationKind.Disable, forged.KeyId)).Refusal);
    }

    [Fact]
    public async Task Promotion_IsOnRecordAsIntentAndResultOfTheSystem()
    {
        await using (var host = await RotationHost.StartWithAcmeAsync(_directory))
        {
            await host.DoAsync(RotationKind.Data);
            await host.PromoteAsync();
        }

        var records = (await AuditRecords.ReadAsync(_directory["state"], "operator")).Where(record => record["event"] == "key.promoted").ToList();
        Assert.Equal(["intent", "ok"], records.Select(record => record["outcome"]));
        Assert.All(records, record => Assert.Equal("system", record["actor"]));
        Assert.All(records, record => Assert.Matches("^acme/[a-z2-7]{6}$", record["subject"]));
    }

    internal static async Task<byte[]> SealAsync(RotationHost host, string value)
    {
        using var lease = await host.LeaseAsync();
        using var token = new ByteBuffer(256);
        StoredToken.Seal(lease.Ring.Data, new Payload(PayloadType.Text, "email"u8, System.Text.Encoding.UTF8.GetBytes(value)), token);
        return token.Written.ToArray();
    }

    internal static async Task<string?> OpenAsync(RotationHost host, byte[] token)
    {
        Assert.True(TokenHeader.TryRead(token, out var header));
        using var lease = await host.LeaseAsync(header.KeyId);
        if (lease.Ring.Find(header.KeyId) is not { } key) return null;
        var scratch = Scratch.Rent(256);
        try
        {
            return StoredToken.TryOpen(key, header, token, ref scratch, out var payload) ? System.Text.Encoding.UTF8.GetString(payload.Value) : null;
        }
        finally
        {
            scratch.Dispose();
        }
    }
}
