using Microsoft.Extensions.Options;
using TenantGateway.Diagnostics;

namespace TenantGateway;

/// <summary>How the process starts and ends, apart from what it is made of.</summary>
internal static class GatewayStartup
{
    /// <summary>Names a further configuration file; what it says is overruled by environment variables and arguments.</summary>
    public const string ConfigurationFileVariable = "TENANTGATEWAY_CONFIG";

    public static IHostBuilder CreateBuilder(string[] args, Action<IConfigurationBuilder>? configuration) =>
        Host.CreateDefaultBuilder(args)
            .ConfigureAppConfiguration(builder =>
            {
                if (Environment.GetEnvironmentVariable(ConfigurationFileVariable) is { Length: > 0 } file) builder.AddJsonFile(file, optional: false, reloadOnChange: true);
                builder.AddEnvironmentVariables().AddCommandLine(args);
                configuration?.Invoke(builder);
            })
            .ConfigureLogging(logging => logging
                .AddFilter("Microsoft", LogLevel.Warning)
                .AddFilter("Yarp", LogLevel.Warning)
                // It would print why the start failed, with a stack trace; the process says that itself.
                .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
                .Services.PostConfigure<LoggerFilterOptions>(LibraryLogs.Restrain))
            .ConfigureServices((context, _) => KnownSettings.Check(context.Configuration));

    /// <returns>0 after an orderly stop, 1 where the start was refused; the reason is one plain message.</returns>
    public static async Task<int> RunAsync(Func<IHost> create)
    {
        IHost? host = null;
        try
        {
            host = create();
            // Before the host does, which would print a stack trace with it.
            host.Services.GetService<IStartupValidator>()?.Validate();
            await host.StartAsync();
        }
        catch (Exception refused)
        {
            host?.Dispose();
            await Console.Error.WriteLineAsync($"The gateway does not start:{string.Concat(ReasonsOf(refused).Select(reason => $"{Environment.NewLine}  {reason}"))}");
            return 1;
        }

        using (host) await host.WaitForShutdownAsync();
        return 0;
    }

    private static IEnumerable<string> ReasonsOf(Exception refused) => refused switch
    {
        AggregateException several => several.InnerExceptions.SelectMany(ReasonsOf),
        OptionsValidationException options => options.Failures,
        // Of several routes that are refused, each is an inner exception.
        InvalidOperationException { InnerException: { } inner } => [refused.Message, .. ReasonsOf(inner)],
        InvalidOperationException or ArgumentException or FormatException or IOException or UnauthorizedAccessException => [refused.Message],
        _ => [$"{refused.GetType().Name}: {refused.Message}"],
    };
}
