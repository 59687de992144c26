using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.Conversion;

/// <summary>Stands between <c>tgw</c> and the gateway and breaks one of the calls: before the gateway hears of it, or before its answer comes back.</summary>
internal sealed class Middleman : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _gateway;
    private int _calls;

    private Middleman(WebApplication app, HttpClient gateway) => (_app, _gateway) = (app, gateway);

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Calls that change a run, until now.</summary>
    public int Calls => _calls;

    /// <param name="gateway">The admin plane.</param>
    /// <param name="breaksAt">Which call, from 1.</param>
    /// <param name="isDone">Whether the gateway does it.</param>
    public static async Task<Middleman> StartAsync(Uri gateway, int breaksAt, bool isDone)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var middleman = new Middleman(builder.Build(), LoopbackClient.Create(gateway));
        middleman._app.Run(context => middleman.PassAsync(context, breaksAt, isDone));
        await middleman._app.StartAsync();
        return middleman;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _gateway.Dispose();
    }

    private async Task PassAsync(HttpContext context, int breaksAt, bool isDone)
    {
        var breaks = Interlocked.Increment(ref _calls) == breaksAt;
        if (!breaks || isDone)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.GetEncodedPathAndQuery()[1..]) { Content = new ByteArrayContent(body.ToArray()) };
            request.Headers.TryAddWithoutValidation("Authorization", $"{context.Request.Headers.Authorization}");
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse($"{context.Request.ContentType}");
            using var answer = await _gateway.SendAsync(request);
            if (!breaks)
            {
                context.Response.StatusCode = (int)answer.StatusCode;
                context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
                await context.Response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
                return;
            }
        }

        context.Abort();
    }
}
