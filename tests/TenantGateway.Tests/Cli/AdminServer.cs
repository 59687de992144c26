using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TenantGateway.Tests.Cli;

/// <summary>An admin plane on a free port of this machine that answers as it is told and remembers what it was asked.</summary>
internal sealed class AdminServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AdminServer(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public List<(string Line, string Query, string? Authorization, string? Reason, string Body, string? IfMatch)> Requests { get; } = [];

    public static Task<AdminServer> AnsweringAsync(int status, string body, string contentType = "application/json") => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body);
    });

    public static async Task<AdminServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new AdminServer(app);
        app.Run(async context =>
        {
            await server.RememberAsync(context.Request);
            await answer(context);
        });
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task RememberAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        Requests.Add(($"{request.Method} {request.Path}", $"{request.QueryString}", request.Headers.Authorization, request.Headers["X-Reason"], await reader.ReadToEndAsync(), request.Headers.IfMatch));
    }
}
