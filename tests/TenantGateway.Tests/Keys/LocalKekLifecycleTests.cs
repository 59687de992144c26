using Microsoft.Extensions.Time.Testing;
using TenantGateway.Core.Keys;
using TenantGateway.Keys.Local;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Keys;

public sealed class LocalKekLifecycleTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task DisabledAndDeleted_SurviveARestart()
    {
        string disabled;
        string deleted;
        using (var service = Open())
        {
            disabled = await service.CreateAsync("kek-acme", default);
            deleted = await service.CreateAsync("kek-globex", default);
            await service.SetEnabledAsync(disabled, false, default);
            await service.DeleteAsync("kek-globex", default);
        }

        using var restarted = Open();
        await AssertDeniedAsync(restarted, disabled);
        await AssertDeniedAsync(restarted, deleted);
    }

    [Fact]
    public async Task AnotherProcess_SeesADisabledKeyAtOnce()
    {
        using var admin = Open();
        using var proxy = Open();
        var kekId = await admin.CreateAsync("kek-acme", default);
        var wrapped = await proxy.WrapAsync(kekId, new byte[64], default);
        await proxy.UnwrapAsync(kekId, wrapped, new byte[64], default);
        await admin.SetEnabledAsync(kekId, false, default);
        await AssertDeniedAsync(proxy, kekId);
    }

    [Fact]
    public async Task DeletionPastItsRetention_IsPurged()
    {
        using var service = Open();
        await service.CreateAsync("kek-acme", default);
        await service.RotateAsync("kek-acme", default);
        var deleted = await service.DeleteAsync("kek-acme", default);
        Assert.Equal(_clock.GetUtcNow(), deleted.DeletedAt);
        Assert.Equal(_clock.GetUtcNow().AddDays(7), deleted.PurgedAt);

        _clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Equal(deleted, await service.FindDeletedAsync("kek-acme", default));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await service.FindDeletedAsync("kek-acme", default));
        Assert.Empty(Directory.GetFiles(_directory["keys"], "*.kek"));
    }

    [Fact]
    public async Task DeletionPastItsRetention_IsPurgedByTheNextStart()
    {
        using (var service = Open())
        {
            await service.CreateAsync("kek-acme", default);
            await service.DeleteAsync("kek-acme", default);
        }

        _clock.Advance(TimeSpan.FromDays(8));
        Open().Dispose();
        Assert.Empty(Directory.GetFiles(_directory["keys"], "*.kek"));
    }

    [Fact]
    public async Task PurgeThatWasCutOff_IsFinishedByTheNext()
    {
        using var service = Open();
        await service.CreateAsync("kek-acme", default);
        var second = await service.RotateAsync("kek-acme", default);
        await service.DeleteAsync("kek-acme", default);
        File.WriteAllBytes(Path.Combine(_directory["keys"], "kek-acme.1.gone"), []);
        File.Delete(Path.Combine(_directory["keys"], "kek-acme.1.kek"));

        Assert.NotNull(await service.FindDeletedAsync("kek-acme", default));
        await AssertDeniedAsync(service, second);
        await service.PurgeAsync("kek-acme", default);
        Assert.Null(await service.FindDeletedAsync("kek-acme", default));
        Assert.Equal("local:kek-acme/3", await service.CreateAsync("kek-acme", default));
    }

    [Fact]
    public async Task NamesThatBeginAlike_AreNotMixedUp()
    {
        using var service = Open();
        await service.CreateAsync("kek", default);
        var longer = await service.CreateAsync("kek-acme", default);
        await service.DeleteAsync("kek", default);
        await service.PurgeAsync("kek", default);
        var wrapped = await service.WrapAsync(longer, new byte[64], default);
        Assert.Equal(64, await service.UnwrapAsync(longer, wrapped, new byte[64], default));
    }

    [Fact]
    public async Task DamagedNoteOfADeletion_IsInvalidAndStaysDeleted()
    {
        using var service = Open();
        var kekId = await service.CreateAsync("kek-acme", default);
        await service.DeleteAsync("kek-acme", default);
        await File.WriteAllTextAsync(Path.Combine(_directory["keys"], "kek-acme.deleted"), "yesterday");
        Assert.Equal(KeyServiceFailure.Invalid, (await Assert.ThrowsAsync<KeyServiceException>(async () => await service.FindDeletedAsync("kek-acme", default))).Failure);
        await AssertDeniedAsync(service, kekId);
        using var restarted = Open();
        await AssertDeniedAsync(restarted, kekId);
    }

    private LocalKeyEncryptionService Open() => LocalKeyEncryptionService.Open(_directory["keys"], time: _clock);

    private static async Task AssertDeniedAsync(LocalKeyEncryptionService service, string kekId) => Assert.Equal(
        KeyServiceFailure.Denied,
        (await Assert.ThrowsAsync<KeyServiceException>(async () => await service.UnwrapAsync(kekId, new byte[93], new byte[64], default))).Failure);
}
