using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantGateway.Load.Processes;
using Yarp.ReverseProxy.Configuration;

namespace TenantGateway.Load.Peers;

/// <summary>YARP as its documentation starts it, with one route and one destination: the least a gateway on YARP can cost.</summary>
internal static class BareYarp
{
    public const string Verb = "yarp";

    /// <summary>Says how many bytes this process has allocated.</summary>
    public const string AllocatedPath = "/.allocated";

    public static async Task<int> RunAsync(int port, Uri service)
    {
        var app = Build(port, service, builder => { });
        app.MapReverseProxy();
        await app.RunAsync();
        return 0;
    }

    /// <summary>The server without its pipeline.</summary>
    /// <param name="port">Where it listens.</param>
    /// <param name="service">Where everything goes.</param>
    /// <param name="more">What else it has.</param>
    /// <param name="policy">What the route asks of callers; null for nothing.</param>
    public static WebApplication Build(int port, Uri service, Action<WebApplicationBuilder> more, string? policy = null)
    {
        var builder = WebApplication.CreateBuilder(Settled.Options);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "service", Match = new RouteMatch { Path = "/all/{**rest}" }, AuthorizationPolicy = policy }],
            [new ClusterConfig { ClusterId = "service", Destinations = new Dictionary<string, DestinationConfig> { ["only"] = new() { Address = service.AbsoluteUri } } }]);
        more(builder);
        var app = builder.Build();
        app.MapGet(AllocatedPath, () => Results.Text(GC.GetTotalAllocatedBytes().ToString(CultureInfo.InvariantCulture)));
        return app;
    }
}
