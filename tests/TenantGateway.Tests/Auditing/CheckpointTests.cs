using Dapper;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Auditing.Checkpoints;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Cli;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Auditing;

public sealed class CheckpointTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task LogThatGrows_IsSignedInTheIntervalAndCopied()
    {
        await using var host = await SignedLog.StartAsync(_directory, null, ("IntervalSeconds", "1"), ("Directory", _directory["copies"]));
        for (var round = 0; round < 2; round++)
        {
            await host.CommitAsync("acme", "entry");
            var size = await host.SizeAsync();
            await Eventually.IsTrueAsync(async () => (await host.Get<IAuditCheckpointStore>().FindNewestAsync(default))?.Size == size);
            using var key = await host.KeyAsync();
            var stored = await host.Get<IAuditCheckpointStore>().FindNewestAsync(default);
            Assert.Equal(CheckpointVerdict.Valid, Checkpoint.Verify(stored!.Note.Span, key, out var checkpoint));
            Assert.Equal((size, (await host.AssertTreeAsync()).Root()), (checkpoint!.Size, checkpoint.Root));
            await Eventually.IsTrueAsync(() => File.Exists(Latest) && File.ReadAllBytes(Latest).AsSpan().SequenceEqual(stored.Note.Span));
        }
    }

    [Fact]
    public async Task EventOfKeys_IsSignedAtOnce()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await using var host = await SignedLog.StartAsync(_directory, time);
        Assert.Null(await host.Get<IAuditCheckpoints>().NowAsync(default));
        await host.CommitAsync("acme", "first");
        await host.SignAsync();
        await host.Get<IAuditTrail>().CommitAsync(new AuditEntry { Event = AuditEvent.KeyRevoked, Tenant = TenantId.Parse("acme"), Outcome = "ok", Actor = ActorId.System }, default);
        var size = await host.SizeAsync();
        await Eventually.IsTrueAsync(async () => (await host.Get<IAuditCheckpointStore>().FindNewestAsync(default))?.Size == size);
    }

    [Fact]
    public async Task FirstCheckpointOfAnHour_IsASealWithACopyOfItsOwn()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 10, 59, 0, default));
        await using var host = await SignedLog.StartAsync(_directory, time, ("Directory", _directory["copies"]));
        await host.CommitAsync("acme", "first");
        await host.SignAsync();
        await host.CommitAsync("acme", "in the same hour");
        await host.SignAsync();
        time.Advance(TimeSpan.FromMinutes(2));
        await host.CommitAsync("acme", "in the next");
        var next = await host.SignAsync();
        var seals = await host.Get<IAuditCheckpointStore>().ListSealsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, default);
        Assert.Equal(2, seals.Count);
        Assert.Equal(next.Checkpoint.Size, seals[^1].Size);
        Assert.Equal(3, Directory.GetFiles(_directory["copies"]).Length);
        Assert.Equal(next.Note.ToArray(), File.ReadAllBytes(Path.Combine(_directory["copies"], $"{next.Checkpoint.Size:d12}.checkpoint")));
    }

    [Fact]
    public async Task NothingNew_IsNotSignedAgain()
    {
        await using var host = await SignedLog.StartAsync(_directory);
        await host.CommitAsync("acme", "entry");
        var one = await host.SignAsync();
        Assert.Equal(one.Note.ToArray(), (await host.SignAsync()).Note.ToArray());
    }

    [Fact]
    public async Task TwoSigners_SignOneLog()
    {
        await using var one = await SignedLog.StartAsync(_directory);
        await using var other = await SignedLog.StartAsync(_directory);
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(one.CommitAsync("acme", "one"), other.CommitAsync("acme", "other"));
            await Task.WhenAll(one.SignAsync(), other.SignAsync());
        }

        var (a, b) = (await one.SignAsync(), await other.SignAsync());
        Assert.Equal(a.Checkpoint, b.Checkpoint);
        Assert.Equal((await one.AssertTreeAsync()).Root(), a.Checkpoint.Root);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CheckpointThatAnotherProcessSignsMeanwhile_IsNoFork(bool hasSignedBefore)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await using var other = await StartWithCopiesAsync();
        await other.CommitAsync("acme", "first");
        await other.SignAsync();
        await using var one = await AuditHost.StartAsync(_directory, time, new() { [$"{CheckpointOptions.Section}:Directory"] = hasSignedBefore ? null : _directory["copies"] });
        if (hasSignedBefore) await one.SignAsync();
        await one.CommitAsync("acme", "second");
        one.Get<TroubledAuditStore>().OnceAfterHead(async () =>
        {
            await other.CommitAsync("acme", "while the other one looks");
            await other.SignAsync();
        });

        var signed = await one.SignAsync();
        Assert.InRange(signed.Checkpoint.Size, 2, 3);
        Assert.Null(one.Get<CheckpointService>().Refusal);
        Assert.Equal(await one.SizeAsync(), (await one.SignAsync()).Checkpoint.Size);
    }

    [Fact]
    public async Task CheckpointOfAnotherProcess_IsMetAmongManyBatches()
    {
        await using var one = await SignedLog.StartAsync(_directory);
        await using var other = await SignedLog.StartAsync(_directory);
        await one.CommitAsync("acme", "first");
        await one.SignAsync();
        for (var i = 0; i < 3; i++) await other.CommitAsync("acme", "before the checkpoint of the other");
        await other.SignAsync();
        for (var i = 0; i < 3; i++) await other.CommitAsync("acme", "after it");

        Assert.Equal(await one.SizeAsync(), (await one.SignAsync()).Checkpoint.Size);
    }

    [Fact]
    public async Task RecordThatIsChangedBeforeItIsSigned_KeepsTheLogFromBeingSigned()
    {
        await using var host = await SignedLog.StartAsync(_directory, new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
        await host.CommitAsync("acme", "first");
        await host.SignAsync();
        await host.CommitAsync("acme", "original");
        await using (var stranger = TestDatabase.Stranger(_directory))
        {
            await stranger.ExecuteAsync("UPDATE audit_batches SET leaves = CAST(replace(CAST(leaves AS TEXT), 'original', 'tampered') AS BLOB) WHERE first_index = (SELECT max(first_index) FROM audit_batches)");
        }

        Assert.Contains("edge of the tree", await host.RefusalAsync(), StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Degraded, await HealthAsync(host));
        await using (var stranger = TestDatabase.Stranger(_directory))
        {
            await stranger.ExecuteAsync("UPDATE audit_batches SET leaves = CAST(replace(CAST(leaves AS TEXT), 'tampered', 'original') AS BLOB) WHERE first_index = (SELECT max(first_index) FROM audit_batches)");
        }

        await host.SignAsync();
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(host));
    }

    [Theory]
    [InlineData("DELETE FROM audit_checkpoints")]
    [InlineData("DELETE FROM audit_checkpoints WHERE size = (SELECT max(size) FROM audit_checkpoints)")]
    [InlineData("UPDATE audit_checkpoints SET note = CAST('nothing' AS BLOB) WHERE size = (SELECT max(size) FROM audit_checkpoints)")]
    [InlineData("UPDATE audit_checkpoints SET frontier = zeroblob(length(frontier)) WHERE size = (SELECT max(size) FROM audit_checkpoints)")]
    public async Task CheckpointsThatAreTakenAway_AreRemembered(string sql)
    {
        await using var host = await SignedLog.StartAsync(_directory, new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
        await host.CommitAsync("acme", "first");
        await host.SignAsync();
        await host.CommitAsync("acme", "signed");
        await host.SignAsync();
        await using (var stranger = TestDatabase.Stranger(_directory)) await stranger.ExecuteAsync(sql);
        await host.CommitAsync("acme", "next");
        Assert.NotNull(await host.RefusalAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public async Task DatabaseOfAFormerTime_IsNotSignedWhereACopyRemembers(int recordsSince)
    {
        string[] files = ["gateway.db"];
        await using (var host = await StartWithCopiesAsync())
        {
            await host.CommitAsync("acme", "before");
            await host.SignAsync();
        }

        foreach (var file in files) File.Copy(Path.Combine(_directory["state"], file), _directory[file]);
        await using (var host = await StartWithCopiesAsync())
        {
            for (var i = 0; i < 3; i++) await host.CommitAsync("acme", "will be forgotten");
            await host.SignAsync();
        }

        foreach (var file in Directory.GetFiles(_directory["state"], "gateway.db*")) File.Delete(file);
        foreach (var file in files) File.Copy(_directory[file], Path.Combine(_directory["state"], file));
        await using var restored = await StartWithCopiesAsync();
        for (var i = 0; i < recordsSince; i++) await restored.CommitAsync("acme", "another history");
        Assert.NotNull(await restored.RefusalAsync());
    }

    [Fact]
    public async Task Webhook_IsGivenTheNoteAlsoAtASecondAttempt()
    {
        var types = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        await using var server = await AdminServer.StartAsync(context =>
        {
            types.Enqueue(context.Request.ContentType);
            context.Response.StatusCode = types.Count == 1 ? 500 : 204;
            return Task.CompletedTask;
        });
        await using var host = await SignedLog.StartAsync(_directory, null, ("Webhooks:0", server.Address + "/checkpoints"), ("WebhookHosts:0", "127.0.0.1"));
        await host.CommitAsync("acme", "entry");
        await host.SignAsync();
        await Eventually.IsTrueAsync(() => types.Count >= 2);
        Assert.All(types.Take(2), type => Assert.Equal("text/plain; charset=utf-8", type));
        Assert.All(server.Requests.Take(2), posted => Assert.StartsWith("tenantgateway/", posted.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://witness.example/add", true)]
    [InlineData("https://elsewhere.example/add", false)]
    [InlineData("https://witness.example.elsewhere.example/add", false)]
    [InlineData("http://witness.example/add", false)]
    [InlineData("https://user@witness.example/add", false)]
    [InlineData("ftp://witness.example/add", false)]
    [InlineData("witness.example", false)]
    public void Webhook_GoesToAllowedHostsOverHttps(string webhook, bool allowed)
    {
        var validator = new CheckpointOptionsValidator(new TestEnvironment());
        Assert.Equal(allowed, validator.Validate(null, new CheckpointOptions { Webhooks = [webhook], WebhookHosts = ["witness.example"] }).Succeeded);
    }

    private string Latest => Path.Combine(_directory["copies"], "latest.checkpoint");

    private Task<StateHost> StartWithCopiesAsync() => SignedLog.StartAsync(_directory, new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)), ("Directory", _directory["copies"]));

    private static async Task<HealthStatus> HealthAsync(StateHost host) =>
        (await host.Get<HealthCheckService>().CheckHealthAsync(check => check.Name == "checkpoints")).Status;

    private sealed class TestEnvironment : Microsoft.Extensions.Hosting.IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Production";

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
