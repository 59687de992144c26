using Microsoft.Extensions.Options;

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
                .Services.PostConfigure<LoggerFilterOptions>(filters =>
                    // Its request lines quote the query, which may hold what a policy protects. No configuration turns them on.
                    filters.Rules.Add(new LoggerFilterRule(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None, null))));

    /// <returns>0 after an orderly stop, 1 where the start was refused; the reason is one plain message.</returns>
    public static async Task<int> RunAsync(Func<IHost> create)
    {
        try
        {
            using var host = create();
            await host.RunAsync();
            return 0;
        }
        catch (Exception refused) when (refused is OptionsValidationException or InvalidOperationException or FormatException or IOException)
        {
            await Console.Error.WriteLineAsync($"The gateway does not start: {refused.Message}");
            return 1;
        }
    }
}
