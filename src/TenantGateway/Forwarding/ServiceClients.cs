using System.Diagnostics;
using System.Security.Authentication;
using OpenTelemetry.Trace;
using TenantGateway.Core.Certificates;
using Yarp.ReverseProxy.Forwarder;

namespace TenantGateway.Forwarding;

/// <summary>Makes the clients of services: with the trace context, and with the TLS that the cluster asks for.</summary>
internal sealed class ServiceClients : ForwarderHttpClientFactory
{
    private readonly DistributedContextPropagator _propagator;
    private readonly ICertificateFiles _files;
    private readonly ILogger<ForwarderHttpClientFactory> _logger;
    private readonly bool _keepsSpans;

    /// <param name="propagator">What is told of a trace.</param>
    /// <param name="files">Of TLS.</param>
    /// <param name="logger">Of clients.</param>
    /// <param name="spans">Who keeps spans; null for nobody.</param>
    public ServiceClients(DistributedContextPropagator propagator, ICertificateFiles files, ILogger<ForwarderHttpClientFactory> logger, TracerProvider? spans = null)
        : base(logger) => (_propagator, _files, _logger, _keepsSpans) = (propagator, files, logger, spans is not null);

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        Configure(handler);
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler)
    {
        var wrapped = Wrap(base.WrapHandler(context, handler));
        var tls = ServiceTls.Of(context.NewMetadata);
        if (tls == ServiceTls.None) return wrapped;
        wrapped.Dispose();
        // Without the old one: each content of the files has a client of its own.
        var fresh = new ForwarderHttpClientContext { ClusterId = context.ClusterId, NewConfig = context.NewConfig, NewMetadata = context.NewMetadata };
        return new RenewedHandler(tls.Open(context.ClusterId, _files), content => new OneContent(content, this).CreateClient(fresh));
    }

    protected override bool CanReuseOldClient(ForwarderHttpClientContext context) =>
        base.CanReuseOldClient(context) && ServiceTls.Of(context.OldMetadata) == ServiceTls.Of(context.NewMetadata);

    private void Configure(SocketsHttpHandler handler)
    {
        handler.ActivityHeadersPropagator = _keepsSpans ? _propagator : null;
        if (handler.SslOptions.EnabledSslProtocols == SslProtocols.None) handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
    }

    private WholeBodies Wrap(HttpMessageHandler handler) => new(_keepsSpans ? handler : new TracedCalls(_propagator, handler));

    private sealed class OneContent(ServiceTlsContent content, ServiceClients clients) : ForwarderHttpClientFactory(clients._logger)
    {
        protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
        {
            base.ConfigureHandler(context, handler);
            clients.Configure(handler);
            content.Apply(handler.SslOptions);
        }

        protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) => clients.Wrap(base.WrapHandler(context, handler));
    }
}
