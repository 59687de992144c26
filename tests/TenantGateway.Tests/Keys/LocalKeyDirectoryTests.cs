using TenantGateway.Core.Keys;
using TenantGateway.Keys.Local;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Keys;

public sealed class LocalKeyDirectoryTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task NewDirectory_BelongsToItsOwnerAlone()
    {
        if (OperatingSystem.IsWindows()) return;
        using var service = Open();
        await service.CreateAsync("kek-acme", default);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Keys));
        Assert.Equal(["kek-acme.1.kek", "root.key", "signing.key"], Directory.GetFiles(Keys).Select(Path.GetFileName).Order());
        foreach (var file in Directory.GetFiles(Keys)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Theory]
    [InlineData("", UnixFileMode.GroupExecute)]
    [InlineData("", UnixFileMode.OtherRead)]
    [InlineData("root.key", UnixFileMode.GroupRead)]
    [InlineData("root.key", UnixFileMode.OtherWrite)]
    [InlineData("signing.key", UnixFileMode.OtherRead)]
    [InlineData("kek-operator.1.kek", UnixFileMode.GroupWrite)]
    public async Task UsableByOthers_StopsTheStart(string file, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) return;
        await using (await StateHost.StartAsync(_directory))
        {
        }

        var path = file.Length == 0 ? Keys : Path.Combine(Keys, file);
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | mode);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StateHost.StartAsync(_directory));
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains("chmod go=", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RootKeyMissingUnderKeys_StopsTheStartAndMakesNoNewOne()
    {
        await using (await StateHost.StartAsync(_directory))
        {
        }

        File.Delete(Path.Combine(Keys, "root.key"));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StateHost.StartAsync(_directory));
        Assert.Contains("restore the file from its backup", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Keys, "root.key")));
    }

    [Fact]
    public async Task SigningKeyMissingUnderKeys_StopsTheStartAndMakesNoNewOne()
    {
        await using (await StateHost.StartAsync(_directory))
        {
        }

        File.Delete(Path.Combine(Keys, "signing.key"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => StateHost.StartAsync(_directory));
        Assert.False(File.Exists(Path.Combine(Keys, "signing.key")));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(0)]
    public void RootKeyOfAnotherLength_IsRefused(int length)
    {
        Open().Dispose();
        File.WriteAllBytes(Path.Combine(Keys, "root.key"), new byte[length]);
        Assert.Contains("damaged", Assert.Throws<InvalidOperationException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherRootKey_OpensNothing()
    {
        Open().Dispose();
        File.WriteAllBytes(Path.Combine(Keys, "root.key"), new byte[32]);
        Assert.Equal(KeyServiceFailure.Invalid, Assert.Throws<KeyServiceException>(Open).Failure);
    }

    [Fact]
    public async Task KeysOfAnotherDeployment_StopTheStart()
    {
        await using (await StateHost.StartAsync(_directory))
        {
        }

        Directory.Delete(Keys, recursive: true);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StateHost.StartAsync(_directory));
        Assert.Contains("do not belong together", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("true")]
    [InlineData("Local-keys-in-production")]
    [InlineData("local-keys-in-production ")]
    public async Task Production_IsRefusedWithoutTheExactConsent(string? consent)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => StateHost.StartAsync(_directory, settings: Consent(consent), environment: "Production"));
        Assert.Contains("refused in Production", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Keys));
    }

    [Fact]
    public async Task Production_StartsWithTheExactConsent()
    {
        await using var host = await StateHost.StartAsync(_directory, settings: Consent("local-keys-in-production"), environment: "Production");
        Assert.True(File.Exists(Path.Combine(Keys, "root.key")));
    }

    private string Keys => _directory["keys"];

    private LocalKeyEncryptionService Open() => LocalKeyEncryptionService.Open(Keys);

    private static Dictionary<string, string?> Consent(string? consent) => new() { ["Gateway:Keys:Local:AllowInProduction"] = consent };
}
