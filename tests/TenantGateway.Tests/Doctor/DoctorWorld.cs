using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Doctor;
using TenantGateway.Storage.Files;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Doctor;

/// <summary>What is asked of a gateway by these tests.</summary>
internal static class DoctorWorld
{
    /// <summary>A volume with as much room as a test says; enough by default, however full the machine of the tests is.</summary>
    internal sealed class Volume(long free = 100L << 30) : VolumeReader
    {
        public override (long Free, long Total) Of(string directory) => (free, 200L << 30);
    }

    public static Task<GatewayWorld> StartAsync(IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null, TimeProvider? time = null, string? stateDirectory = null) => GatewayWorld.StartAsync(
        settings,
        stateDirectory,
        services: added =>
        {
            added.AddSingleton<VolumeReader>(new Volume());
            services?.Invoke(added);
        },
        time: time);

    public static Task<DoctorReport> ExamineAsync(this GatewayWorld world) => world.Gateway.Services.GetRequiredService<IDoctor>().ExamineAsync(CancellationToken.None);

    public static Task ChangeAsync(this GatewayWorld world, string sql) => ChangeAsync(world.StateDirectory, sql);

    /// <summary>Somebody's hand in the database of a gateway, running or not.</summary>
    public static async Task ChangeAsync(string stateDirectory, string sql)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(stateDirectory, "gateway", "gateway.db"), Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The lines of one check.</summary>
    public static IReadOnlyList<DoctorLine> Of(this DoctorReport report, string check) => [.. report.Lines.Where(line => line.Check == check)];

    /// <summary>The only line of a check.</summary>
    public static DoctorLine Only(this DoctorReport report, string check) => Assert.Single(report.Of(check));
}
