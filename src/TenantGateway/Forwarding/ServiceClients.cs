using System.Diagnostics;
using TenantGateway.Core.Certificates;
using Yarp.ReverseProxy.Forwarder;

namespace TenantGateway.Forwarding;

/// <summary>Makes the clients of services: with the trace context, and with the TLS that the cluster asks for.</summary>
internal sealed class ServiceClients(DistributedContextPropagator propagator, ICertificateFiles files, ILogger<ForwarderHttpClientFactory> logger) : ForwarderHttpClientFactory(logger)
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.ActivityHeadersPropagator = propagator;
        ServiceTls.Of(context.NewMetadata).Apply(handler.SslOptions, context.ClusterId, files);
    }

    protected override bool CanReuseOldClient(ForwarderHttpClientContext context) =>
        base.CanReuseOldClient(context) && ServiceTls.Of(context.OldMetadata) == ServiceTls.Of(context.NewMetadata);
}
