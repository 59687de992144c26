using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace TenantGateway.Forwarding;

/// <summary>
/// Lets streams be silent for longer than other exchanges. YARP takes the bound from the configuration of the cluster when it forwards, so such a request gets
/// a cluster that differs in this alone.
/// </summary>
internal sealed class StreamPatience(IOptions<ForwardingOptions> options)
{
    private readonly ConditionalWeakTable<ClusterModel, ClusterModel> _patient = [];

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<OpaqueExchange>() is { Kind: not OpaqueKind.Body })
        {
            var proxy = context.GetReverseProxyFeature();
            context.Features.Set<IReverseProxyFeature>(new PatientProxy(proxy, _patient.GetValue(proxy.Cluster, Patient)));
        }

        return next(context);
    }

    private ClusterModel Patient(ClusterModel cluster)
    {
        var request = cluster.Config.HttpRequest ?? ForwarderRequestConfig.Empty;
        var idle = TimeSpan.FromSeconds(options.Value.StreamIdleSeconds);
        return request.ActivityTimeout > idle
            ? cluster
            : new ClusterModel(cluster.Config with { HttpRequest = request with { ActivityTimeout = idle } }, cluster.HttpClient);
    }

    private sealed class PatientProxy(IReverseProxyFeature proxy, ClusterModel cluster) : IReverseProxyFeature
    {
        public RouteModel Route => proxy.Route;

        public ClusterModel Cluster => cluster;

        public IReadOnlyList<DestinationState> AllDestinations => proxy.AllDestinations;

        public IReadOnlyList<DestinationState> AvailableDestinations
        {
            get => proxy.AvailableDestinations;
            set => proxy.AvailableDestinations = value;
        }

        public DestinationState? ProxiedDestination
        {
            get => proxy.ProxiedDestination;
            set => proxy.ProxiedDestination = value;
        }
    }
}
