using System.Text.Json.Nodes;
using TenantGateway.Auditing.Retention;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;
using TenantGateway.Keys;
using TenantGateway.Storage.Databases;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Termination;

/// <summary>The audit key of a tenant that ends: reviewers read by it as long as there are records, and nobody a day longer.</summary>
public sealed class AuditKeyTests
{
    private const string Email = "grace@example.com";

    private static readonly TenantId Acme = TenantId.Parse("acme");

    [Fact]
    public async Task AuditKey_OutlastsItsTenantAndEndsWithItsLastRecord()
    {
        await using var world = await StartAsync();
        var former = (await world.StoredGenerationsAsync("acme")).Single(record => record.Line == KeyLine.Audit);
        var actor = await RevealAsync(world);
        await world.TerminateAsync("acme");
        await world.PassDaysAsync(30.1);

        // :: Step 1: destroyed, and its records are read as before
        Assert.Equal(("destroyed", "destroyed", "final"), await world.LifeAsync("acme"));
        Assert.Equal(["ok"], await world.TrailAsync("audit.key_kept"));
        Assert.Equal(1, await SawAsync(world));
        Assert.NotNull(await world.Get<IAuditReview>().ResolveAsync(Acme, actor, default));
        var refused = await Assert.ThrowsAsync<KeyServiceException>(async () => await world.Get<IKeyEncryptionService>().UnwrapAsync(former.KekId, former.WrappedKey, new byte[64], default));
        Assert.Equal(KeyServiceFailure.Denied, refused.Failure);
        await Assert.ThrowsAsync<KeyServiceException>(async () => await world.Get<IKeyRings>().LeaseAsync(Acme, default, default));

        // :: Step 2: not before the last record is gone
        var kept = (await world.StoredGenerationsAsync("acme")).Single(record => record.Line == KeyLine.Audit);
        await RoundAsync(world, 20);
        Assert.Equal(1, await SawAsync(world));

        // :: Step 3: with it, for good
        await RoundAsync(world, 60);
        Assert.Equal("audit.pruned", Assert.Single(await world.Gateway.AuditAsync("acme"))["event"]);
        Assert.Equal(["intent", "ok"], await world.TrailAsync("audit.key_ended"));
        var ended = (await world.StoredGenerationsAsync("acme")).Single(record => record.Line == KeyLine.Audit);
        Assert.Equal((GenerationState.Destroyed, true), (ended.State, ended.WrappedKey.IsEmpty));
        Assert.Null(await SawAsync(world));
        await Assert.ThrowsAsync<KeyServiceException>(async () => await world.Get<IKeyEncryptionService>().UnwrapAsync(kept.KekId, kept.WrappedKey, new byte[64], default));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(world.Gateway.StateDirectory, "gateway"), "gateway.db*"))
        {
            Assert.True(await ReadAsync(file) is var bytes && bytes.AsSpan().IndexOf(kept.WrappedKey.Span) < 0 && bytes.AsSpan().IndexOf(former.WrappedKey.Span) < 0, file);
        }

        // A process that has not read of it yet asks for the key once more. The other answer comes after it.
        var watch = world.Get<KekWatch>();
        watch.Failed(new KekState(Acme, kept.KekId, TimeSpan.Zero, TimeProvider.System), KeyServiceFailure.Denied);
        watch.Failed(new KekState(TenantId.Parse("globex"), "local:another/1", TimeSpan.Zero, TimeProvider.System), KeyServiceFailure.Denied);
        await Eventually.IsTrueAsync(async () => (await world.Gateway.AuditAsync("globex")).Any(record => record["event"] == "key.revoked"));
        Assert.DoesNotContain(await world.Gateway.AuditAsync("acme"), record => record["event"] == "key.revoked");

        // :: Step 4: also where a backup brings its record back
        await world.Get<Database>().ChangeAsync(
            "UPDATE generations SET state = @state, epoch = @Epoch, kek_id = @KekId, wrapped_key = @key, signature = @signature WHERE key_id = @id",
            new { state = (long)kept.State, kept.Epoch, kept.KekId, key = kept.WrappedKey.ToArray(), signature = kept.Signature.ToArray(), id = kept.KeyId.ToString() },
            default);
        Assert.DoesNotContain(await world.Get<IGenerationStore>().ListAsync(default), record => record.Tenant == Acme && !record.WrappedKey.IsEmpty);
        await RoundAsync(world, 2);
        Assert.All(await world.StoredGenerationsAsync("acme"), record => Assert.True(record.WrappedKey.IsEmpty));
    }

    [Fact]
    public async Task TakeoverAndEnd_GoOnFromWhereverTheyWereCutOff()
    {
        var troubled = (TroubledKeks?)null;
        await using var world = await StartAsync(inner => troubled = new TroubledKeks(inner));
        Assert.NotNull(troubled);
        await RevealAsync(world);
        await world.TerminateAsync("acme");

        // :: Step 1: before the audit key has a key of its own, nothing of the tenant's goes
        troubled.FailsAt = "create audit-acme";
        await world.PassDaysAsync(30.1);
        Assert.Equal("destroying", (await world.LifeAsync("acme")).Phase);
        Assert.DoesNotContain(await world.StoredGenerationsAsync("acme"), record => record.WrappedKey.IsEmpty);

        // :: Step 2: taken over, and the tenant's own still there
        troubled.FailsAt = "delete kek-acme";
        await world.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Equal("destroying", (await world.LifeAsync("acme")).Phase);
        Assert.True(KekNames.IsOfAudit((await world.StoredGenerationsAsync("acme")).Single(record => record.Line == KeyLine.Audit).KekId, Acme));
        Assert.Equal(1, await SawAsync(world));

        // :: Step 3: gone on with
        await world.PassAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(("destroyed", "destroyed", "final"), await world.LifeAsync("acme"));
        Assert.Equal(["ok", "unchanged"], await world.TrailAsync("audit.key_kept"));
        Assert.Equal(1, await SawAsync(world));

        // :: Step 4: the end, with its tombstone set and nothing else done; then with the key deleted and not purged
        troubled.FailsAt = "delete audit-acme";
        await RoundAsync(world, 90);
        Assert.Contains(Acme, world.Get<ITombstones>().ReadEndedAuditKeys());
        Assert.Contains(await world.StoredGenerationsAsync("acme"), record => !record.WrappedKey.IsEmpty);
        troubled.FailsAt = "purge audit-acme";
        await RoundAsync(world, 2);
        Assert.Contains(await world.StoredGenerationsAsync("acme"), record => !record.WrappedKey.IsEmpty);
        await RoundAsync(world, 2);
        Assert.All(await world.StoredGenerationsAsync("acme"), record => Assert.True(record.WrappedKey.IsEmpty));
        Assert.Null(await world.Get<IKekLifecycle>().FindDeletedAsync("audit-acme", default));
        Assert.Equal("ok", (await world.TrailAsync("audit.key_ended"))[^1]);
        var count = (await world.TrailAsync("audit.key_ended")).Length;
        await RoundAsync(world, 2);
        Assert.Equal(count, (await world.TrailAsync("audit.key_ended")).Length);
    }

    private static Task<TerminationWorld> StartAsync(Func<IKekLifecycle, IKekLifecycle>? keks = null) => TerminationWorld.StartAsync(keks: keks, settings: new Dictionary<string, string?>
    {
        ["Gateway:Audit:Search:IntervalMilliseconds"] = "50",
        [$"{RetentionOptions.Section}:MinDays"] = "30",
        [$"{RetentionOptions.Section}:RecordDays"] = "60",
        [$"{RetentionOptions.Section}:DetailDays"] = "60",
    });

    private static async Task<ActorId> RevealAsync(TerminationWorld world)
    {
        using var answer = await world.Gateway.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", $$"""{"email":"{{Email}}","name":"Grace"}""");
        Assert.Equal(200, (int)answer.StatusCode);
        await Eventually.IsTrueAsync(async () => await SawAsync(world) == 1);
        return new ActorId((await world.Gateway.AuditAsync("acme")).First(record => record["event"] == "data.revealed")["actor"] ?? "");
    }

    /// <summary>How many records of the person a reviewer finds; null where it is refused.</summary>
    private static async Task<int?> SawAsync(TerminationWorld world)
    {
        using var request = LoopbackClient.Request(HttpMethod.Post, "admin/audit/who-saw", $$"""{"tenant":"acme","class":"email","value":"{{Email}}"}""")
            .With("Authorization", $"Bearer {await world.Gateway.TokenAsync("reviewer@operator")}");
        var saw = await Answer.ReadAsync(await world.Gateway.Admin.SendAsync(request));
        return saw.Status == 200 ? (saw.Json["items"] as JsonArray)?.Count : null;
    }

    private static async Task RoundAsync(TerminationWorld world, int days)
    {
        await world.PassDaysAsync(days);
        // The hosted one may be at it.
        await Eventually.IsTrueAsync(async () => await world.Get<RetentionRound>().TryRunAsync(TimeSpan.FromMinutes(1), default));
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }
}
