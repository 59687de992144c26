using System.Diagnostics;
using System.Security.Authentication;
using TenantGateway.Core.Certificates;
using Yarp.ReverseProxy.Forwarder;

namespace TenantGateway.Forwarding;

/// <summary>Makes the clients of services: with the trace context, and with the TLS that the cluster asks for.</summary>
internal sealed class ServiceClients : ForwarderHttpClientFactory
{
    private readonly DistributedContextPropagator _propagator;
    private readonly ICertificateFiles _files;
    private readonly ILogger<ForwarderHttpClientFactory> _logger;

    public ServiceClients(DistributedContextPropagator propagator, ICertificateFiles files, ILogger<ForwarderHttpClientFactory> logger)
        : base(logger) => (_propagator, _files, _logger) = (propagator, files, logger);

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        Configure(handler, _propagator);
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler)
    {
        var wrapped = new WholeBodies(base.WrapHandler(context, handler));
        var tls = ServiceTls.Of(context.NewMetadata);
        if (tls == ServiceTls.None) return wrapped;
        wrapped.Dispose();
        // Without the old one: each content of the files has a client of its own.
        var fresh = new ForwarderHttpClientContext { ClusterId = context.ClusterId, NewConfig = context.NewConfig, NewMetadata = context.NewMetadata };
        return new RenewedHandler(tls.Open(context.ClusterId, _files), content => new OneContent(content, _propagator, _logger).CreateClient(fresh));
    }

    protected override bool CanReuseOldClient(ForwarderHttpClientContext context) =>
        base.CanReuseOldClient(context) && ServiceTls.Of(context.OldMetadata) == ServiceTls.Of(context.NewMetadata);

    private static void Configure(SocketsHttpHandler handler, DistributedContextPropagator propagator)
    {
        handler.ActivityHeadersPropagator = propagator;
        if (handler.SslOptions.EnabledSslProtocols == SslProtocols.None) handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
    }

    private sealed class OneContent(ServiceTlsContent content, DistributedContextPropagator propagator, ILogger<ForwarderHttpClientFactory> logger) : ForwarderHttpClientFactory(logger)
    {
        protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
        {
            base.ConfigureHandler(context, handler);
            Configure(handler, propagator);
            content.Apply(handler.SslOptions);
        }

        protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) => new WholeBodies(base.WrapHandler(context, handler));
    }
}
