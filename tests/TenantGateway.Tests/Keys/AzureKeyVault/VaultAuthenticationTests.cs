using Microsoft.Extensions.Logging.Abstractions;
using TenantGateway.Core.Keys;
using TenantGateway.Keys.AzureKeyVault;
using TenantGateway.KeyVault;

namespace TenantGateway.Tests.Keys.AzureKeyVault;

public sealed class VaultAuthenticationTests : IAsyncLifetime
{
    private VaultWorld? _world;

    private VaultWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _world = await VaultWorld.StartAsync(options => options.DirectoryId = options.Credential.TenantId);

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task FirstRequest_GoesWithoutTokenAndBody_AndTheTokenIsKept()
    {
        await World.Client.CreateRsaAsync("kek-acme", 2048, false, default);
        await World.Client.CreateRsaAsync("kek-globex", 2048, false, default);
        var requests = World.Server.Requests.All;
        Assert.Equal([false, true, true], requests.Select(request => request.HasToken));
        Assert.Equal(0, requests[0].Length);
        Assert.All(requests.Skip(1), request => Assert.True(request.Length > 0));
        Assert.Single(World.Server.Logins.All);
    }

    [Theory]
    [InlineData("""Bearer authorization="http://login.microsoftonline.com/11111111-2222-3333-4444-555555555555", resource="https://vault.azure.net" """)]
    [InlineData("""Bearer authorization="LOGIN", resource="http://vault.azure.net" """)]
    [InlineData("""Bearer authorization="LOGIN", resource="https://graph.microsoft.com" """)]
    [InlineData("""Bearer authorization="LOGIN", resource="https://vault.azure.net.elsewhere.example" """)]
    [InlineData("""Bearer authorization="LOGIN", resource="https://vault.azure.net@elsewhere.example" """)]
    [InlineData("""Bearer authorization="LOGIN", resource="https://vault.azure.net", resource="https://graph.microsoft.com" """)]
    [InlineData("""Bearer authorization="LOGIN" """)]
    [InlineData("""Bearer authorization="https://login.microsoftonline.com/99999999-2222-3333-4444-555555555555", resource="https://vault.azure.net" """)]
    [InlineData("""Bearer authorization="LOGIN", resource="https://vault.azure.net", error="insufficient_claims", claims="***" """)]
    [InlineData("""Basic realm="vault" """)]
    public async Task ChallengeThatIsNotTheVaultsOwn_GetsNoToken(string challenge)
    {
        World.Server.Faults.Add(new Fault { BeforeToken = true, Status = 401, Headers = { ["WWW-Authenticate"] = challenge.Trim().Replace("LOGIN", World.Server.LoginAddress + World.Server.DirectoryId) } });
        Assert.Equal(KeyServiceFailure.Invalid, (await FailureAsync()).Failure);
        Assert.Empty(World.Server.Logins.All);
        Assert.All(World.Server.Requests.All, request => Assert.False(request.HasToken));
    }

    [Fact]
    public async Task ChallengeThatNeverEnds_IsDenied()
    {
        World.Server.Faults.Add(new Fault
        {
            BeforeToken = true, Status = 401, Code = "Unauthorized", Headers = { ["WWW-Authenticate"] = $"Bearer authorization=\"{World.Server.LoginAddress}{World.Server.DirectoryId}\", resource=\"https://vault.azure.net\"" },
        });
        Assert.Equal(KeyServiceFailure.Denied, (await FailureAsync()).Failure);
        Assert.Equal(2, World.Server.Requests.All.Count);
    }

    [Fact]
    public async Task TokensRevoked_AreFetchedWithTheClaimsThatTheVaultNames()
    {
        await World.Service.CreateAsync("kek-acme", default);
        World.Server.RevokeTokens();
        World.Server.Requests.Clear();
        World.Server.Logins.Clear();
        await World.Service.CreateAsync("kek-acme", default);
        Assert.Equal([401, 200], World.Server.Requests.All.Select(request => request.Status));
        Assert.NotEmpty(World.Server.Logins.All);
    }

