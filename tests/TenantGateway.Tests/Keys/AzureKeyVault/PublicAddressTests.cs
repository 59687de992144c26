using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using TenantGateway.Core.Keys;
using TenantGateway.Keys.AzureKeyVault;

namespace TenantGateway.Tests.Keys.AzureKeyVault;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("20.50.2.1")]
    [InlineData("1.1.1.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("2603:1030::1")]
    [InlineData("::ffff:20.50.2.1")]
    [InlineData("64:ff9b::1432:0201")]
    public void OnTheInternet_IsPublic(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::10.0.0.1")]
    [InlineData("64:ff9b::0a00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("ff02::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:0a00:0001::1")]
    public void InsideAnything_IsNotPublic(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("20.50.2.1", "10.1.2.3")]
    [InlineData("::1")]
    public async Task NameThatLeadsInside_IsInvalidAndNeverConnected(params string[] addresses)
    {
        var options = new AzureKeyVaultOptions { VaultUri = "https://contoso.vault.azure.net", CallSeconds = 5 };
        Assert.True(VaultAddress.TryParse(options.VaultUri, options, out var vault));
        var asked = 0;
        var pipeline = VaultPipeline.Create(vault, VaultCredentials.ForDirectory(options, "11111111-2222-3333-4444-555555555555"), "11111111-2222-3333-4444-555555555555", options, publicOnly: true, (_, _) =>
        {
            asked++;
            return Task.FromResult(addresses.Select(IPAddress.Parse).ToArray());
        });
        var client = new KeyVaultClient(vault, pipeline, TimeSpan.FromSeconds(5), TimeProvider.System, NullLogger.Instance);
        var failed = await Assert.ThrowsAsync<KeyServiceException>(async () => await client.FindAsync("kek", "", default));
        Assert.Equal(KeyServiceFailure.Invalid, failed.Failure);
        Assert.Equal(1, asked);
    }
}
