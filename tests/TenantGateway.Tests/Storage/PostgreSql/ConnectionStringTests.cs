using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace TenantGateway.Tests.Storage.PostgreSql;

/// <summary>What the file of the connection string may say, and who may read it. No server is needed to refuse it.</summary>
public sealed class ConnectionStringTests : IDisposable
{
    private const string Secret = "hunter2";

    private const string Good = $"Host=127.0.0.1;Database=gateway;Username=gateway;Password={Secret}";

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("", "it does not say Host.")]
    [InlineData("Host=db", "it does not say Database.")]
    [InlineData("nonsense", "it holds no connection string.")]
    [InlineData($"Password={Secret};Sesame=1", "it holds no connection string.")]
    [InlineData(Good + ";Pooling=false", "it says Pooling, which is not for it to say.")]
    [InlineData(Good + ";Options=-c fsync=off", "it says Options, which is not for it to say.")]
    [InlineData(Good + ";Include Error Detail=true", "it says Include Error Detail, which is not for it to say.")]
    [InlineData("Host=127.0.0.1,127.0.0.2;Database=gateway;Username=gateway", "it names several hosts.")]
    public async Task WhatItMayNotSay_StopsTheStartWithoutTellingTheRest(string text, string told)
    {
        var refused = await RefusedAsync(text);

        Assert.Contains(told, refused, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db.example")]
    [InlineData("Host=db.example;SSL Mode=Prefer")]
    [InlineData("Host=10.1.2.3;SSL Mode=Disable")]
    public async Task ServerElsewhereInClear_StopsTheStartOutsideDevelopment(string host) =>
        Assert.Contains("it leads to another machine in clear.", await RefusedAsync($"{host};Database=gateway;Username=gateway;Password={Secret}"), StringComparison.Ordinal);

    [Fact]
    public async Task FileThatIsOpenToOthers_StopsTheStart()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Contains("it is open to others.", await RefusedAsync(Good, UnixFileMode.UserRead | UnixFileMode.OtherRead), StringComparison.Ordinal);
        Assert.Contains("it is open to others.", await RefusedAsync(Good, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatIsNotThere_StopsTheStart()
    {
        var refused = await StartAsync(new() { ["Gateway:Storage:PostgreSql:ConnectionStringFile"] = _directory["nowhere"] });
        Assert.Contains($"Gateway:Storage:PostgreSql:ConnectionStringFile ({_directory["nowhere"]}): it cannot be read (FileNotFoundException).", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DirectoryBesideTheServer_StopsTheStart() =>
        Assert.Contains("Gateway:Storage:Directory is set, and the state is in PostgreSQL.", await StartAsync(new() { ["Gateway:Storage:Directory"] = _directory["state"], ["Gateway:Storage:PostgreSql:ConnectionStringFile"] = ConnectionFiles.Write(_directory, Good) }), StringComparison.Ordinal);

    /// <summary>Beside the storage directory, where they are otherwise, there is none.</summary>
    [Fact]
    public async Task TombstonesWithoutADirectory_StopTheStart() =>
        Assert.Contains("Gateway:Tombstones:Directory is not set.", await StartAsync(new() { ["Gateway:Tombstones:Directory"] = null, ["Gateway:Storage:PostgreSql:ConnectionStringFile"] = ConnectionFiles.Write(_directory, Good) }), StringComparison.Ordinal);

    [Fact]
    public async Task ServerThatIsNotThere_EndsTheStartInTime()
    {
        var started = Stopwatch.GetTimestamp();
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => StateHost.StartAsync(_directory, settings: Settings(ConnectionFiles.Write(_directory, Good + ";Port=1"))));

        Assert.IsNotType<OptionsValidationException>(fault);
        Assert.DoesNotContain(Secret, fault.ToString(), StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    private Task<string> RefusedAsync(string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite) =>
        StartAsync(new() { ["Gateway:Storage:PostgreSql:ConnectionStringFile"] = ConnectionFiles.Write(_directory, text, mode) });

    private async Task<string> StartAsync(Dictionary<string, string?> settings)
    {
        var all = Settings("");
        foreach (var (key, value) in settings) all[key] = value;
        return (await Assert.ThrowsAnyAsync<Exception>(() => StateHost.StartAsync(_directory, settings: all, environment: "Production"))).ToString();
    }

    private Dictionary<string, string?> Settings(string file) => new()
    {
        ["Gateway:Storage:Directory"] = null,
        ["Gateway:Storage:PostgreSql:ConnectionStringFile"] = file,
        ["Gateway:Tombstones:Directory"] = _directory["tombstones"],
        ["Gateway:Keys:Local:AllowInProduction"] = "local-keys-in-production",
    };
}
