using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace TenantGateway.Tests.World;

/// <summary>
/// A service behind the gateway that keeps every request exactly as it arrived and answers what a test tells it to: by default the
/// request's own body as JSON.
/// </summary>
internal sealed class RecordingService : IAsyncDisposable
{
    private readonly WebApplication _application;

    private RecordingService(WebApplication application)
    {
        _application = application;
        var addresses = application.Urls.Select(url => new Uri(url)).ToArray();
        (Address, Http2Address) = (addresses[0], addresses[1]);
    }

    public Uri Address { get; }

    public Uri Http2Address { get; }

    public ConcurrentQueue<ReceivedRequest> Received { get; } = new();

    public ReceivedRequest Last => Received.Last();

    /// <summary>Answers a request; the body has been read already and lies in the received request.</summary>
    public Func<HttpContext, ReceivedRequest, Task> Answer { get; set; } = EchoAsync;

    public static async Task<RecordingService> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Logging.ClearProviders();
        var application = builder.Build();
        RecordingService? service = null;
        application.Run(context => (service ?? throw new InvalidOperationException("Not started.")).HandleAsync(context));
        await application.StartAsync();
        return service = new RecordingService(application);
    }

    /// <summary>Forgets what it received and echoes again.</summary>
    public void Reset()
    {
        Received.Clear();
        Answer = EchoAsync;
    }

    /// <summary>Answers every request with one JSON text.</summary>
    public void AnswerJson(string json, int status = 200) => Answer = (context, _) => WriteAsync(context, status, "application/json", Encoding.UTF8.GetBytes(json));

    public static async Task WriteAsync(HttpContext context, int status, string contentType, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }

    private static Task EchoAsync(HttpContext context, ReceivedRequest request) =>
        WriteAsync(context, 200, "application/json", request.Body.Length == 0 ? "{}"u8.ToArray() : request.Body);

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var received = new ReceivedRequest(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        Received.Enqueue(received);
        await Answer(context, received);
    }
}

/// <summary>A request as the service got it.</summary>
internal sealed record ReceivedRequest(string Method, string RawTarget, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
