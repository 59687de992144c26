using System.Diagnostics.Metrics;
using TenantGateway.Core.Access;

namespace TenantGateway.Edge.Tls;

/// <summary>Counts handshakes that failed: meter <c>TenantGateway</c>. Strangers decide how many there are, so none is a line in the log.</summary>
internal sealed class TlsMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _failed = meters.Create("TenantGateway").CreateCounter<long>("tenantgateway.tls.handshakes.failed", "{handshake}", "TLS handshakes that did not come about, by plane.");

    /// <summary>Puts TLS between two looks at a connection: one that does not come to the second has failed.</summary>
    public void Around(Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions listen, Plane plane, Action<Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions> useTls)
    {
        var tag = new KeyValuePair<string, object?>("plane", plane switch { Plane.Data => "data", Plane.Admin => "admin", _ => "probes" });
        listen.Use(next => async connection =>
        {
            try
            {
                await next(connection);
            }
            finally
            {
                if (connection.Features.Get<Encrypted>() is null) _failed.Add(1, tag);
            }
        });
        useTls(listen);
        listen.Use(next => connection =>
        {
            connection.Features.Set(Encrypted.Instance);
            return next(connection);
        });
    }

    private sealed class Encrypted
    {
        public static readonly Encrypted Instance = new();
    }
}
