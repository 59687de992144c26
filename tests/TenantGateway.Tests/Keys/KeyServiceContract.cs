using System.Security.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Tests.Keys;

/// <summary>What every key service does, seen by its callers. Each implementation runs all of it.</summary>
public abstract class KeyServiceContract
{
    private const string Name = "kek-acme";
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(64);

    internal abstract IKeyEncryptionService Service { get; }

    internal abstract IKekLifecycle Keks { get; }

    /// <summary>An id of the right form that was never given.</summary>
    internal abstract string UnknownKekId { get; }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(190)]
    public async Task Wrapped_Unwraps(int length)
    {
        var kekId = await Keks.CreateAsync(Name, default);
        var key = RandomNumberGenerator.GetBytes(length);
        var wrapped = await Service.WrapAsync(kekId, key, default);
        Assert.Equal(key, await UnwrapAsync(kekId, wrapped, length));
        Assert.NotEqual(wrapped, await Service.WrapAsync(kekId, key, default));
    }

    [Fact]
    public async Task CreatedAgain_IsTheSameVersion()
    {
        var kekId = await Keks.CreateAsync(Name, default);
        Assert.Equal(kekId, await Keks.CreateAsync(Name, default));
        Assert.Single(await Keks.ListVersionsAsync(Name, default));
        Assert.NotEqual(kekId, await Keks.CreateAsync("kek-globex", default));
    }

    [Fact]
    public async Task Rotated_AddsAVersionAndOldOnesStillUnwrap()
    {
        var started = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var first = await Keks.CreateAsync(Name, default);
        var wrapped = await Service.WrapAsync(first, _key, default);
        var second = await Keks.RotateAsync(Name, default);
        var third = await Keks.RotateAsync(Name, default);
        Assert.Equal(third, await Keks.CreateAsync(Name, default));
        Assert.Equal(_key, await UnwrapAsync(first, wrapped));
        Assert.Equal(_key, await UnwrapAsync(third, await Service.WrapAsync(third, _key, default)));
        Assert.Equal(KeyServiceFailure.Invalid, await UnwrapFailureAsync(second, wrapped));

        var versions = await Keks.ListVersionsAsync(Name, default);
        Assert.Equal([first, second, third], versions.Select(version => version.KekId));
        Assert.All(versions, version => Assert.True(version.Enabled));
        Assert.All(versions, version => Assert.InRange(version.CreatedAt, started, started.AddMinutes(5)));
    }

    [Fact]
    public async Task DisabledVersion_IsDeniedUntilItIsEnabled()
    {
        var first = await Keks.CreateAsync(Name, default);
        var second = await Keks.RotateAsync(Name, default);
        var underFirst = await Service.WrapAsync(first, _key, default);
        var underSecond = await Service.WrapAsync(second, _key, default);
        await Keks.SetEnabledAsync(first, false, default);
        await Keks.SetEnabledAsync(first, false, default);
        Assert.Equal(KeyServiceFailure.Denied, await UnwrapFailureAsync(first, underFirst));
        Assert.Equal(_key, await UnwrapAsync(second, underSecond));
        Assert.Equal([false, true], (await Keks.ListVersionsAsync(Name, default)).Select(version => version.Enabled));

        // The trap of every probe: a disabled key still wraps.
        var wrappedMeanwhile = await Service.WrapAsync(first, _key, default);
        await Keks.SetEnabledAsync(first, true, default);
        await Keks.SetEnabledAsync(first, true, default);
        Assert.Equal(_key, await UnwrapAsync(first, underFirst));
        Assert.Equal(_key, await UnwrapAsync(first, wrappedMeanwhile));
    }

    [Fact]
    public async Task Deleted_IsDeniedUntilItIsRecovered()
    {
        var kekId = await Keks.CreateAsync(Name, default);
        var wrapped = await Service.WrapAsync(kekId, _key, default);
        Assert.Null(await Keks.FindDeletedAsync(Name, default));
        var before = TimeProvider.System.GetUtcNow();
        var deleted = await Keks.DeleteAsync(Name, default);
        Assert.Equal(Name, deleted.Name);
        Assert.InRange(deleted.DeletedAt, before.AddSeconds(-2), before.AddMinutes(5));
        Assert.True(deleted.PurgedAt > deleted.DeletedAt.AddDays(1));
        Assert.Equal(deleted, await Keks.FindDeletedAsync(Name, default));
        Assert.Equal(deleted, await Keks.DeleteAsync(Name, default));

        Assert.Equal(KeyServiceFailure.Denied, await UnwrapFailureAsync(kekId, wrapped));
        Assert.Equal(KeyServiceFailure.Denied, await FailureAsync(() => Service.WrapAsync(kekId, _key, default).AsTask()));
        Assert.Equal(KeyServiceFailure.Denied, await FailureAsync(() => Keks.SetEnabledAsync(kekId, true, default).AsTask()));
        Assert.Equal(KeyServiceFailure.Denied, await FailureAsync(() => Keks.CreateAsync(Name, default).AsTask()));
        Assert.Equal(KeyServiceFailure.Denied, await FailureAsync(() => Keks.RotateAsync(Name, default).AsTask()));
        Assert.Empty(await Keks.ListVersionsAsync(Name, default));

        await Keks.RecoverAsync(Name, default);
        await Keks.RecoverAsync(Name, default);
        Assert.Null(await Keks.FindDeletedAsync(Name, default));
        Assert.Equal(_key, await UnwrapAsync(kekId, wrapped));
        Assert.Equal(kekId, await Keks.CreateAsync(Name, default));
    }

    [Fact]
    public async Task DisabledThenDeletedThenRecovered_IsStillDisabled()
    {
        var kekId = await Keks.CreateAsync(Name, default);
        var wrapped = await Service.WrapAsync(kekId, _key, default);
        await Keks.SetEnabledAsync(kekId, false, default);
        await Keks.DeleteAsync(Name, default);
        await Keks.RecoverAsync(Name, default);
        Assert.Equal(KeyServiceFailure.Denied, await UnwrapFailureAsync(kekId, wrapped));
    }

    [Fact]
    public async Task Purged_IsGoneForGoodAndItsNameIsFree()
    {
        var kekId = await Keks.CreateAsync(Name, default);
        var wrapped = await Service.WrapAsync(kekId, _key, default);
        Assert.Equal(KeyServiceFailure.Denied, await FailureAsync(() => Keks.PurgeAsync(Name, default).AsTask()));
        Assert.Equal(_key, await UnwrapAsync(kekId, wrapped));

        await Keks.DeleteAsync(Name, default);
        await Keks.PurgeAsync(Name, default);
        await Keks.PurgeAsync(Name, default);
        Assert.Null(await Keks.FindDeletedAsync(Name, default));
        Assert.Empty(await Keks.ListVersionsAsync(Name, default));
        Assert.Equal(KeyServiceFailure.Denied, await UnwrapFailureAsync(kekId, wrapped));
        Assert.Equal(KeyServiceFailure.Denied, await FailureAsync(() => Keks.RecoverAsync(Name, default).AsTask()));
        Assert.Equal(KeyServiceFailure.Denied, await FailureAsync(() => Keks.DeleteAsync(Name, default).AsTask()));

        // A new key of that name is another key, and no id names two keys.
        Assert.NotEqual(kekId, await Keks.CreateAsync(Name, default));
        Assert.Equal(KeyServiceFailure.Denied, await UnwrapFailureAsync(kekId, wrapped));
    }

    [Fact]
    public async Task UnknownKey_IsDenied()
    {
        var wrapped = await Service.WrapAsync(await Keks.CreateAsync(Name, default), _key, default);
        Assert.Equal(KeyServiceFailure.Denied, await UnwrapFailureAsync(UnknownKekId, wrapped));
        Assert.Equal(KeyServiceFailure.Denied, await FailureAsync(() => Service.WrapAsync(UnknownKekId, _key, default).AsTask()));
        Assert.Equal(KeyServiceFailure.Denied, await FailureAsync(() => Keks.SetEnabledAsync(UnknownKekId, false, default).AsTask()));
        Assert.Equal(KeyServiceFailure.Denied, await FailureAsync(() => Keks.RotateAsync("kek-nobody", default).AsTask()));
        Assert.Equal(KeyServiceFailure.Denied, await FailureAsync(() => Keks.DeleteAsync("kek-nobody", default).AsTask()));
        Assert.Empty(await Keks.ListVersionsAsync("kek-nobody", default));
        Assert.Null(await Keks.FindDeletedAsync("kek-nobody", default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("local:../kek-acme/1")]
    [InlineData("https://elsewhere.example/keys/kek-acme/0123456789abcdef0123456789abcdef")]
    public async Task KeyIdOfAnotherService_IsDenied(string kekId) => Assert.Equal(KeyServiceFailure.Denied, await UnwrapFailureAsync(kekId, new byte[256]));

    [Fact]
    public async Task Damaged_IsInvalid()
    {
        var kekId = await Keks.CreateAsync(Name, default);
        var wrapped = await Service.WrapAsync(kekId, _key, default);
        foreach (var i in (int[])[0, wrapped.Length / 2, wrapped.Length - 1])
        {
            var altered = wrapped.ToArray();
            altered[i] ^= 1;
            Assert.Equal(KeyServiceFailure.Invalid, await UnwrapFailureAsync(kekId, altered));
        }

        Assert.Equal(KeyServiceFailure.Invalid, await UnwrapFailureAsync(kekId, wrapped[..20]));
    }

    [Fact]
    public async Task WrappedUnderAnotherKey_IsInvalid()
    {
        var wrapped = await Service.WrapAsync(await Keks.CreateAsync(Name, default), _key, default);
        Assert.Equal(KeyServiceFailure.Invalid, await UnwrapFailureAsync(await Keks.CreateAsync("kek-globex", default), wrapped));
    }

    [Fact]
    public async Task LongerThanTheDestination_IsInvalidAndWritesNothing()
    {
        var kekId = await Keks.CreateAsync(Name, default);
        var wrapped = await Service.WrapAsync(kekId, new byte[65], default);
        Assert.Equal(KeyServiceFailure.Invalid, await UnwrapFailureAsync(kekId, wrapped));
    }

    [Fact]
    public async Task Signature_VerifiesUnderThePublishedKey()
    {
        var signature = await Service.SignAsync(RecordSignature.Digest("record"u8), default);
        var key = await Service.GetSigningKeyAsync(default);
        Assert.True(RecordSignature.Verify(key, "record"u8, signature));
        Assert.False(RecordSignature.Verify(key, "other"u8, signature));
        Assert.Equal(key, await Service.GetSigningKeyAsync(default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Service.SignAsync(new byte[20], default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../kek")]
    [InlineData("a/b")]
    [InlineData("a.1")]
    [InlineData("A")]
    [InlineData("a\0")]
    [InlineData("k234567890123456789012345678901234567890123456789012345678901234x")]
    public async Task NameOutsideTheAlphabet_IsRefused(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Keks.CreateAsync(name, default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Keks.RotateAsync(name, default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Keks.DeleteAsync(name, default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Keks.FindDeletedAsync(name, default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Keks.ListVersionsAsync(name, default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Keks.RecoverAsync(name, default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Keks.PurgeAsync(name, default));
    }

    [Fact]
    public async Task Cancelled_IsCancelledAndNothingElse()
    {
        var kekId = await Keks.CreateAsync(Name, default);
        var wrapped = await Service.WrapAsync(kekId, _key, default);
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Service.WrapAsync(kekId, _key, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Service.UnwrapAsync(kekId, wrapped, new byte[64], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Service.SignAsync(new byte[32], cancelled));
        Assert.Equal(_key, await UnwrapAsync(kekId, wrapped));
    }

    private async Task<byte[]> UnwrapAsync(string kekId, byte[] wrapped, int length = 64)
    {
        var destination = new byte[length];
        return destination[..await Service.UnwrapAsync(kekId, wrapped, destination, default)];
    }

    private async Task<KeyServiceFailure> UnwrapFailureAsync(string kekId, byte[] wrapped)
    {
        var destination = new byte[64];
        var failure = await FailureAsync(() => Service.UnwrapAsync(kekId, wrapped, destination, default).AsTask());
        Assert.All(destination, value => Assert.Equal(0, value));
        return failure;
    }

    private static async Task<KeyServiceFailure> FailureAsync(Func<Task> call) => (await Assert.ThrowsAsync<KeyServiceException>(call)).Failure;
}
