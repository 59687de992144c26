using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Termination;

/// <summary>Whatever is restored, a dead tenant stays dead: by its tombstone, which no backup of the database brings along.</summary>
public sealed class RestoredBackupTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();
    private readonly ShiftedTime _time = new();

    private string Database => Path.Combine(_state.Path, "gateway");

    private string Keys => Path.Combine(_state.Path, "keys");

    private string Tombstones => Path.Combine(_state.Path, "gateway-tombstones", "tombstones.log");

    public void Dispose() => _state.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BackupFromBefore_DoesNotBringTheTenantBack(bool keysToo)
    {
        var (port, token) = await DestroyAsync();
        Restore("gateway");
        if (keysToo) Restore("keys");

        await using var world = await TerminationWorld.StartAsync(_state.Path, port, _time);

        // Before anybody has looked after it: the database says that it is active.
        Assert.DoesNotContain("Grace Hopper", (await world.ReadAsync("agent@acme", token)).Text, StringComparison.Ordinal);
        Assert.Equal((403, "unknown_organization"), await RefusalAsync(world, token));
        Assert.Equal(200, (await world.ReadAsync("agent@globex", "x")).Status);
        // Whoever restored it sees it destroyed once more, keys and all.
        await Eventually.IsTrueAsync(async () =>
        {
            await world.PassAsync(TimeSpan.FromMinutes(3));
            return (await world.LifeAsync("acme")).Phase == "destroyed";
        });
        Assert.Equal("final", (await world.LifeAsync("acme")).Certificate);
        // With the key service of then, its records of then can be read on; without it, nobody could keep what the backup brought.
        var (kept, gone) = ((await world.StoredGenerationsAsync("acme")).Where(record => !record.WrappedKey.IsEmpty).ToArray(), (await world.StoredGenerationsAsync("acme")).Where(record => record.WrappedKey.IsEmpty));
        Assert.All(gone, record => Assert.Equal(GenerationState.Destroyed, record.State));
        Assert.All(kept, record => Assert.True(record.Line == KeyLine.Audit && KekNames.IsOfAudit(record.KekId, record.Tenant)));
        Assert.Equal((keysToo ? 1 : 0, keysToo ? "ok" : "tenant_key_unavailable"), (kept.Length, (await world.TrailAsync("audit.key_kept"))[0]));
        Assert.Contains("ok", await world.TrailAsync("tenant.resurrection_refused"));
        Assert.Equal((403, "unknown_organization"), await RefusalAsync(world, token));
    }

    /// <summary>Also where its key-encryption key still waits for its end, and where it is gone.</summary>
    [Fact]
    public async Task IdOfADeadTenant_IsGivenToNobody_AndNoKeyIsMadeForIt()
    {
        var (port, _) = await DestroyAsync();
        await using var world = await TerminationWorld.StartAsync(_state.Path, port, _time);
        var before = Directory.GetFiles(Keys).Order(StringComparer.Ordinal).ToList();

        var outcome = await world.Get<ITenantProvisioning>().CreateAsync(StateHost.TenantOf("acme"), default);

        Assert.Equal(CreateTenantOutcome.Conflict, outcome);
        Assert.Equal(before, Directory.GetFiles(Keys).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TombstoneThatNobodySigned_KeepsItsTenantDead_AndDestroysNothing()
    {
        var (port, _) = await DestroyAsync();
        Restore("gateway");
        Restore("keys");
        var text = await File.ReadAllTextAsync(Tombstones);
        await File.WriteAllTextAsync(Tombstones, text.Replace("\"acme\"", "\"globex\"", StringComparison.Ordinal));

        await using var world = await TerminationWorld.StartAsync(_state.Path, port, _time);
        await world.PassAsync(TimeSpan.FromMinutes(3));

        Assert.Equal((403, "unknown_organization"), ((await world.ReadAsync("agent@globex", "x")).Status, (await world.ReadAsync("agent@globex", "x")).Reason));
        Assert.All(await world.StoredGenerationsAsync("globex"), record => Assert.False(record.WrappedKey.IsEmpty));
    }

    [Fact]
    public async Task TombstonesThatAreGone_StopTheStart()
    {
        var (port, _) = await DestroyAsync();
        File.Delete(Tombstones);
        await AssertRefusedAsync(port, "There are no tombstones at");

        Restore("gateway");
        await AssertRefusedAsync(port, "There are no tombstones at");
    }

    [Fact]
    public async Task TombstonesOfAnotherDatabase_StopTheStart()
    {
        var (port, _) = await DestroyAsync();
        await File.WriteAllTextAsync(Tombstones, "tombstones v1 another\n");

        await AssertRefusedAsync(port, "belong to another database");
    }

    [Fact]
    public async Task TombstonesOlderThanTheDatabase_StopTheStart()
    {
        var (port, _) = await DestroyAsync();
        var lines = await File.ReadAllLinesAsync(Tombstones);
        await File.WriteAllTextAsync(Tombstones, lines[0] + "\n");

        await AssertRefusedAsync(port, "lack the destroyed tenant acme");
    }

    [Fact]
    public async Task DamagedTombstone_StopsTheStart()
    {
        var (port, _) = await DestroyAsync();
        await File.AppendAllTextAsync(Tombstones, "who knows\n");

        var fault = await Assert.ThrowsAsync<IOException>(() => TerminationWorld.StartAsync(_state.Path, port, _time));
        Assert.Contains("are damaged", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TombstoneThatWasCutOff_WasNeverSet_AndTheNextOneStands()
    {
        var (port, token) = await DestroyAsync();
        await File.AppendAllTextAsync(Tombstones, """{"signature":"abc","tomb""");

        await using var world = await TerminationWorld.StartAsync(_state.Path, port, _time);
        Assert.Equal((403, "unknown_organization"), await RefusalAsync(world, token));
        await world.TerminateAsync("globex");
        await world.PassDaysAsync(31);

        Assert.Equal("destroyed", (await world.LifeAsync("globex")).Phase);
        var lines = await File.ReadAllLinesAsync(Tombstones);
        Assert.Equal(3, lines.Length);
        Assert.Contains("\"globex\"", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tombstones_BelongToTheirOwnerAlone()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var world = await TerminationWorld.StartAsync(_state.Path, time: _time);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Tombstones));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(Tombstones) ?? ""));
    }

    /// <summary>Backs everything up, then destroys acme.</summary>
    /// <returns>The port of the identity provider, and a token from before.</returns>
    private async Task<(int Port, string Token)> DestroyAsync()
    {
        int port;
        string token;
        await using (var before = await TerminationWorld.StartAsync(_state.Path, time: _time))
        {
            port = before.Gateway.Issuer.Port;
            token = await before.WriteAsync("agent@acme", "Grace Hopper");
        }

        Copy(Database, Database + ".backup");
        Copy(Keys, Keys + ".backup");
        await using var world = await TerminationWorld.StartAsync(_state.Path, port, _time);
        await world.TerminateAsync("acme");
        await world.PassDaysAsync(31);
        Assert.Equal("destroyed", (await world.LifeAsync("acme")).Phase);
        return (port, token);
    }

    private void Restore(string name)
    {
        var directory = Path.Combine(_state.Path, name);
        Directory.Delete(directory, recursive: true);
        Copy(directory + ".backup", directory);
    }

    private static void Copy(string from, string to)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(to);
        else Directory.CreateDirectory(to, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }

    private async Task AssertRefusedAsync(int port, string message)
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => TerminationWorld.StartAsync(_state.Path, port, _time));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string? Reason)> RefusalAsync(TerminationWorld world, string token)
    {
        var answer = await world.ReadAsync("agent@acme", token);
        return (answer.Status, answer.Reason);
    }
}
