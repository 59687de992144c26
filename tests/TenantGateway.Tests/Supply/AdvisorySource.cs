using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TenantGateway.Tests.Supply;

/// <summary>A source of packages that has none and knows of vulnerabilities: NuGet's protocol, resource <c>VulnerabilityInfo</c>.</summary>
internal sealed class AdvisorySource : IAsyncDisposable
{
    private readonly WebApplication _application;

    private AdvisorySource(WebApplication application) => _application = application;

    public Uri Index => new(new Uri(_application.Urls.Single()), "index.json");

    /// <param name="package">The one that is vulnerable, in all versions.</param>
    /// <param name="severity">From 0, low, to 3, critical.</param>
    public static async Task<AdvisorySource> StartAsync(string package, int severity)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var application = builder.Build();
        var source = new AdvisorySource(application);
        application.Run(context => AnswerAsync(context, source.Index, package, severity));
        await application.StartAsync();
        return source;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private static Task AnswerAsync(HttpContext context, Uri index, string package, int severity)
    {
        object? body = context.Request.Path.Value switch
        {
            "/index.json" => new Dictionary<string, object>
            {
                ["version"] = "3.0.0",
                ["resources"] = new[] { new Dictionary<string, string> { ["@id"] = new Uri(index, "vulnerabilities.json").AbsoluteUri, ["@type"] = "VulnerabilityInfo/6.7.0" } },
            },
            "/vulnerabilities.json" => new[] { new Dictionary<string, string> { ["@name"] = "base", ["@id"] = new Uri(index, "base.json").AbsoluteUri, ["@updated"] = "2026-01-01T00:00:00Z" } },
            "/base.json" => new Dictionary<string, object>
            {
                [package.ToLowerInvariant()] = new[] { new { url = "https://advisories.example/1", severity, versions = "[0.0.0, )" } },
            },
            _ => null,
        };
        if (body is null)
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(body), context.RequestAborted);
    }
}
