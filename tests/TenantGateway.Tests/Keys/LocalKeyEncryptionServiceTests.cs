using System.Security.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Keys.Local;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Keys;

public sealed class LocalKeyEncryptionServiceTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(64);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Wrapped_UnwrapsAfterARestart()
    {
        string kekId;
        byte[] wrapped;
        using (var service = Open())
        {
            kekId = await service.CreateAsync("kek-acme", default);
            wrapped = await service.WrapAsync(kekId, _key, default);
        }

        Assert.Equal("local:kek-acme/1", kekId);
        using var restarted = Open();
        Assert.Equal(kekId, await restarted.CreateAsync("kek-acme", default));
        Assert.Equal(_key, await UnwrapAsync(restarted, kekId, wrapped));
        Assert.NotEqual(wrapped, await restarted.WrapAsync(kekId, _key, default));
    }

    [Fact]
    public async Task SameKekFromManySides_IsOneKek()
    {
        using var one = Open();
        using var other = Open();
        for (var round = 1; round <= 20; round++)
        {
            var name = $"kek-{round}";
            var wrapped = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            {
                var service = i % 2 == 0 ? one : other;
                return await service.WrapAsync(await service.CreateAsync(name, default), _key, default);
            })));
            foreach (var each in wrapped) Assert.Equal(_key, await UnwrapAsync(one, $"local:{name}/1", each));
            Assert.Equal(round, Directory.GetFiles(_directory["keys"], "*.kek").Length);
        }

        Assert.Empty(Directory.GetFiles(_directory["keys"], "*.tmp"));
    }

    [Fact]
    public async Task WrappedForAnotherTenant_IsInvalid()
    {
        using var service = Open();
        var acme = await service.CreateAsync("kek-acme", default);
        var globex = await service.CreateAsync("kek-globex", default);
        var wrapped = await service.WrapAsync(acme, _key, default);
        Assert.Equal(KeyServiceFailure.Invalid, await FailureAsync(service, globex, wrapped));
    }

    [Fact]
    public async Task EveryAlteredByte_IsInvalid()
    {
        using var service = Open();
        var kekId = await service.CreateAsync("kek-acme", default);
        var wrapped = await service.WrapAsync(kekId, _key, default);
        for (var i = 0; i < wrapped.Length; i++)
        {
            var altered = wrapped.ToArray();
            altered[i] ^= 1;
            Assert.Equal(KeyServiceFailure.Invalid, await FailureAsync(service, kekId, altered));
        }

        Assert.Equal(KeyServiceFailure.Invalid, await FailureAsync(service, kekId, wrapped[..20]));
        Assert.Equal(KeyServiceFailure.Invalid, await FailureAsync(service, kekId, []));
    }

    [Theory]
    [InlineData("local:kek-none/1")]
    [InlineData("local:kek-acme/2")]
    [InlineData("local:kek-acme/01")]
    [InlineData("local:kek-acme/0")]
    [InlineData("local:kek-acme/-1")]
    [InlineData("local:kek-acme")]
    [InlineData("local:../keys/kek-acme/1")]
    [InlineData("local:/etc/passwd")]
    [InlineData("local:KEK-acme/1")]
    [InlineData("vault:kek-acme/1")]
    [InlineData("")]
    public async Task KekThatIsNotThere_IsDenied(string kekId)
    {
        using var service = Open();
        var wrapped = await service.WrapAsync(await service.CreateAsync("kek-acme", default), _key, default);
        Assert.Equal(KeyServiceFailure.Denied, await FailureAsync(service, kekId, wrapped));
    }

    [Fact]
    public async Task KekFileAlteredOrExchanged_IsInvalid()
    {
        using var service = Open();
        var acme = await service.CreateAsync("kek-acme", default);
        await service.CreateAsync("kek-globex", default);
        var wrapped = await service.WrapAsync(acme, _key, default);
        var file = Path.Combine(_directory["keys"], "kek-acme.1.kek");
        var whole = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, whole[..^1]);
        Assert.Equal(KeyServiceFailure.Invalid, await FailureAsync(service, acme, wrapped));
        await File.WriteAllBytesAsync(file, await File.ReadAllBytesAsync(Path.Combine(_directory["keys"], "kek-globex.1.kek")));
        Assert.Equal(KeyServiceFailure.Invalid, await FailureAsync(service, acme, wrapped));
        await File.WriteAllBytesAsync(file, whole);
        Assert.Equal(_key, await UnwrapAsync(service, acme, wrapped));
    }

    [Fact]
    public async Task Signature_VerifiesAfterARestart()
    {
        byte[] signature;
        using (var service = Open()) signature = await service.SignAsync(RecordSignature.Digest("record"u8), default);
        using var restarted = Open();
        var key = await restarted.GetSigningKeyAsync(default);
        Assert.True(RecordSignature.Verify(key, "record"u8, signature));
        Assert.False(RecordSignature.Verify(key, "other"u8, signature));
        await Assert.ThrowsAsync<ArgumentException>(async () => await restarted.SignAsync(new byte[20], default));
    }

    private LocalKeyEncryptionService Open() => LocalKeyEncryptionService.Open(_directory["keys"]);

    private static async Task<byte[]> UnwrapAsync(LocalKeyEncryptionService service, string kekId, byte[] wrapped)
    {
        var destination = new byte[64];
        return destination[..await service.UnwrapAsync(kekId, wrapped, destination, default)];
    }

    private static async Task<KeyServiceFailure> FailureAsync(LocalKeyEncryptionService service, string kekId, byte[] wrapped)
    {
        var destination = new byte[64];
        var failure = (await Assert.ThrowsAsync<KeyServiceException>(async () => await service.UnwrapAsync(kekId, wrapped, destination, default))).Failure;
        Assert.All(destination, value => Assert.Equal(0, value));
        return failure;
    }
}
