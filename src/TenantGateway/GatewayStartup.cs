using Microsoft.Extensions.Options;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

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
                .Services.PostConfigure<LoggerFilterOptions>(QuotingLogs.Silence))
            .ConfigureServices((context, _) => KnownSettings.Check(context.Configuration));

    /// <returns>0 after an orderly stop, 1 where the start was refused; every reason is a plain line.</returns>
    public static async Task<int> RunAsync(Func<IHost> create)
    {
        try
        {
            using var host = create();
            await host.RunAsync();
            return 0;
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            await Console.Error.WriteLineAsync($"The gateway does not start:{Environment.NewLine}{string.Join(Environment.NewLine, MessagesOf(refused).Distinct())}");
            return 1;
        }
    }

    private static bool IsRefusal(Exception fault) => fault is AggregateException all
        ? all.InnerExceptions.All(IsRefusal)
        : fault is OptionsValidationException or InvalidOperationException or ArgumentException or FormatException or IOException or UnauthorizedAccessException
            or AuditUnavailableException or KeyServiceException or CryptographicSelfTestException;

    // Several sections, or several routes, come as inner exceptions.
    private static IEnumerable<string> MessagesOf(Exception fault) => fault switch
    {
        OptionsValidationException invalid => invalid.Failures,
        AggregateException all => all.InnerExceptions.SelectMany(MessagesOf),
        { InnerException: { } inner } => [fault.Message, .. MessagesOf(inner)],
        _ => [fault.Message],
    };
}
