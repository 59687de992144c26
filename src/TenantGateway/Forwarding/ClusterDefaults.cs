using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace TenantGateway.Forwarding;

/// <summary>Gives clusters a bound on silence where they set none: YARP's own is 100 s.</summary>
internal sealed class ClusterDefaults(IOptions<ForwardingOptions> options) : IProxyConfigFilter
{
    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel)
    {
        var request = cluster.HttpRequest ?? ForwarderRequestConfig.Empty;
        return ValueTask.FromResult(request.ActivityTimeout is not null
            ? cluster
            : cluster with { HttpRequest = request with { ActivityTimeout = TimeSpan.FromSeconds(options.Value.ActivitySeconds) } });
    }

    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel) => ValueTask.FromResult(route);
}
