using TenantGateway.KeyVault;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Keys.AzureKeyVault;

public sealed class FirstStartTests
{
    private static readonly TimeSpan Meeting = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task ProcessesThatStartAtOnceOnAnEmptyVault_MakeOneSigningKey()
    {
        using var directory = new TempDirectory();
        await using var vault = await VaultServer.StartAsync();
        // Whoever asks for the key while there is none waits for the other, if it comes: then both find nothing.
        using var both = new CountdownEvent(2);
        vault.Faults.Add(new Fault
        {
            Path = "^/keys/tenantgateway-signing/?$", Method = "GET", Kind = FaultKind.Alter, Times = 2,
            Met = _ =>
            {
                both.Signal();
                both.Wait(Meeting);
            },
        });

        var hosts = await Task.WhenAll(StartAsync(directory, vault), StartAsync(directory, vault));

        Assert.Equal(1, vault.CountVersions("tenantgateway-signing"));
        foreach (var host in hosts) await host.DisposeAsync();
        await using var later = await StartAsync(directory, vault);
    }

    // Elsewhere, so that one that blocks does not keep the other.
    private static Task<StateHost> StartAsync(TempDirectory directory, VaultServer vault) => Task.Run(() => StateHost.StartAsync(directory, settings: AzureKeyVaultOptionsTests.SettingsOf(vault)));
}
