using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;

namespace TenantGateway.Demo.Hosting;

/// <summary>Builds the demo's servers: they bind 127.0.0.1 alone, answer loopback names alone, and log warnings only, never values.</summary>
internal static class LoopbackApplication
{
    /// <summary>A document of 8 MB grows when the gateway puts tokens into it.</summary>
    private const long MaxRequestBodyBytes = 32 * 1024 * 1024;

    /// <summary>
    /// A builder without sources of configuration: an environment variable or a settings file could otherwise add a listener beyond loopback.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
        });
        builder.Services.AddRouting();
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = OwnedLifetime.ShutdownTimeout);
        // The host would print at length that it cannot start, which whoever starts it learns from the exception.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None).AddSimpleConsole();
        builder.Services.Configure<ConsoleLoggerOptions>(LogToStandardError);
        return builder;
    }

    /// <summary>Standard output belongs to what the demo itself says, such as the table of its check.</summary>
    public static void LogToStandardError(ConsoleLoggerOptions console) => console.LogToStandardErrorThreshold = LogLevel.Trace;

    /// <summary>Adds a listener on 127.0.0.1; port 0 takes a free one, known once the application runs.</summary>
    public static void ListenOnLoopback(this WebApplicationBuilder builder, int port, Action<ListenOptions> configure) =>
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, configure));

    /// <summary>Builds the application with the two things every server of the demo does first: bare errors get a body, foreign hosts go away.</summary>
    public static WebApplication BuildLoopback(this WebApplicationBuilder builder)
    {
        var application = builder.Build();
        application.UseStatusCodePages();
        application.UseMiddleware<LoopbackHostMiddleware>();
        return application;
    }

    /// <summary>Starts the application, or disposes of it where it cannot start (a port that is taken).</summary>
    public static async Task StartOrDisposeAsync(this WebApplication application, CancellationToken cancellationToken)
    {
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }
}
