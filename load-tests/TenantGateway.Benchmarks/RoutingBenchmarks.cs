using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Forwarding;
using Yarp.ReverseProxy.Configuration;

namespace TenantGateway.Benchmarks;

/// <summary>
/// What it costs to find the route of a request before anybody is asked for a token, and to see that it asks for one: what whoever has none has of the processor beyond
/// being refused. Bound: 2 us.
/// </summary>
[MemoryDiagnoser]
public class RoutingBenchmarks
{
    private readonly DefaultHttpContext _context = new();
    private RequestDelegate _way = _ => Task.CompletedTask;

    [Params(10, 1000)]
    public int Routes { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [.. Enumerable.Range(0, Routes).Select(i => new RouteConfig { RouteId = $"route-{i}", ClusterId = "crm", Match = new RouteMatch { Path = $"/service-{i}/{{**rest}}" } })],
            [new ClusterConfig { ClusterId = "crm", Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = "http://127.0.0.1:9/" } } }]);
        builder.Services.AddSingleton<IOpenRoutes, OneOpen>();
        var services = builder.Build().Services;
        var branch = new ApplicationBuilder(services);
        // The refusal comes here.
        branch.UseRouting().UseMiddleware<OpenRoutesMiddleware>().Use(_ => _ => Task.CompletedTask);
        branch.UseEndpoints(endpoints => endpoints.MapReverseProxy());
        _way = branch.Build();
        _context.RequestServices = services;
        if (Known() is null || Unknown() is not null) throw new InvalidOperationException("The route was not found, or one that is not there was.");
    }

    /// <summary>A route that is there and asks for a token.</summary>
    [Benchmark]
    public Endpoint? Known() => Find("/service-7/contacts/c_7v6mdsspghk2342w");

    /// <summary>None that is there.</summary>
    [Benchmark]
    public Endpoint? Unknown() => Find("/wp-admin/setup-config.php");

    private Endpoint? Find(string path)
    {
        _context.SetEndpoint(null);
        _context.Request.Method = "GET";
        _context.Request.Path = path;
        _way(_context).GetAwaiter().GetResult();
        return _context.GetEndpoint();
    }

    private sealed class OneOpen : IOpenRoutes
    {
        public bool Any => true;

        public OpenRoute? Find(string route) => route == "route-3" ? new OpenRoute(route, ActorKind.Anonymous, null, 1024) : null;
    }
}
