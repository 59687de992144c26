using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace TenantGateway.Tests.World;

/// <summary>A service behind the gateway that handles each exchange while it is under way, as a test tells it to: WebSockets, streams, calls of gRPC's shape.</summary>
internal sealed class LiveService : IAsyncDisposable
{
    private readonly WebApplication _application;

    private LiveService(WebApplication application)
    {
        _application = application;
        var addresses = application.Urls.Select(url => new Uri(url)).ToArray();
        (Address, Http2Address) = (addresses[0], addresses[1]);
    }

    public Uri Address { get; }

    public Uri Http2Address { get; }

    public RequestDelegate Handle { get; set; } = _ => Task.CompletedTask;

    /// <summary>The headers of the last request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>();

    /// <summary>How many requests came.</summary>
    public int Requests { get; private set; }

    public static async Task<LiveService> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Logging.ClearProviders();
        var application = builder.Build();
        LiveService? service = null;
        application.UseWebSockets();
        application.Run(context => (service ?? throw new InvalidOperationException("Not started.")).HandleAsync(context));
        await application.StartAsync();
        return service = new LiveService(application);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }

    private Task HandleAsync(HttpContext context)
    {
        Requests++;
        Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return Handle(context);
    }
}
