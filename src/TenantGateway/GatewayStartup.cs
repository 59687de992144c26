using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using TenantGateway.Telemetry.Logs;

namespace TenantGateway;

/// <summary>How the process starts and ends, apart from what it is made of.</summary>
internal static class GatewayStartup
{
    /// <summary>Names a further configuration file; what it says is overruled by environment variables and arguments.</summary>
    public const string ConfigurationFileVariable = "TENANTGATEWAY_CONFIG";

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    public static IHostBuilder CreateBuilder(string[] args, Action<IConfigurationBuilder>? configuration) =>
        Host.CreateDefaultBuilder(args)
            // Settings are read once: a file that is changed while the process runs takes effect at the next start, whole and validated.
            .ConfigureHostConfiguration(host => host.AddInMemoryCollection([new("hostBuilder:reloadConfigOnChange", "false")]))
            .ConfigureAppConfiguration(builder =>
            {
                if (Environment.GetEnvironmentVariable(ConfigurationFileVariable) is { Length: > 0 } file) builder.AddJsonFile(file, optional: false, reloadOnChange: false);
                builder.AddEnvironmentVariables().AddCommandLine(args);
                configuration?.Invoke(builder);
            })
            .ConfigureLogging((context, logging) => logging.AddGatewayLogs(context.Configuration, context.HostingEnvironment))
            .ConfigureServices((context, _) => KnownSettings.Check(context.Configuration));

    /// <returns>0 after an orderly stop, 1 where the start was refused or the stop was not orderly; the reason is one plain message.</returns>
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
        catch (OperationCanceledException) when (host is not null && IsStopping(host))
        {
            // A signal came before the start was over; what has started is stopped below.
        }
        catch (Exception refused)
        {
            if (host is not null) await EndAsync(host);
            return await FailAsync("The gateway does not start:", refused);
        }

        using (host) return await StopAsync(host);
    }

    /// <summary>Does one thing with services of which none is started.</summary>
    /// <returns>0 where it was done, 1 where it was not; the reason is one plain message.</returns>
    public static async Task<int> RunOnceAsync(string refusal, Func<IHost> create, Func<IServiceProvider, CancellationToken, Task> work)
    {
        try
        {
            using var host = create();
            using var ending = new CancellationTokenSource();
            using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => EndWith(signal, ending));
            using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => EndWith(signal, ending));
            host.Services.GetService<IStartupValidator>()?.Validate();
            await work(host.Services, ending.Token);
            return 0;
        }
        catch (Exception refused)
        {
            return await FailAsync(refusal, refused);
        }
    }

    /// <summary>Stops what had started before the start was refused, so that none of it finds its services gone and tells of that too.</summary>
    public static async Task EndAsync(IHost host)
    {
        using (host)
        {
            try
            {
                using var limit = new CancellationTokenSource(EndLimit);
                await host.StopAsync(limit.Token);
            }
            catch (Exception)
            {
                // A host of which nothing has started throws as well. The refusal is what is told; the process ends in any case.
            }
        }
    }

    /// <summary>Tells, without a stack trace, why something is not done.</summary>
    /// <returns>1, the exit code.</returns>
    public static async Task<int> FailAsync(string what, Exception fault)
    {
        await Console.Error.WriteLineAsync($"{what}{string.Concat(ReasonsOf(fault).Select(reason => $"{Environment.NewLine}  {reason}"))}");
        return 1;
    }

    private static async Task<int> StopAsync(IHost host)
    {
        try
        {
            await host.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception fault)
        {
            return await FailAsync("The gateway did not stop in order:", fault);
        }
    }

    private static void EndWith(PosixSignalContext signal, CancellationTokenSource ending)
    {
        signal.Cancel = true;
        ending.Cancel();
    }

    private static bool IsStopping(IHost host) => host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;

    /// <summary>What is told of a start that is refused, each once: options that others are judged by fail with them too.</summary>
    internal static IEnumerable<string> ReasonsOf(Exception refused) => AllReasonsOf(refused).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> AllReasonsOf(Exception refused) => refused switch
    {
        AggregateException several => several.InnerExceptions.SelectMany(AllReasonsOf),
        OptionsValidationException options => options.Failures,
        // Of several routes that are refused, each is an inner exception.
        InvalidOperationException { InnerException: { } inner } => [refused.Message, .. AllReasonsOf(inner)],
        InvalidOperationException or ArgumentException or FormatException or IOException or UnauthorizedAccessException => [refused.Message],
        _ => [$"{refused.GetType().Name}: {refused.Message}"],
    };
}
