using TenantGateway.Diagnostics;
using TenantGateway.Storage;

namespace TenantGateway;

/// <summary>What the program does besides serving: its first argument says so, and the others are settings as always.</summary>
internal static class GatewayCommands
{
    /// <summary>Makes the database what this version needs, and ends. Takes the settings of <c>Gateway:Storage</c> alone.</summary>
    public const string Migrate = "--migrate";

    /// <summary>Asks the given addresses of probes whether they are well, and ends: for an image without a shell.</summary>
    public const string Probe = "--probe";

    /// <summary>Prints the configuration that would be in force, and ends: with 0 where the gateway would take it.</summary>
    public const string PrintConfig = "--print-config";

    /// <summary>Examines what the gateway depends on, also where it does not start, and ends.</summary>
    public const string Doctor = "--doctor";

    private static readonly string[] All = [Migrate, Probe, PrintConfig, Doctor];

    /// <param name="args">All arguments of the program.</param>
    /// <param name="create">Makes the gateway.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, Func<string[], IHost> create) => args switch
    {
        [Migrate, .. var settings] when !HasCommand(settings) => GatewayStartup.RunOnceAsync("The database is not migrated:", () => CreateMigration(settings), (services, ending) => services.MigrateAsync(ending)),
        [Probe, .. var addresses] when !HasCommand(addresses) => HealthQuestion.RunAsync(addresses, Console.Out, CancellationToken.None),
        [PrintConfig, .. var settings] when !HasCommand(settings) => PrintedConfiguration.RunAsync(settings, create, Console.Out, Console.Error),
        [Doctor, .. var settings] when !HasCommand(settings) => DoctorCommand.RunAsync(settings, create, Console.Out),
        _ when HasCommand(args) => GatewayStartup.FailAsync("Nothing is done:", new ArgumentException($"{string.Join(", ", All)}: give one of them, as the first argument.")),
        _ => GatewayStartup.RunAsync(() => create(args)),
    };

    // Anywhere else it would be taken for a setting, and the gateway would serve.
    private static bool HasCommand(string[] args) => args.Intersect(All).Any();

    private static IHost CreateMigration(string[] args) =>
        GatewayStartup.CreateBuilder(args, configuration: null).ConfigureServices((context, services) => services.AddSingleton(TimeProvider.System).AddMigration(context.Configuration)).Build();
}
