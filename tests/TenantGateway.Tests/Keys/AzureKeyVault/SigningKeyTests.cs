using Microsoft.Extensions.Logging.Abstractions;
using TenantGateway.Core.Keys;
using TenantGateway.Keys.AzureKeyVault;
using TenantGateway.KeyVault;

namespace TenantGateway.Tests.Keys.AzureKeyVault;

public sealed class SigningKeyTests : IAsyncLifetime
{
    private VaultWorld? _world;

    private VaultWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _world = await VaultWorld.StartAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task KeyThatSomebodyRotates_ChangesNothingForARunningProcess()
    {
        var before = await World.Service.GetSigningKeyAsync(default);
        await World.Client.RotateAsync("tenantgateway-signing", default);
        Assert.Equal(before, await World.Service.GetSigningKeyAsync(default));
        var signature = await World.Service.SignAsync(RecordSignature.Digest("record"u8), default);
        Assert.True(RecordSignature.Verify(before, "record"u8, signature));
    }

    [Fact]
    public async Task PinnedVersion_IsTheOneForAnyProcess()
    {
        var before = await World.Service.GetSigningKeyAsync(default);
        var version = (await World.Client.ListVersionsAsync("tenantgateway-signing", default))[0].Id.Version;
        await World.Client.RotateAsync("tenantgateway-signing", default);
        using var pinned = ServiceWith(version);
        using var newest = ServiceWith("");
        Assert.Equal(before, await pinned.GetSigningKeyAsync(default));
        var signature = await pinned.SignAsync(RecordSignature.Digest("record"u8), default);
        Assert.True(RecordSignature.Verify(before, "record"u8, signature));
        Assert.NotEqual(before, await newest.GetSigningKeyAsync(default));
    }

    [Fact]
    public async Task PinnedVersionThatIsMissing_IsDeniedAndNoneIsMade()
    {
        using var pinned = ServiceWith("0123456789abcdef0123456789abcdef");
        Assert.Equal(KeyServiceFailure.Denied, (await Assert.ThrowsAsync<KeyServiceException>(async () => await pinned.GetSigningKeyAsync(default))).Failure);
        Assert.Empty(await World.Client.ListVersionsAsync("tenantgateway-signing", default));
    }

    [Fact]
    public async Task ProcessThatMakesNoKeys_WaitsForTheSigningKeyAndMakesNone()
    {
        using var proxy = new AzureKeyVaultKeyEncryptionService(World.Client, World.Options, TimeProvider.System, NullLogger.Instance, makesKeys: false);
        Assert.Equal(KeyServiceFailure.Unavailable, (await Assert.ThrowsAsync<KeyServiceException>(async () => await proxy.GetSigningKeyAsync(default))).Failure);
        Assert.Empty(await World.Client.ListVersionsAsync("tenantgateway-signing", default));
        Assert.Equal(await World.Service.GetSigningKeyAsync(default), await proxy.GetSigningKeyAsync(default));
    }

    [Fact]
    public async Task SigningKeyOfAnotherType_IsInvalid()
    {
        await World.Client.CreateRsaAsync("tenantgateway-signing", 2048, false, default);
        Assert.Equal(KeyServiceFailure.Invalid, (await Assert.ThrowsAsync<KeyServiceException>(async () => await World.Service.GetSigningKeyAsync(default))).Failure);
    }

    [Fact]
    public async Task SignatureOfAnotherKey_IsInvalidBeforeAnythingIsStored()
    {
        await World.Service.GetSigningKeyAsync(default);
        World.Server.Faults.Add(new Fault { Path = "/sign$", Kind = FaultKind.Alter, Body = "\"value\":\"....=>\"value\":\"AAAA" });
        Assert.Equal(KeyServiceFailure.Invalid, (await Assert.ThrowsAsync<KeyServiceException>(async () => await World.Service.SignAsync(new byte[32], default))).Failure);
    }

    [Fact]
    public async Task DisabledSigningKey_VerifiesAndDoesNotSign()
    {
        var key = await World.Service.GetSigningKeyAsync(default);
        World.Server.SetEnabled("tenantgateway-signing", false);
        Assert.Equal(KeyServiceFailure.Denied, (await Assert.ThrowsAsync<KeyServiceException>(async () => await World.Service.SignAsync(new byte[32], default))).Failure);
        using var restarted = ServiceWith("");
        Assert.Equal(key, await restarted.GetSigningKeyAsync(default));
    }

    [Fact]
    public async Task SigningKey_IsNoKeyEncryptionKey()
    {
        await World.Service.GetSigningKeyAsync(default);
        await Assert.ThrowsAsync<ArgumentException>(async () => await World.Service.DeleteAsync("tenantgateway-signing", default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await World.Service.CreateAsync("tenantgateway-signing", default));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(90, 90)]
    public async Task RotationPolicy_IsSetWhenAKeyIsMade(int days, int? expected)
    {
        World.Options.RotateAfterDays = days;
        await World.Service.CreateAsync("kek-acme", default);
        Assert.Equal(expected, await World.Client.GetRotationAsync("kek-acme", default));
        Assert.Null(await World.Client.SetRotationAsync("kek-acme", null, default));
    }

    private AzureKeyVaultKeyEncryptionService ServiceWith(string version)
    {
        var options = VaultWorld.OptionsOf(World.Server);
        options.SigningKeyVersion = version;
        return new AzureKeyVaultKeyEncryptionService(World.Client, options, TimeProvider.System, NullLogger.Instance);
    }
}
