using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys.AzureKeyVault;
using TenantGateway.KeyVault;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Keys.AzureKeyVault;

public sealed class AzureKeyVaultOptionsTests
{
    [Theory]
    [InlineData("https://contoso-keys.vault.azure.net")]
    [InlineData("https://contoso-keys.vault.azure.net/")]
    [InlineData("https://CONTOSO.vault.usgovcloudapi.net")]
    public void VaultBelowAnAllowedSuffix_IsTaken(string uri) => Assert.Empty(FailuresOf(new AzureKeyVaultOptions { VaultUri = uri }));

    [Theory]
    [InlineData("")]
    [InlineData("contoso.vault.azure.net")]
    [InlineData("http://contoso.vault.azure.net")]
    [InlineData("https://vault.azure.net")]
    [InlineData("https://a.b.vault.azure.net")]
    [InlineData("https://contoso.vault.azure.net.")]
    [InlineData("https://contoso.vault.azure.net:8443")]
    [InlineData("https://contoso.vault.azure.net/keys")]
    [InlineData("https://contoso.vault.azure.net?x")]
    [InlineData("https://user@contoso.vault.azure.net")]
    [InlineData("https://contoso.vault.azure.net.example")]
    [InlineData("https://contosovault.azure.net")]
    [InlineData("https://203.0.113.7")]
    [InlineData("https://localhost:8443")]
    [InlineData("https://127.0.0.1")]
    public void AnyOtherAddress_IsRefused(string uri) =>
        Assert.Contains(AzureKeyVaultOptions.Section + ":VaultUri", Assert.Single(FailuresOf(new AzureKeyVaultOptions { VaultUri = uri })), StringComparison.Ordinal);

    [Fact]
    public void EverythingThatIsWrong_IsToldAtOnce()
    {
        var failures = FailuresOf(new AzureKeyVaultOptions
        {
            VaultUri = "ftp://x", DirectoryId = "contoso", RotateAfterDays = 5, AllowedSuffixes = ["Net"],
            Credential = new VaultCredentialOptions { Kind = "Secret", ClientId = "me", TenantId = "us", AuthorityHost = "http://login.example" },
            Loopback = new LoopbackVaultOptions { CaFile = "/nowhere/ca.pem" },
        });
        Assert.Equal(9, failures.Count);
    }

    [Fact]
    public async Task LoopbackVaultInProduction_IsRefusedWithoutTheExactConsent()
    {
        await using var server = await VaultServer.StartAsync();
        var options = VaultWorld.OptionsOf(server);
        Assert.Contains("refused in Production", Assert.Single(FailuresOf(options, Environments.Production)), StringComparison.Ordinal);
        options.Loopback.AllowInProduction = "yes";
        Assert.NotEmpty(FailuresOf(options, Environments.Production));
        options.Loopback.AllowInProduction = "loopback-vault-in-production";
        Assert.Empty(FailuresOf(options, Environments.Production));
    }

    [Fact]
    public async Task Gateway_KeepsItsTenantsKeysInTheVault()
    {
        using var directory = new TempDirectory();
        await using var server = await VaultServer.StartAsync();
        await using (var host = await StateHost.StartAsync(directory, settings: SettingsOf(server)))
        {
            Assert.Equal(CreateTenantOutcome.Created, await host.CreateTenantAsync("acme"));
        }

        Assert.False(Directory.Exists(directory["keys"]));
        await using var restarted = await StateHost.StartAsync(directory, settings: SettingsOf(server));
        server.Requests.Clear();
        using (await restarted.LeaseAsync("acme"))
        {
        }

        Assert.Equal(3, server.Requests.All.Count(request => request.Path.EndsWith("/unwrapkey", StringComparison.Ordinal)));
        server.Requests.Clear();
        for (var i = 0; i < 100; i++) (await restarted.LeaseAsync("acme")).Dispose();
        Assert.Empty(server.Requests.All);
    }

    [Fact]
    public async Task VaultThatIsNotThere_StopsTheStart()
    {
        using var directory = new TempDirectory();
        Dictionary<string, string?> settings;
        await using (var server = await VaultServer.StartAsync(new VaultServerOptions { Directory = directory["vault"] })) settings = SettingsOf(server);
        settings["Gateway:Keys:AzureKeyVault:Retries"] = "0";
        Assert.Equal(KeyServiceFailure.Unavailable, (await Assert.ThrowsAsync<KeyServiceException>(() => StateHost.StartAsync(directory, settings: settings))).Failure);
    }

    [Fact]
    public async Task UnknownService_StopsTheStart()
    {
        using var directory = new TempDirectory();
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => StateHost.StartAsync(directory, settings: new() { ["Gateway:Keys:Service"] = "Vault" }));
        Assert.Contains("Gateway:Keys:Service must be Local or AzureKeyVault", refused.Message, StringComparison.Ordinal);
    }

    internal static Dictionary<string, string?> SettingsOf(VaultServer server) => new()
    {
        ["Gateway:Keys:Service"] = "AzureKeyVault",
        ["Gateway:Keys:AzureKeyVault:VaultUri"] = server.Address.GetLeftPart(UriPartial.Authority),
        ["Gateway:Keys:AzureKeyVault:KeySize"] = "2048",
        ["Gateway:Keys:AzureKeyVault:Credential:Kind"] = "WorkloadIdentity",
        ["Gateway:Keys:AzureKeyVault:Credential:ClientId"] = VaultServer.ClientId,
        ["Gateway:Keys:AzureKeyVault:Credential:TenantId"] = server.DirectoryId,
        ["Gateway:Keys:AzureKeyVault:Credential:TokenFile"] = server.TokenFile,
        ["Gateway:Keys:AzureKeyVault:Credential:AuthorityHost"] = server.LoginAddress.AbsoluteUri,
        ["Gateway:Keys:AzureKeyVault:Loopback:CaFile"] = server.CaFile,
    };

    private static IReadOnlyList<string> FailuresOf(AzureKeyVaultOptions options, string environment = "Development") =>
        [.. new AzureKeyVaultOptionsValidation(new HostingEnvironment { EnvironmentName = environment }, inVault: true).Validate(null, options).Failures ?? []];
}
