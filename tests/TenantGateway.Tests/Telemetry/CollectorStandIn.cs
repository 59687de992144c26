using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace TenantGateway.Tests.Telemetry;

/// <summary>A collector of OpenTelemetry that keeps every export as it arrived, in HTTP and gRPC, or takes it and never answers.</summary>
internal sealed class CollectorStandIn : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CollectorStandIn(WebApplication application)
    {
        _application = application;
        var addresses = application.Urls.ToArray();
        (Http, Grpc) = (addresses[0], addresses[1]);
    }

    public string Http { get; }

    public string Grpc { get; }

    public ConcurrentQueue<CollectedExport> Exports { get; } = new();

    /// <summary>Whether exports stay without an answer until the end.</summary>
    public bool Hangs { get; set; }

    public IEnumerable<CollectedSpan> Spans => Exports.Where(export => export.Path.Contains("race", StringComparison.Ordinal)).SelectMany(export => CollectedSpan.Read(export.Message)).ToList();

    public static async Task<CollectorStandIn> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Logging.ClearProviders();
        var application = builder.Build();
        CollectorStandIn? collector = null;
        application.Run(context => (collector ?? throw new InvalidOperationException("Not started.")).TakeAsync(context));
        await application.StartAsync();
        return collector = new CollectorStandIn(application);
    }

    public async ValueTask DisposeAsync()
    {
        _released.TrySetResult();
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var isGrpc = context.Request.ContentType == "application/grpc";
        // gRPC puts five bytes before a message: whether it is compressed, and its length.
        Exports.Enqueue(new CollectedExport(context.Request.Path, $"{context.Request.Headers["X-Api-Key"]}", body.ToArray()[(isGrpc ? 5 : 0)..]));
        if (Hangs) await _released.Task;
        if (!isGrpc) return;
        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", "0");
        await context.Response.Body.WriteAsync(new byte[5]);
    }
}

internal sealed record CollectedExport(string Path, string ApiKey, byte[] Message);
