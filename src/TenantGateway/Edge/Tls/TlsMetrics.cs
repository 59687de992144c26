using System.Diagnostics.Metrics;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections.Features;
using TenantGateway.Core.Access;

namespace TenantGateway.Edge.Tls;

/// <summary>Counts handshakes that failed: meter <c>TenantGateway</c>. Strangers decide how many there are, so none is a line in the log.</summary>
internal sealed class TlsMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _failed = meters.Create("TenantGateway").CreateCounter<long>("tenantgateway.tls.handshakes.failed", "{handshake}", "TLS handshakes that did not come about, by plane.");

    /// <summary>Comes before TLS: a connection that ends without having got through it has failed.</summary>
    public void Watch(Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions listen, Plane plane)
    {
        var tag = new KeyValuePair<string, object?>("plane", plane switch { Plane.Data => "data", Plane.Admin => "admin", _ => "probes" });
        listen.Use(next => async connection =>
        {
            await next(connection);
            if (connection.Features.Get<ITlsHandshakeFeature>() is not { Protocol: not SslProtocols.None }) _failed.Add(1, tag);
        });
    }
}
