using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using TenantGateway.Edge.HeaderValues;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge;

/// <summary>That two headers are read strictly costs the others nothing: no allocation, and the server goes on taking a value of the last request for the same one of the next.</summary>
public sealed class HeaderReuseTests
{
    [Fact]
    public async Task EqualValueOfTheNextRequest_IsTheSameString()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.RequestHeaderEncodingSelector = RequestHeaderEncodings.For;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Logging.ClearProviders();
        await using var server = builder.Build();
        var seen = new List<(string Accept, string Connection)>();
        server.Run(context =>
        {
            seen.Add((context.Request.Headers.Accept.ToString(), context.Request.Headers.Connection.ToString()));
            return Task.CompletedTask;
        });
        await server.StartAsync();

        const string Request = "GET / HTTP/1.1\nHost: localhost\nAccept: application/json\nConnection: keep-alive\n\n";
        await RawHttp.ExchangeAsync(new Uri(server.Urls.Single()), $"{Request}{Request}GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n");

        Assert.Equal(("application/json", "keep-alive"), seen[0]);
        Assert.Same(seen[0].Accept, seen[1].Accept);
        Assert.Same(seen[0].Connection, seen[1].Connection);
    }

    [Fact]
    public void Choice_AllocatesNothing()
    {
        Span<char> digits = stackalloc char[20];
        var (before, written) = (0L, 0);
        for (var i = 0; i < 100; i++)
        {
            // The first rounds compile.
            if (i == 10) before = GC.GetAllocatedBytesForCurrentThread();
            written += RequestHeaderEncodings.For("X-Some-Header")?.GetMaxCharCount(1) ?? 0;
            written += RequestHeaderEncodings.For(HeaderNames.ContentLength)?.GetChars("123"u8, digits) ?? 0;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(300, written);
    }
}
