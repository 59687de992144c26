using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Doctor;
using TenantGateway.KeyVault;
using TenantGateway.Tests.Keys.AzureKeyVault;

namespace TenantGateway.Tests.Doctor;

/// <summary>What is told of the deployment's Key Vault.</summary>
public sealed class VaultDoctorTests : IAsyncLifetime
{
    private static readonly string[] Everything = ["get", "list", "create", "sign", "wrapKey", "unwrapKey", "rotate", "update", "delete", "recover"];

    private readonly List<IAsyncDisposable> _started = [];

    private VaultServer _vault = null!; // InitializeAsync

    public async Task InitializeAsync() => _vault = await VaultServer.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var started in _started.AsEnumerable().Reverse()) await started.DisposeAsync();
        await _vault.DisposeAsync();
    }

    [Fact]
    public async Task VaultThatGivesWhatIsNeeded_IsGreenAndAsItWas()
    {
        var examine = await StartAsync();
        _vault.Permit(VaultServer.ClientId, Everything);
        var requests = _vault.Requests.All.Count;

        var report = await examine();

        Assert.Equal(("green", "10 operations tried on localhost"), (report.Only("vault-rights").Status, report.Only("vault-rights").Finding));
        Assert.Equal("keys_usable", report.Only("keys").Code);
        Assert.Contains(report.Of("clock"), line => line is { Status: "green" } && line.Finding.StartsWith("localhost is ", StringComparison.Ordinal));
        // Whatever could have changed something was refused.
        Assert.All(_vault.Requests.All.Skip(requests).Where(request => request.Path.Contains("tenantgateway-doctor-no-key", StringComparison.Ordinal)), request => Assert.NotInRange(request.Status, 200, 299));
        Assert.Throws<KeyNotFoundException>(() => _vault.CountVersions("tenantgateway-doctor-no-key"));
    }

    [Fact]
    public async Task MissingRights_AreNamed()
    {
        var examine = await StartAsync();
        _vault.Permit(VaultServer.ClientId, [.. Everything.Except(["wrapKey", "rotate"])]);

        var line = (await examine()).Only("vault-rights");

        Assert.Equal(("red", "key_right_missing", "missing on localhost: keys/wrap/action (wrapKey), keys/rotate/action (rotate)"), (line.Status, line.Code, line.Finding));
    }

    [Fact]
    public async Task NoRightsAtAll_AreToldAsSuch()
    {
        var examine = await StartAsync();
        _vault.Permit(VaultServer.ClientId, []);

        var line = (await examine()).Only("vault-rights");

        Assert.StartsWith("all of them on localhost: keys/read (get), ", line.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisabledKey_IsNamedWithTheOperation()
    {
        var examine = await StartAsync();
        _vault.SetEnabled("kek-acme", false);

        var lines = (await examine()).Of("keys");

        Assert.All(lines, line => Assert.Equal("key_operation_failed", line.Code));
        Assert.Matches("^unwrap with https://localhost:[0-9]+/keys/kek-acme/[0-9a-f]+: .*403", lines[0].Finding);
    }

    [Fact]
    public async Task VaultThatDoesNotAnswer_IsRed()
    {
        var examine = await StartAsync();
        _vault.Faults.Add(new Fault { Path = "^/keys/", Kind = FaultKind.Abort, Times = int.MaxValue });

        var report = await examine();

        Assert.All(report.Of("vault-rights").Concat(report.Of("keys")), line => Assert.Equal("red", line.Status));
    }

    [Fact]
    public async Task VaultWithoutKeys_IsNotGivenAny()
    {
        // Not started: nothing is made.
        using var settings = new Starting.SettingHost();
        foreach (var (key, value) in AzureKeyVaultOptionsTests.SettingsOf(_vault)) settings.Valid[key] = value;
        using var host = settings.Create([new("Gateway:Keys:AzureKeyVault:Loopback:AllowInProduction", "loopback-vault-in-production")]);

        var report = await host.Services.GetRequiredService<IDoctor>().ExamineAsync(CancellationToken.None);

        Assert.Equal(("yellow", "keys_missing"), (report.Only("keys").Status, report.Only("keys").Code));
        Assert.Equal("key_rights_given", report.Only("vault-rights").Code);
        Assert.Throws<KeyNotFoundException>(() => _vault.CountVersions("tenantgateway-signing"));
    }

    private async Task<Func<Task<DoctorReport>>> StartAsync()
    {
        var world = await DoctorWorld.StartAsync(AzureKeyVaultOptionsTests.SettingsOf(_vault));
        _started.Add(world);
        return world.ExamineAsync;
    }
}