    [Fact]
    public async Task FreshTokenThatLacksClaims_IsFetchedAgainWithThem()
    {
        World.Server.RevokeTokens();
        await World.Service.CreateAsync("kek-acme", default);
        Assert.Equal([false, true, true, true], World.Server.Requests.All.Select(request => request.HasToken));
        Assert.Equal([401, 401, 404, 200], World.Server.Requests.All.Select(request => request.Status));
    }

    [Theory]
    [InlineData("gone", KeyServiceFailure.Denied)]
    [InlineData("secret-expired", KeyServiceFailure.Unavailable)]
    [InlineData("down", KeyServiceFailure.Unavailable)]
    [InlineData("hang", KeyServiceFailure.Unavailable)]
    public async Task NoToken_IsADenialOnlyWhereThePrincipalIsGone(string login, KeyServiceFailure expected)
    {
        World.Server.Login = login;
        Assert.Equal(expected, (await FailureAsync()).Failure);
        World.Server.Login = "ok";
        Assert.StartsWith($"{World.Client.Vault}/keys/kek-acme/", await World.Service.CreateAsync("kek-acme", default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoginDownWhileATokenIsHeld_IsNotNoticed()
    {
        var kekId = await World.Service.CreateAsync("kek-acme", default);
        World.Server.Login = "down";
        Assert.Equal(kekId, await World.Service.CreateAsync("kek-acme", default));
    }

    [Fact]
    public async Task VaultOfAnotherAuthority_IsUnavailableAndSeesNothing()
    {
        await using var other = await VaultServer.StartAsync();
        var options = VaultWorld.OptionsOf(World.Server);
        options.Loopback.CaFile = other.CaFile;
        var client = VaultWorld.ClientsOf(options).OfDeployment();
        var failed = await Assert.ThrowsAsync<KeyServiceException>(async () => await client.FindAsync("kek-acme", "", default));
        Assert.Equal(KeyServiceFailure.Unavailable, failed.Failure);
        Assert.Empty(World.Server.Requests.All);
    }

    [Fact]
    public async Task RightsOfAProxy_AreEnoughToServeAndForNothingElse()
    {
        var kekId = await World.Service.CreateAsync("kek-acme", default);
        var wrapped = await World.Service.WrapAsync(kekId, new byte[64], default);
        await World.Service.GetSigningKeyAsync(default);
        World.Server.Permit(VaultServer.ClientId, ["get", "unwrapKey", "sign"]);

        using var proxy = new AzureKeyVaultKeyEncryptionService(World.Client, World.Options, TimeProvider.System, NullLogger.Instance);
        Assert.Equal(64, await proxy.UnwrapAsync(kekId, wrapped, new byte[64], default));
        var signingKey = await proxy.GetSigningKeyAsync(default);
        var signature = await proxy.SignAsync(RecordSignature.Digest("record"u8), default);
        Assert.True(RecordSignature.Verify(signingKey, "record"u8, signature));
        foreach (var beyond in (Func<Task>[])[
            () => proxy.CreateAsync("kek-new", default).AsTask(),
            () => proxy.RotateAsync("kek-acme", default).AsTask(),
            () => proxy.ListVersionsAsync("kek-acme", default).AsTask(),
            () => proxy.SetEnabledAsync(kekId, false, default).AsTask(),
            () => proxy.DeleteAsync("kek-acme", default).AsTask(),
            () => proxy.WrapAsync(kekId, new byte[64], default).AsTask(),
        ])
        {
            Assert.Equal(KeyServiceFailure.Denied, (await Assert.ThrowsAsync<KeyServiceException>(beyond)).Failure);
        }
    }

    private async Task<KeyServiceException> FailureAsync() => await Assert.ThrowsAsync<KeyServiceException>(async () => await World.Service.CreateAsync("kek-acme", default));
}
