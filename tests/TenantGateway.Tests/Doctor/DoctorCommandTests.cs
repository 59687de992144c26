using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TenantGateway.Core.Doctor;
using TenantGateway.Tests.Starting;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Doctor;

/// <summary><c>--doctor</c>: a process that is not started examines the same, changes nothing and says so by its exit code.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    private const string Canary = "canary-9b2e5a";

    private readonly SettingHost _settings = new();
    private readonly ShiftedTime _time = new();

    public void Dispose() => _settings.Dispose();

    [Fact]
    public async Task Process_PrintsTheLinesAloneAndMakesNothing()
    {
        await using var program = ChildProgram.Start(
            [.. ChildProgram.Dotnet("TenantGateway"), "--doctor", "--Gateway:Issuers:0:Issuer=https://127.0.0.1:1/"],
            [("ASPNETCORE_ENVIRONMENT", "Development"), .. _settings.Valid.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value))]);

        Assert.Equal(2, await program.ExitAsync());
        Assert.All(program.Output.Split('\n'), line => Assert.Matches(@"^(green|yellow|red)\s+[a-z-]+\s+.+ \[[a-z_]+\]( do: .+)?$", line));
        Assert.Contains("yellow  database       nothing was made yet [database_missing] do: ", program.Output, StringComparison.Ordinal);
        Assert.Contains("[keys_missing]", program.Output, StringComparison.Ordinal);
        Assert.Contains("red     issuers        https://127.0.0.1:1/: ", program.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_settings.Valid["Gateway:Storage:Directory"]));
        Assert.False(Directory.Exists(_settings.Valid["Gateway:Keys:Local:Directory"]));
    }

    [Fact]
    public async Task InvalidSettings_AreToldBesideWhatCanBeExamined()
    {
        var (code, report) = await RunAsync([new("Gateway:Audit:MaxBatch", "0"), new("Gateway:Redis:PasswordFile", Canary), new("Gateway:Redis:Endpoints:0", $"redis:6379,password={Canary}")]);

        Assert.Equal(2, code);
        Assert.Contains(report.Of("configuration"), line => line.Code == "configuration_invalid" && line.Finding.Contains("Gateway:Audit:MaxBatch must be 1 to 4096", StringComparison.Ordinal));
        Assert.Equal("not_examined", report.Only("audit").Code);
        Assert.Equal("database_missing", report.Only("database").Code);
        Assert.DoesNotContain(Canary, string.Join('\n', report.ToText()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownSetting_IsToldAlone()
    {
        var (code, report) = await RunAsync([new("Gateway:Audit:MaxBach", "1")]);

        var line = Assert.Single(report.Lines);
        Assert.Equal((2, "configuration_invalid"), (code, line.Code));
        Assert.StartsWith("Gateway:Audit:MaxBach: nothing reads this setting.", line.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatIsNoDatabase_IsRed()
    {
        var directory = Directory.CreateDirectory(_settings.Valid["Gateway:Storage:Directory"]!).FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "gateway.db"), new string('x', 4096));

        Assert.Equal("SqliteException 26", (await RunAsync([])).Report.Only("database").Finding);
    }

    [Fact]
    public async Task DeadPostgreSql_IsRed()
    {
        var file = Path.Combine(_settings.Directory, "connection");
        await File.WriteAllTextAsync(file, $"Host=127.0.0.1;Port=1;Database=gateway;Username=gateway;Password={Canary}");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var (_, report) = await RunAsync([new("Gateway:Storage:Directory", ""), new("Gateway:Storage:PostgreSql:ConnectionStringFile", file), new("Gateway:Tombstones:Directory", _settings.Directory)]);

        Assert.Equal("database_unreachable", report.Only("database").Code);
        Assert.Empty(report.Of("disk"));
        Assert.DoesNotContain(Canary, string.Join('\n', report.ToText()), StringComparison.Ordinal);
    }

    /// <summary>The state of a gateway that was started, looked at by another process.</summary>
    [Fact]
    public async Task LogThatNobodySigned_IsRed()
    {
        await using (var world = await DoctorWorld.StartAsync(stateDirectory: _settings.Directory))
        {
            await world.SendAsync("agent@acme", HttpMethod.Get, "/crm/contacts", host: "globex.localhost");
            await Eventually.IsTrueAsync(async () => (await world.ExamineAsync()).Only("checkpoints").Finding.StartsWith("all ", StringComparison.Ordinal), "the log is signed");
        }

        Assert.Equal("audit_signed", (await RunAsync([])).Report.Only("checkpoints").Code);
        await DoctorWorld.ChangeAsync(_settings.Directory, "DELETE FROM audit_checkpoints");
        // Now they would be signed soon, if somebody did.
        Assert.Equal("audit_signed", (await RunAsync([])).Report.Only("checkpoints").Code);
        _time.Advance(TimeSpan.FromMinutes(10));
        var (_, report) = await RunAsync([]);

        Assert.Equal(("red", "audit_unsigned"), (report.Only("checkpoints").Status, report.Only("checkpoints").Code));
        Assert.Equal("keys_usable", report.Only("keys").Code);
    }

    private async Task<(int Code, DoctorReport Report)> RunAsync(IEnumerable<KeyValuePair<string, string?>> others)
    {
        await using var output = new StringWriter();
        var code = await DoctorCommand.RunAsync([DoctorCommand.Json], Create, output);
        return (code, JsonSerializer.Deserialize<DoctorReport>(output.ToString(), JsonSerializerOptions.Web) ?? throw new InvalidOperationException("There is no report."));

        IHost Create(string[] args) => _settings.Create(others, added => added.AddSingleton<TimeProvider>(_time));
    }
}
