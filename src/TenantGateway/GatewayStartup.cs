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
                .Services.PostConfigure<LoggerFilterOptions>(Silence));

    // They quote queries, paths and header values, which may hold what a policy protects; the gateway logs the same events without.
    // Last rules win, so no configuration turns these on.
    private static void Silence(LoggerFilterOptions filters)
    {
        foreach (var category in (string[])["Microsoft.AspNetCore.Hosting.Diagnostics", "Yarp.ReverseProxy.Forwarder", "System.Net.Http.HttpClient"])
        {
            filters.Rules.Add(new LoggerFilterRule(null, category, LogLevel.None, null));
        }
    }

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
